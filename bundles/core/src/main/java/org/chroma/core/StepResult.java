package org.chroma.core;

import java.time.Instant;

/**
 * One run of one step of a job.
 *
 * @param id positive, never reused
 * @param index of the step in its job, from 0; a step that was run again has several results
 * @param count how many steps the job has
 * @param name identifies the step in its job, such as "mount"
 * @param arguments JSON text of what it was called with
 * @param log lines for users
 * @param console what programs printed, as it came
 * @param error what went wrong, in one sentence; empty otherwise
 * @param trace the remote or local stack trace; empty otherwise
 */
public record StepResult(
        long id,
        long job,
        int index,
        int count,
        String name,
        String description,
        String arguments,
        State state,
        String log,
        String console,
        String error,
        String trace,
        Instant createdAt,
        Instant modifiedAt) {

    public enum State {
        INCOMPLETE,
        FAILED,
        SUCCESS,
        /** The manager ended while it ran; another result follows. */
        CRASHED
    }
}
