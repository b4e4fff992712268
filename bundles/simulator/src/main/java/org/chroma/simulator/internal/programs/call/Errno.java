package org.chroma.simulator.internal.programs.call;

import java.util.Map;

/** Names of the kernel's errors, as programs print them. */
public final class Errno {
    public static final int NOENT = 2;
    public static final int NXIO = 6;
    public static final int BUSY = 16;
    public static final int NODEV = 19;
    public static final int INVAL = 22;
    public static final int ADDRINUSE = 98;
    public static final int TIMEDOUT = 110;
    public static final int ALREADY = 114;

    private static final Map<Integer, String> TEXTS = Map.ofEntries(
            Map.entry(1, "Operation not permitted"),
            Map.entry(NOENT, "No such file or directory"),
            Map.entry(5, "Input/output error"),
            Map.entry(NXIO, "No such device or address"),
            Map.entry(BUSY, "Device or resource busy"),
            Map.entry(17, "File exists"),
            Map.entry(NODEV, "No such device"),
            Map.entry(INVAL, "Invalid argument"),
            Map.entry(ADDRINUSE, "Address already in use"),
            Map.entry(100, "Network is down"),
            Map.entry(TIMEDOUT, "Connection timed out"),
            Map.entry(113, "No route to host"),
            Map.entry(ALREADY, "Operation already in progress"));

    private Errno() {}

    public static String text(int error) {
        return TEXTS.getOrDefault(error, "Unknown error " + error);
    }
}
