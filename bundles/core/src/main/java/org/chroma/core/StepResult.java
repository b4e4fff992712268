package org.chroma.core;

import java.time.Instant;
import org.chroma.state.Step;

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

    /**
     * A step that begins now.
     *
     * @param step as its job describes it
     */
    public static StepResult begun(long id, long job, int index, int count, Step<?> step, Instant now) {
        return new StepResult(
                id,
                job,
                index,
                count,
                step.name(),
                step.description(),
                "{}",
                State.INCOMPLETE,
                "",
                "",
                "",
                "",
                now,
                now);
    }

    /** What it has printed up to now. */
    public StepResult showing(String lines, String printed) {
        return with(state, lines, printed, error, trace, modifiedAt);
    }

    /** It printed more. */
    public StepResult printing(String more) {
        return with(state, log, console + more, error, trace, modifiedAt);
    }

    public StepResult succeeded(Instant now) {
        return with(State.SUCCESS, log, console, "", "", now);
    }

    public StepResult failed(String why, String itsTrace, Instant now) {
        return with(State.FAILED, log, console, why, itsTrace, now);
    }

    /** The manager ended while it ran. */
    public StepResult crashed(Instant now) {
        return with(State.CRASHED, log, console, "The manager stopped while the step was running", "", now);
    }

    private StepResult with(State now, String lines, String printed, String why, String itsTrace, Instant changedAt) {
        return new StepResult(
                id,
                job,
                index,
                count,
                name,
                description,
                arguments,
                now,
                lines,
                printed,
                why,
                itsTrace,
                createdAt,
                changedAt);
    }

    public enum State {
        INCOMPLETE,
        FAILED,
        SUCCESS,
        /** The manager ended while it ran; another result follows. */
        CRASHED
    }
}
