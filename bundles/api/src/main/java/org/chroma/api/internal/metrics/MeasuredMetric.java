package org.chroma.api.internal.metrics;

import java.io.IOException;
import org.chroma.statistics.Exposition;
import org.chroma.statistics.Labels;
import org.chroma.statistics.MetricType;

/**
 * What is measured of targets and servers: one constant is one metric, named as the exporters of HPE, GSI and Whamcloud (for Lustre)
 * and Prometheus (for servers) name it. A name that ends in {@code _total} although the value also falls is theirs; its type is
 * unknown.
 */
enum MeasuredMetric {
    CAPACITY("lustre_capacity", MetricType.GAUGE, "kilobytes", "Size of the target", from("kbytestotal")),
    FREE("lustre_free", MetricType.GAUGE, "kilobytes", "Free space of the target", from("kbytesfree")),
    AVAILABLE("lustre_available", MetricType.GAUGE, "kilobytes", "Free space that users may take", from("kbytesavail")),
    INODES_MAXIMUM("lustre_inodes_maximum", MetricType.GAUGE, "", "Files or objects that fit", from("filestotal")),
    INODES_FREE("lustre_inodes_free", MetricType.GAUGE, "", "Files or objects that still fit", from("filesfree")),
    EXPORTS(
            "lustre_exports_total",
            MetricType.UNKNOWN,
            "",
            "Connections of clients and servers now",
            from("num_exports")),
    CLIENTS(
            "lustre_connected_clients",
            MetricType.GAUGE,
            "",
            "Clients that are connected to the MDT",
            from("client_count")),
    DIRTY(
            "lustre_exports_dirty_total",
            MetricType.UNKNOWN,
            "",
            "Bytes that clients hold now and have not sent yet",
            from("tot_dirty")),
    GRANTED(
            "lustre_exports_granted_total",
            MetricType.UNKNOWN,
            "",
            "Bytes that clients may send now without asking",
            from("tot_granted")),
    PENDING(
            "lustre_exports_pending_total",
            MetricType.UNKNOWN,
            "",
            "Bytes that were sent and are not on disk yet",
            from("tot_pending")),
    READ("lustre_read", MetricType.COUNTER, "bytes", "Bytes that clients read", from("stats_read_bytes")),
    WRITE("lustre_write", MetricType.COUNTER, "bytes", "Bytes that clients wrote", from("stats_write_bytes")),
    READS("lustre_read_samples", MetricType.COUNTER, "", "Read requests", from("stats_read")),
    WRITES("lustre_write_samples", MetricType.COUNTER, "", "Write requests", from("stats_write")),
    CACHE(
            "chroma_ost_cache_pages",
            MetricType.COUNTER,
            "",
            "Pages that reads wanted of the server's cache, found in it, or had to take from disk",
            part("result", "stats_cache_access", "access"),
            part("result", "stats_cache_hit", "hit"),
            part("result", "stats_cache_miss", "miss")),
    OPERATIONS(
            "lustre_stats",
            MetricType.COUNTER,
            "",
            "Operations by kind, of clients on the target",
            new Source("stats_", 1, "operation", "")),

    JOB_READ("lustre_job_read", MetricType.COUNTER, "bytes", "Bytes that the job read", from("job_read_bytes")),
    JOB_WRITE("lustre_job_write", MetricType.COUNTER, "bytes", "Bytes that the job wrote", from("job_write_bytes")),
    JOB_READS("lustre_job_read_samples", MetricType.COUNTER, "", "Reads of the job", from("job_read_samples")),
    JOB_WRITES("lustre_job_write_samples", MetricType.COUNTER, "", "Writes of the job", from("job_write_samples")),
    JOB_OPERATIONS(
            "lustre_job_stats",
            MetricType.COUNTER,
            "",
            "Operations of the job by kind",
            new Source("job_", 1, "operation", "")),

