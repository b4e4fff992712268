package org.chroma.protocol;

import java.time.Duration;

/** The sizes and times on which manager and agent agree. */
public final class Limits {

    /** How often an agent reports. */
    public static final Duration REPORT_PERIOD = Duration.ofSeconds(10);

    /** The largest report, in bytes of JSON. */
    public static final int REPORT_BYTES = 8 << 20;

    /** The largest scan of one plugin, in bytes of JSON. */
    public static final int SCAN_BYTES = 2 << 20;

    /** The largest arguments and the largest answer of an action, in bytes of JSON. */
    public static final int ACTION_BYTES = 8 << 20;

    /** The largest of all other messages, in bytes. */
    public static final int MESSAGE_BYTES = 64 << 10;

    /** The largest plugin bundle that an agent fetches, in bytes. */
    public static final int BUNDLE_BYTES = 64 << 20;

    /** The longest error message of a plugin that is passed on, in characters. */
    public static final int ERROR_LENGTH = 2_000;

    private Limits() {}

    /** The text, cut where it is longer than {@link #ERROR_LENGTH}. */
    public static String cut(String text) {
        return text.length() <= ERROR_LENGTH ? text : text.substring(0, ERROR_LENGTH) + "…";
    }
}
