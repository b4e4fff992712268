package org.chroma.state;

/**
 * One thing that a job does.
 *
 * @param name identifies the step among those of its job, and stays the same when the steps are asked for again after a
 *     restart, for example {@code configure-ha oss2}
 * @param description one line for the administrator
 * @param work what is done; running it twice must do no harm
 * @param <C> what the step is handed when it runs
 */
public record Step<C>(String name, String description, Work<C> work) {

    /** What a step does. Returning means success; an exception is the step's failure, in its own words. */
    @FunctionalInterface
    public interface Work<C> {
        void run(C context) throws Exception;
    }
}
