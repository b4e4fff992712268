package org.chroma.core;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What one user asked for, or what Chroma does by itself: a message and the jobs that carry it out.
 *
 * @param id positive, never reused
 * @param message one line, at most 512 characters
 * @param user who asked; empty for Chroma itself
 * @param jobs ids in order; a job may belong to several commands
 * @param outcome how it ended, where it did
 */
public record Command(long id, String message, String user, List<Long> jobs, Outcome outcome, Instant createdAt) {

    public Command {
        jobs = List.copyOf(jobs);
    }

    /** A command whose jobs have just been queued; a message that is too long is cut. */
    public static Command begun(long id, String message, String user, List<Long> jobs, Instant now) {
        String line = message.length() > 512 ? message.substring(0, 511) + "…" : message;
        return new Command(id, line, user, jobs, Outcome.UNFINISHED, now);
    }

    /** More jobs follow from it: it has them as well, and is not complete before they are done. */
    public Command joined(Collection<Long> more) {
        Set<Long> all = new LinkedHashSet<>(jobs);
        all.addAll(more);
        return new Command(id, message, user, List.copyOf(all), Outcome.UNFINISHED, createdAt);
    }

    /**
     * All its jobs are done.
     *
     * @param ends the states in which they are
     */
    public Command completed(Collection<JobState> ends) {
        return new Command(id, message, user, jobs, Outcome.of(ends), createdAt);
    }

    public boolean complete() {
        return outcome != Outcome.UNFINISHED;
    }

    /** How a command ended. */
    public enum Outcome {
        /** Some of its jobs are not done yet. */
        UNFINISHED,
        /** All its jobs are done, and all did what they had to. */
        SUCCEEDED,
        /** A job failed, or could not run because something that it required was not so. */
        FAILED,
        /** A user stopped a job, and none failed. */
        CANCELLED;

        static Outcome of(Collection<JobState> ends) {
            if (ends.contains(JobState.FAILED) || ends.contains(JobState.NOT_RUN)) {
                return FAILED;
            }
            return ends.contains(JobState.CANCELLED) ? CANCELLED : SUCCEEDED;
        }
    }
}
