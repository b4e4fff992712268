package org.chroma.cli;

/** What the exit code says. */
final class Exit {
    /** Done, and where a command was waited for, it succeeded. */
    static final int OK = 0;
    /** The manager refused the request, or the command failed or was cancelled. */
    static final int FAILED = 1;
    /** What was typed makes no sense. */
    static final int USAGE = 2;
    /** The manager cannot be reached. */
    static final int UNREACHABLE = 3;

    private Exit() {}
}
