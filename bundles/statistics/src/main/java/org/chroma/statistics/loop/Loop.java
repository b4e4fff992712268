package org.chroma.statistics.loop;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that takes the same step again and again, until the step says that it was the last one or the thread is
 * interrupted. Whatever a step throws, an Error too, is logged, and the next one is taken after a moment; so a step has
 * to leave things such that the next can go on, and has to say itself what is lost.
 *
 * <pre>{@code
 * Thread thread = Loop.thread("chroma-statistics-flush", this::step);
 * thread.start();
 * }</pre>
 */
public final class Loop {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

    /** Before the next step after one that failed, so that a failure which stays does not take a processor. */
    private static final long PAUSE_MILLIS = 500;

    /** What is done again and again. */
    @FunctionalInterface
    public interface Step {
        /** Does it once; returns whether to go on. */
        boolean take() throws Exception;
    }

    private final Step step;

    /** Kinds of failures since a step succeeded, each of which is logged once. */
    private final Set<Class<?>> known = new HashSet<>();

    private Loop(Step step) {
        this.step = step;
    }

    /** Makes a daemon thread, not started yet. */
    public static Thread thread(String name, Step step) {
        Thread thread = new Thread(new Loop(step)::run, name);
        thread.setDaemon(true);
        return thread;
    }

    private void run() {
        boolean more = true;
        while (more) {
            try {
                more = step.take();
                known.clear();
            } catch (InterruptedException e) {
                return;
            } catch (Throwable e) {
                more = survive(e);
            }
        }
    }

    private boolean survive(Throwable failure) {
        try {
            if (known.add(failure.getClass())) {
                LOG.error("{} failed once and goes on", Thread.currentThread().getName(), failure);
            }
            Thread.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            return false;
        } catch (Throwable e) {
            return true; // without memory nothing can be logged either
        }
    }
}
