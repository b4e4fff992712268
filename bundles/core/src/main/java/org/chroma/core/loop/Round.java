package org.chroma.core.loop;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * One round of a loop that must not end. Whatever is thrown in it, Errors too, is logged, and the next round comes as
 * if nothing had happened. What fails in every round in the same way is logged once a minute.
 *
 * <p>Runs on one thread at a time.
 */
public final class Round implements Runnable {
    private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

    private final Logger logger;
    private final String what;
    private final Runnable body;
    private @Nullable String failure;
    private long logged;

    /** @param what begins the sentence in the log: "{what} failed" */
    public Round(Logger logger, String what, Runnable body) {
        this.logger = logger;
        this.what = what;
        this.body = body;
    }

    @Override
    public void run() {
        try {
            body.run();
            if (failure != null) {
                failure = null;
                logger.info("{} works again", what);
            }
        } catch (Throwable failed) { // a loop that ended here would be missed only much later
            log(failed);
        }
    }

    private void log(Throwable failed) {
        try {
            String words = failed.toString();
            if (!words.equals(failure) || System.nanoTime() - logged > QUIET_NANOS) {
                logger.error("{} failed, and goes on", what, failed);
                failure = words;
                logged = System.nanoTime();
            }
        } catch (Throwable unsayable) { // as where there is no memory even for that
            failure = "";
        }
    }
}
