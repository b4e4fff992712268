package org.chroma.core;

import java.time.Instant;
import java.util.List;

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
}
