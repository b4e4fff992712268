package org.chroma.prometheus.internal;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Brings requests to an endpoint. */
@FunctionalInterface
interface Delivery {

    /** What becomes of a request. */
    enum Verdict {
        /** The endpoint has it. */
        TAKEN,
        /** It may have it or not, and will take it at another time. */
        LATER,
        /** It says that these samples are wrong, and always will be. */
        REFUSED
    }

    /**
     * An endpoint's answer.
     *
     * @param words what it says, for people; empty where it took the request
     * @param pause how long it asks to be left alone; null where it does not
     */
    record Answer(Verdict verdict, String words, @Nullable Duration pause) {
        static final Answer TAKEN = new Answer(Verdict.TAKEN, "", null);

        static Answer later(String words) {
            return new Answer(Verdict.LATER, words, null);
        }
    }

    /** Sends a message, compressed, and waits for the answer. Whatever goes wrong on the way is an answer too. */
    Answer send(byte[] body) throws InterruptedException;
}
