package org.chroma.simulator.internal.lustre;

/** A server's own counters: time of its processors, memory, and traffic. */
public final class ServerCounters {
    /** Processors of each simulated server. */
    public static final int PROCESSORS = 8;

    private static final long KIB_PER_GIB = 1L << 20;
    private static final long MEMORY = 64 * KIB_PER_GIB;
    private static final double BYTES_PER_TICK = 4e6;

    private final long boot;
    private long last;
    private long received;
    private long sent;
    private double user;
    private double system;
    private double wait;
    private double idle;

    public ServerCounters(long boot, long now) {
        this.boot = boot;
        this.last = boot;
        advance(now, 0, 0);
    }

    public long boot() {
        return boot;
    }

    public void advance(long now, long receivedBytes, long sentBytes) {
        double ticks = Math.max(0, now - last) / 10.0 * PROCESSORS;
        double moved = Math.max(0, receivedBytes + sentBytes - received - sent) / BYTES_PER_TICK;
        double busy = Math.min(ticks * 0.9, moved);
        user += ticks * 0.006 + busy * 0.1;
        system += ticks * 0.01 + busy * 0.7;
        wait += ticks * 0.001 + busy * 0.2;
        idle += Math.max(0, ticks * 0.983 - busy);
        last = Math.max(last, now);
        received = receivedBytes;
        sent = sentBytes;
    }

    public long received() {
        return received;
    }

    public long sent() {
        return sent;
    }

    /** In ticks of 1/100 s. */
    public long user() {
        return (long) user;
    }

    public long system() {
        return (long) system;
    }

    public long waiting() {
        return (long) wait;
    }

    public long idle() {
        return (long) idle;
    }

    /** KiB. */
    public long memory() {
        return MEMORY;
    }

    /** KiB that programs and the kernel hold. */
    public long memoryUsed(int targets) {
        return 2 * KIB_PER_GIB + targets * KIB_PER_GIB / 2;
    }

    /** KiB of cached file data. */
    public long memoryCached() {
        return Math.min(40 * KIB_PER_GIB, KIB_PER_GIB / 2 + (received + sent) / 1024 / 4);
    }

    /** Messages of LNet. */
    public long messages(long bytes) {
        return bytes / (1 << 20) + (last - boot) / 1000;
    }
}
