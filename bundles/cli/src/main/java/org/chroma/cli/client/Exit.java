package org.chroma.cli.client;

/** What the exit code says. */
public final class Exit {
    /** Done, and where a command was waited for, it succeeded. */
    public static final int OK = 0;
    /** The manager refused the request, or the command failed or was cancelled. */
    public static final int FAILED = 1;
    /** What was typed makes no sense. */
    public static final int USAGE = 2;
    /** The manager cannot be reached. */
    public static final int UNREACHABLE = 3;

    private Exit() {}
}
