package org.chroma.core.internal.engine;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.chroma.core.StateListener;
import org.chroma.core.internal.foreign.ForeignCode;
import org.chroma.core.internal.foreign.ForeignCodeException;
import org.chroma.core.internal.foreign.Origin;
import org.chroma.core.internal.ledger.Ledger;
import org.chroma.core.internal.ledger.Moves;

/**
 * All who react to states. Each is told on a thread of its own; neither the writing thread nor the others wait for it.
 */
final class StateListeners implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Ledger ledger;
    private final InstantSource clock;
    private final List<Ear> ears = new CopyOnWriteArrayList<>();

    /** A listener, and whether it missed something. */
    private static final class Ear {
        private final StateListener listener;
        private final ForeignCode code;
        private volatile boolean behind = true;

        private Ear(StateListener listener, ForeignCode code) {
            this.listener = listener;
            this.code = code;
        }

        private void tell(String doing, Runnable what) {
            try {
                code.tell(doing, LIMIT, what);
            } catch (ForeignCodeException tooMuch) { // it is known to be broken then
                behind = true;
            }
        }
    }

    StateListeners(Ledger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    void add(StateListener listener) {
        Class<?> type = listener.getClass();
        Ear ear = new Ear(listener, new ForeignCode(type.getName(), Origin.of(type), clock));
        ears.add(ear);
        catchUp(ear);
    }

    void remove(StateListener listener) {
        ears.removeIf(ear -> {
            boolean gone = ear.listener == listener;
            if (gone) {
                ear.code.close();
            }
            return gone;
        });
    }

    /** Returns at once. */
    void tell(Moves moves) {
        for (Ear ear : ears) {
            catchUp(ear);
            moves.objects().forEach(object -> ear.tell("reacting to a state", () -> ear.listener.reached(object)));
            moves.ended().forEach(job -> ear.tell("reacting to the end of a job", () -> ear.listener.ended(job)));
        }
    }

    private void catchUp(Ear ear) {
        if (ear.behind) {
            ear.behind = false;
            ear.tell("looking at what there is", () -> ear.listener.found(ledger.cluster()));
        }
    }

    @Override
    public void close() {
        ears.forEach(ear -> ear.code.close());
    }
}
