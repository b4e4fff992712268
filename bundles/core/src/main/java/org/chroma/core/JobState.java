package org.chroma.core;

/** How far a job is. */
public enum JobState {
    /** Waits for other jobs. */
    PENDING,
    /** Its steps are running. */
    RUNNING,
    /** All its steps are done. */
    SUCCEEDED,
    /** A step failed. */
    FAILED,
    /** A user stopped it. */
    CANCELLED,
    /** When its turn came something that it requires was not so; its reason says what. */
    NOT_RUN;

    public boolean isDone() {
        return this != PENDING && this != RUNNING;
    }
}
