package org.chroma.simulator.internal.lustre;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The counters of one mounted target; they start afresh with each mount. */
public final class TargetCounters {
    static final long WRITE_RPC = 4L << 20;
    static final long READ_RPC = 1L << 20;
    private static final List<String> OST = List.of(
            "read_bytes",
            "write_bytes",
            "read",
            "write",
            "getattr",
            "setattr",
            "punch",
            "sync",
            "destroy",
            "create",
            "statfs",
            "get_info",
            "set_info",
            "quotactl",
            "prealloc");
    private static final List<String> MDT = List.of(
            "open",
            "close",
            "mknod",
            "link",
            "unlink",
            "mkdir",
            "rmdir",
            "rename",
            "getattr",
            "setattr",
            "getxattr",
            "setxattr",
            "statfs",
            "sync");

    private final boolean mdt;
    private final long start;
    private long last;
    private long received;
    private long sent;
    private final Map<String, Stat> stats = new LinkedHashMap<>();

    /** @param start of the mount, which may be long before these counters if the simulator was stopped meanwhile */
    public TargetCounters(boolean mdt, long start, long now) {
        this.mdt = mdt;
        this.start = start;
        this.last = now;
        for (String name : mdt ? MDT : OST) {
            stats.put(name, new Stat(name.endsWith("_bytes") ? "bytes" : "usecs"));
        }
    }

    long start() {
        return start;
    }

    public long last() {
        return last;
    }

    public long received() {
        return received;
    }

    public long sent() {
        return sent;
    }

    private Stat stat(String name) {
        return stats.computeIfAbsent(name, n -> new Stat("usecs"));
    }

    public long count(String name) {
        return stat(name).count();
    }

    /** Data that clients moved; answers the bytes written, in whole calls. */
    public long data(double written, double read) {
        long writes = stat("write_bytes").add(written / WRITE_RPC, 1 << 16, WRITE_RPC, WRITE_RPC);
        stat("write").add((double) writes, 900, 9_000, 120_000);
        long reads = stat("read_bytes").add(read / READ_RPC, 4096, READ_RPC, READ_RPC);
        stat("read").add((double) reads, 300, 4_000, 60_000);
        received += writes * WRITE_RPC;
        sent += reads * READ_RPC;
        return writes * WRITE_RPC;
    }

    /** Operations on objects or names. */
    public long operations(String name, double events) {
        long done = stat(name).add(events, 40, 420, 25_000);
        received += done * 512;
        sent += done * 384;
        return done;
    }

    public void advancedTo(long now) {
        last = now;
    }

    boolean mdt() {
        return mdt;
    }

    private static String seconds(long millis) {
        return "%d.%03d000000".formatted(millis / 1000, millis % 1000);
    }

    public static String header(long now, long start) {
        return "%-35s %s secs.nsecs%n%-35s %s secs.nsecs%n%-35s %s secs.nsecs%n"
                .formatted(
                        "snapshot_time",
                        seconds(now),
                        "start_time",
                        seconds(start),
                        "elapsed_time",
                        seconds(now - start));
    }

    /** {@code obdfilter.*.stats} or {@code mdt.*.md_stats}. */
    public String stats(long now) {
        StringBuilder text = new StringBuilder(header(now, start));
        stats.forEach((name, stat) -> text.append(stat.used() ? stat.line(name) : ""));
        return text.toString();
    }

    /** {@code *.job_stats}. */
    public String jobStats(long now, String job) {
        StringBuilder text = new StringBuilder("job_stats:\n");
        if (stats.values().stream().noneMatch(Stat::used)) {
            return text.toString();
        }
        text.append("- job_id:          ").append(job).append('\n');
        text.append("  snapshot_time:   ").append(seconds(now)).append(" secs.nsecs\n");
        text.append("  start_time:      ").append(seconds(start)).append(" secs.nsecs\n");
        text.append("  elapsed_time:    ").append(seconds(now - start)).append(" secs.nsecs\n");
        stats.forEach((name, stat) -> text.append(stat.jobLine(name, name.endsWith("_bytes"))));
        return text.toString();
    }

    /** {@code osd-*.*.brw_stats}: everything went in calls of the largest size. */
    public String brwStats(long now) {
        long reads = mdt ? 0 : count("read_bytes");
        long writes = mdt ? 0 : count("write_bytes");
        StringBuilder text = new StringBuilder();
        text.append("snapshot_time:            ").append(seconds(now)).append(" secs.nsecs\n");
        text.append("start_time:               ").append(seconds(start)).append(" secs.nsecs\n");
        text.append("elapsed_time:             ").append(seconds(now - start)).append(" secs.nsecs\n");
        histogram(text, "pages per bulk r/w     rpcs  % cum % |  rpcs        % cum %", "256", "1K", reads, writes);
        histogram(text, "discontiguous pages    rpcs  % cum % |  rpcs        % cum %", "1", "1", reads, writes);
        histogram(text, "discontiguous blocks   rpcs  % cum % |  rpcs        % cum %", "1", "1", reads, writes);
        histogram(text, "disk fragmented I/Os   ios   % cum % |  ios         % cum %", "1", "1", reads, writes);
        histogram(text, "disk I/Os in flight    ios   % cum % |  ios         % cum %", "1", "2", reads, writes);
        histogram(text, "I/O time (1/1000s)     ios   % cum % |  ios         % cum %", "4", "8", reads, writes);
        histogram(text, "disk I/O size          ios   % cum % |  ios         % cum %", "1M", "4M", reads, writes);
        histogram(text, "block maps msec        maps  % cum % |  maps        % cum %", "1", "1", reads, writes);
        return text.toString();
    }

    private static void histogram(
            StringBuilder text, String title, String readBucket, String writeBucket, long reads, long writes) {
        text.append("\n                           read      |     write\n")
                .append(title)
                .append('\n');
        if (reads + writes == 0) {
            return;
        }
        int all = writes > 0 ? 100 : 0;
        int some = reads > 0 ? 100 : 0;
        if (readBucket.equals(writeBucket)) {
            row(text, readBucket, reads, some, some, writes, all, all);
        } else {
            row(text, readBucket, reads, some, some, 0, 0, 0);
            row(text, writeBucket, 0, 0, some, writes, all, all);
        }
    }

    private static void row(
            StringBuilder text, String bucket, long reads, int share, int sum, long writes, int share2, int sum2) {
        text.append("%s:\t\t%10d %3d %3d   | %4d %3d %3d%n".formatted(bucket, reads, share, sum, writes, share2, sum2));
    }
}