    LNET_ALLOCATED("lustre_allocated", MetricType.GAUGE, "", "LNet messages in memory", lnet("lnet_msgs_alloc")),
    LNET_ERRORS("lustre_errors", MetricType.COUNTER, "", "LNet messages that failed", lnet("lnet_errors")),
    LNET_SENT("lustre_send_count", MetricType.COUNTER, "", "LNet messages sent", lnet("lnet_send_count")),
    LNET_RECEIVED("lustre_receive_count", MetricType.COUNTER, "", "LNet messages received", lnet("lnet_recv_count")),
    LNET_ROUTED(
            "lustre_route_count", MetricType.COUNTER, "", "LNet messages routed for others", lnet("lnet_route_count")),
    LNET_DROPPED("lustre_drop_count", MetricType.COUNTER, "", "LNet messages dropped", lnet("lnet_drop_count")),
    LNET_SENT_BYTES("lustre_send", MetricType.COUNTER, "bytes", "Bytes that LNet sent", lnet("lnet_send_length")),
    LNET_RECEIVED_BYTES(
            "lustre_receive", MetricType.COUNTER, "bytes", "Bytes that LNet received", lnet("lnet_recv_length")),
    LNET_ROUTED_BYTES(
            "lustre_route",
            MetricType.COUNTER,
            "bytes",
            "Bytes that LNet routed for others",
            lnet("lnet_route_length")),
    LNET_DROPPED_BYTES("lustre_drop", MetricType.COUNTER, "bytes", "Bytes that LNet dropped", lnet("lnet_drop_length")),

    MEMORY_TOTAL("node_memory_MemTotal", MetricType.GAUGE, "bytes", "Memory of the server", kib("mem_MemTotal")),
    MEMORY_FREE("node_memory_MemFree", MetricType.GAUGE, "bytes", "Memory in no use at all", kib("mem_MemFree")),
    MEMORY_AVAILABLE(
            "node_memory_MemAvailable",
            MetricType.GAUGE,
            "bytes",
            "Memory that programs could have",
            kib("mem_MemAvailable")),
    MEMORY_BUFFERS("node_memory_Buffers", MetricType.GAUGE, "bytes", "Memory for raw disk blocks", kib("mem_Buffers")),
    MEMORY_CACHED("node_memory_Cached", MetricType.GAUGE, "bytes", "Memory for cached files", kib("mem_Cached")),
    SWAP_TOTAL("node_memory_SwapTotal", MetricType.GAUGE, "bytes", "Swap space", kib("mem_SwapTotal")),
    SWAP_FREE("node_memory_SwapFree", MetricType.GAUGE, "bytes", "Swap space in no use", kib("mem_SwapFree")),
    // Not node_cpu_seconds, which is of each processor: averages over processors would be wrong.
    CPU(
            "chroma_host_cpu",
            MetricType.COUNTER,
            "seconds",
            "What all processors of the server together spent their time on",
            cpu("user"),
            cpu("nice"),
            cpu("system"),
            cpu("idle"),
            cpu("iowait"),
            cpu("irq"),
            cpu("softirq"),
            cpu("steal"));

    private final String name;
    private final MetricType type;
    private final String unit;
    private final String help;
    private final Source[] sources;

    /**
     * A series that the metric is made of.
     *
     * @param series its name; where it ends in an underscore, all series that begin so and were not taken yet
     * @param factor what readings are multiplied with
     * @param label name of a further label; empty for none
     * @param value of that label; empty for the rest of the series' name
     */
    private record Source(String series, double factor, String label, String value) {}

    MeasuredMetric(String stem, MetricType type, String unit, String help, Source... sources) {
        this.name = unit.isEmpty() ? stem : stem + "_" + unit;
        this.type = type;
        this.unit = unit;
        this.help = help;
        this.sources = sources;
    }

    private static Source from(String series) {
        return new Source(series, 1, "", "");
    }

    private static Source part(String label, String series, String value) {
        return new Source(series, 1, label, value);
    }

    private static Source lnet(String series) {
        return new Source(series, 1, "lnet", "lnet");
    }

    private static Source kib(String series) {
        return new Source(series, 1024, "", "");
    }

    /** Linux counts hundredths of seconds. */
    private static Source cpu(String mode) {
        return new Source("cpu_" + mode, 1 / 100.0, "mode", mode);
    }

    /** Writes all of them. */
    static void write(Readings readings, Exposition out) throws IOException {
        readings.take("cpu_total"); // the sum of the others
        for (MeasuredMetric metric : values()) {
            out.family(metric.name, metric.type, metric.unit, metric.help);
            for (Source source : metric.sources) {
                if (source.series.endsWith("_")) {
                    for (String series : readings.left(source.series)) {
                        source(readings, series, source, series.substring(source.series.length()), out);
                    }
                } else {
                    source(readings, source.series, source, source.value, out);
                }
            }
        }
    }

    private static void source(Readings readings, String series, Source source, String value, Exposition out)
            throws IOException {
        for (Readings.Point point : readings.take(series)) {
            Labels labels =
                    source.label.isEmpty() ? point.object() : point.object().and(source.label, value);
            for (var label : point.labels().entrySet()) {
                labels = labels.and(label.getKey(), label.getValue());
            }
            out.sample(labels, point.value() * source.factor);
        }
    }
}
