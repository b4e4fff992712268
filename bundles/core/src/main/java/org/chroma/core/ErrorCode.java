package org.chroma.core;

/** What kind of error it was, and whose fault. */
public enum ErrorCode {
    /** Fields of a request are wrong; the details name them. */
    INVALID(Fault.CALLER),
    /** The named object does not exist. */
    NOT_FOUND(Fault.CALLER),
    /** The request is understood and not possible in the present state. */
    CONFLICT(Fault.CALLER),
    /** The user may not do this. */
    FORBIDDEN(Fault.CALLER),
    /** A server's agent answered that the action failed. */
    ACTION_FAILED(Fault.AGENT),
    /** A server's agent broke or answered something that is no answer. */
    AGENT_BROKEN(Fault.AGENT),
    /** A server cannot be reached. */
    UNREACHABLE(Fault.UNAVAILABLE),
    /** A part of the manager is not there right now. */
    NOT_READY(Fault.UNAVAILABLE),
    /** A defect in the manager. */
    INTERNAL(Fault.SERVER);

    private final Fault fault;

    ErrorCode(Fault fault) {
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }

    /** Whose fault an error is; the log level follows from it. */
    public enum Fault {
        CALLER,
        SERVER,
        AGENT,
        UNAVAILABLE
    }
}
