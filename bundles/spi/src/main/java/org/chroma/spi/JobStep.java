package org.chroma.spi;

/**
 * One step of a job. After a crash of the manager the job resumes at its first unfinished step, so running a step twice
 * must do no harm.
 *
 * @param name identifies the step within the job, for example {@code blink}
 * @param description one line for the administrator
 * @param work what is done
 */
public record JobStep<T>(String name, String description, Work<T> work) {

    @FunctionalInterface
    public interface Work<T> {
        void run(T object, JobContext context) throws Exception;
    }
}
