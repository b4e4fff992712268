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
 * @param complete when all jobs are done
 * @param errored complete, and some job FAILED or was NOT_RUN
 * @param cancelled complete, not errored, and some job was CANCELLED
 */
public record Command(
        long id,
        String message,
        String user,
        List<Long> jobs,
        boolean complete,
        boolean errored,
        boolean cancelled,
        Instant createdAt) {

    public Command {
        jobs = List.copyOf(jobs);
    }

    /** A command whose jobs have just been queued; a message that is too long is cut. */
    public static Command begun(long id, String message, String user, List<Long> jobs, Instant now) {
        String line = message.length() > 512 ? message.substring(0, 511) + "…" : message;
        return new Command(id, line, user, jobs, false, false, false, now);
    }

    /** More jobs follow from it: it has them as well, and is not complete before they are done. */
    public Command joined(Collection<Long> more) {
        Set<Long> all = new LinkedHashSet<>(jobs);
        all.addAll(more);
        return new Command(id, message, user, List.copyOf(all), false, false, false, createdAt);
    }

    /** All its jobs are done. */
    public Command completed(Collection<JobState> ends) {
        boolean failed = ends.contains(JobState.FAILED) || ends.contains(JobState.NOT_RUN);
        boolean stopped = ends.contains(JobState.CANCELLED) && !failed;
        return new Command(id, message, user, jobs, true, failed, stopped, createdAt);
    }
}
