package org.chroma.metrics;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.chroma.statistics.SeriesId;

/**
 * What a series is called where Prometheus' rules for names hold: in {@code /metrics} as in what is sent by remote
 * write. Lustre's series have the names that Lustre's exporters (of HPE, GSI and Whamcloud) gave them, memory those of
 * the node exporter, so that dashboards made for those show Chroma's readings too. A series without an entry here is a
 * {@code chroma_reading}; it could have no name of its own that nothing else may ever have.
 *
 * <pre>
 * stats_read_bytes  lustre_read_bytes_total
 * stats_open        lustre_stats_total{operation="open"}
 * job_write_bytes   lustre_job_write_bytes_total
 * kbytesfree        lustre_free_kilobytes
 * mem_MemFree       node_memory_MemFree_bytes
 * cpu_user          chroma_host_cpu_seconds_total{mode="user"}
 * battery.charge    chroma_reading{series="battery.charge"}
 * </pre>
 *
 * @param family name of the metric, without the suffix {@code _total} of a counter
 * @param type what the value is; unknown where the exporters' name says otherwise than is true
 * @param help what it tells, in a few words
 * @param factor what a reading is multiplied with, to be in the unit that the name says
 * @param labels what tells this series from others of the same name, besides the object that it belongs to
 */
public record MetricName(String family, MetricType type, String help, double factor, Map<String, String> labels) {
    /** 1 KiB, the unit of Linux for memory. */
    private static final double KIB = 1_024;

    /** Seconds in which Linux counts what processors do. */
    private static final double TICK = 0.01;

    private static final String CACHE =
            "Pages that reads wanted of the server's cache, found in it, or had to take from disk";

    /** Series that have a name of their own. */
    private static final Map<String, MetricName> KNOWN = Map.ofEntries(
            gauge("kbytestotal", "lustre_capacity_kilobytes", "Size of the target"),
            gauge("kbytesfree", "lustre_free_kilobytes", "Free space of the target"),
            gauge("kbytesavail", "lustre_available_kilobytes", "Free space that users may take"),
            gauge("filestotal", "lustre_inodes_maximum", "Files or objects that fit"),
            gauge("filesfree", "lustre_inodes_free", "Files or objects that still fit"),
            gauge("client_count", "lustre_connected_clients", "Clients that are connected to the MDT"),
            // The names of these four end like those of counters, but they also fall.
            unknown("num_exports", "lustre_exports_total", "Connections of clients and servers now"),
            unknown("tot_dirty", "lustre_exports_dirty_total", "Bytes that clients hold now and have not sent yet"),
            unknown("tot_granted", "lustre_exports_granted_total", "Bytes that clients may send now without asking"),
            unknown("tot_pending", "lustre_exports_pending_total", "Bytes that were sent and are not on disk yet"),
            counter("stats_read_bytes", "lustre_read_bytes", "Bytes that clients read"),
            counter("stats_write_bytes", "lustre_write_bytes", "Bytes that clients wrote"),
            counter("stats_read", "lustre_read_samples", "Read requests"),
            counter("stats_write", "lustre_write_samples", "Write requests"),
            part("stats_cache_access", "chroma_ost_cache_pages", CACHE, "result", "access"),
            part("stats_cache_hit", "chroma_ost_cache_pages", CACHE, "result", "hit"),
            part("stats_cache_miss", "chroma_ost_cache_pages", CACHE, "result", "miss"),
            counter("job_read_bytes", "lustre_job_read_bytes", "Bytes that the job read"),
            counter("job_write_bytes", "lustre_job_write_bytes", "Bytes that the job wrote"),
            counter("job_read_samples", "lustre_job_read_samples", "Reads of the job"),
            counter("job_write_samples", "lustre_job_write_samples", "Writes of the job"),
            counter("brw_pages", "lustre_pages_per_bulk_rw", "Bulk requests by their number of pages"),
            counter(
                    "brw_discont_pages",
                    "lustre_discontiguous_pages",
                    "Bulk requests by the gaps between their pages within the file"),
            counter(
                    "brw_discont_blocks",
                    "lustre_discontiguous_blocks",
                    "Bulk requests by the gaps between their blocks on disk"),
            unknown(
                    "brw_dio_frags",
                    "lustre_dio_frags",
                    "Disk requests by the number of pieces that they were cut into"),
            unknown("brw_rpc_hist", "lustre_disk_io", "Disk requests by the number of those under way when they began"),
            counter(
                    "brw_io_time",
                    "lustre_io_time_milliseconds",
                    "Disk requests by the milliseconds that they took at most"),
            // No counter by type: OpenMetrics would call it lustre_disk_io, and that is another one of the exporters'.
            unknown("brw_disk_iosize", "lustre_disk_io_total", "Disk requests by the bytes that they moved at most"),
            counter(
                    "brw_block_maps",
                    "lustre_block_maps_milliseconds",
                    "Look-ups of blocks by the milliseconds that they took at most"),
            Map.entry(
                    "lnet_msgs_alloc",
                    new MetricName(
                            "lustre_allocated",
                            MetricType.GAUGE,
                            "LNet messages in memory",
                            1,
                            Map.of("lnet", "lnet"))),
            lnet("lnet_errors", "lustre_errors", "LNet messages that failed"),
            lnet("lnet_send_count", "lustre_send_count", "LNet messages sent"),
            lnet("lnet_recv_count", "lustre_receive_count", "LNet messages received"),
            lnet("lnet_route_count", "lustre_route_count", "LNet messages routed for others"),
            lnet("lnet_drop_count", "lustre_drop_count", "LNet messages dropped"),
            lnet("lnet_send_length", "lustre_send_bytes", "Bytes that LNet sent"),
            lnet("lnet_recv_length", "lustre_receive_bytes", "Bytes that LNet received"),
            lnet("lnet_route_length", "lustre_route_bytes", "Bytes that LNet routed for others"),
            lnet("lnet_drop_length", "lustre_drop_bytes", "Bytes that LNet dropped"),
            memory("MemTotal", "Memory of the server"),
            memory("MemFree", "Memory in no use at all"),
            memory("MemAvailable", "Memory that programs could have"),
            memory("Buffers", "Memory for raw disk blocks"),
            memory("Cached", "Memory for cached files"),
            memory("SwapTotal", "Swap space"),
            memory("SwapFree", "Swap space in no use"),
            // Among the modes, the sum of all of them would count everything twice.
            Map.entry(
                    "cpu_total",
                    new MetricName(
                            "chroma_host_cpu_all_seconds",
                            MetricType.COUNTER,
                            "What the server's processors counted together, idle time and all",
                            TICK,
                            Map.of())));

    private static final String OPERATION = "stats_";
    private static final String JOB_OPERATION = "job_";
    private static final String CPU = "cpu_";
    private static final String MEMORY = "mem_";

    private static final Pattern FORBIDDEN_IN_NAME = Pattern.compile("[^a-zA-Z0-9_:]");
    private static final Pattern FORBIDDEN_IN_LABEL = Pattern.compile("[^a-zA-Z0-9_]");
    private static final Pattern UNIT = Pattern.compile(".*_(bytes|kilobytes|seconds|milliseconds)");

    private static Map.Entry<String, MetricName> gauge(String series, String family, String help) {
        return Map.entry(series, new MetricName(family, MetricType.GAUGE, help, 1, Map.of()));
    }

    private static Map.Entry<String, MetricName> unknown(String series, String family, String help) {
        return Map.entry(series, new MetricName(family, MetricType.UNKNOWN, help, 1, Map.of()));
    }

    private static Map.Entry<String, MetricName> counter(String series, String family, String help) {
        return Map.entry(series, new MetricName(family, MetricType.COUNTER, help, 1, Map.of()));
    }

    private static Map.Entry<String, MetricName> part(
            String series, String family, String help, String label, String value) {
        return Map.entry(series, new MetricName(family, MetricType.COUNTER, help, 1, Map.of(label, value)));
    }

    private static Map.Entry<String, MetricName> lnet(String series, String family, String help) {
        return part(series, family, help, "lnet", "lnet");
    }

    private static Map.Entry<String, MetricName> memory(String name, String help) {
        return Map.entry(MEMORY + name, memoryName(name, help));
    }

    private static MetricName memoryName(String name, String help) {
        return new MetricName("node_memory_" + name + "_bytes", MetricType.GAUGE, help, KIB, Map.of());
    }

    public MetricName {
        labels = Map.copyOf(labels);
    }

    /** All that have an entry. */
    static Collection<MetricName> known() {
        return KNOWN.values();
    }

    /** Name of a series' samples, with the suffix that counters have. */
    public String sample() {
        return type == MetricType.COUNTER ? family + "_total" : family;
    }

    /** The unit that the name ends in, such as {@code bytes}; empty if it does not end in one. */
    public String unit() {
        return UNIT.matcher(family).matches() ? family.substring(family.lastIndexOf('_') + 1) : "";
    }

    /** The name of a series; another one for every other series. */
    public static MetricName of(SeriesId series) {
        MetricName name = of(series.name());
        if (series.labels().isEmpty()) {
            return name;
        }
        Map<String, String> labels = new TreeMap<>(name.labels);
        for (Map.Entry<String, String> label : series.labels().entrySet()) {
            // Prometheus itself does not know the difference between an empty label and none.
            if (!label.getValue().isEmpty()) {
                labels.put(free(label.getKey(), labels), label.getValue());
            }
        }
        return new MetricName(name.family, name.type, name.help, name.factor, labels);
    }

    private static MetricName of(String series) {
        MetricName known = KNOWN.get(series);
        if (known != null) {
            return known;
        }
        if (begins(series, OPERATION)) {
            return operation("lustre_stats", "Operations by kind, of clients on the target", series, OPERATION);
        }
        if (begins(series, JOB_OPERATION)) {
            return operation("lustre_job_stats", "Operations of the job by kind", series, JOB_OPERATION);
        }
        if (begins(series, CPU)) {
            // Not node_cpu_seconds, which is of each processor: averages over processors would be wrong.
            return new MetricName(
                    "chroma_host_cpu_seconds",
                    MetricType.COUNTER,
                    "What all processors of the server together spent their time on",
                    TICK,
                    Map.of("mode", series.substring(CPU.length())));
        }
        if (begins(series, MEMORY) && !FORBIDDEN_IN_NAME.matcher(series).find()) {
            String name = series.substring(MEMORY.length());
            return memoryName(name, "What Linux calls " + name + " in /proc/meminfo");
        }
        return new MetricName(
                "chroma_reading",
                MetricType.UNKNOWN,
                "Reading of a series that has no metric of its own",
                1,
                Map.of("series", series));
    }

    private static boolean begins(String series, String prefix) {
        return series.startsWith(prefix) && series.length() > prefix.length();
    }

    private static MetricName operation(String family, String help, String series, String prefix) {
        return new MetricName(
                family, MetricType.COUNTER, help, 1, Map.of("operation", series.substring(prefix.length())));
    }

    /**
     * A label's name with what is allowed in it, and different from the labels that are there and from those of
     * objects.
     */
    private static String free(String label, Map<String, String> taken) {
        String allowed = FORBIDDEN_IN_LABEL.matcher(label).replaceAll("_");
        if (allowed.isEmpty() || Character.isDigit(allowed.charAt(0)) || allowed.startsWith("__")) {
            allowed = "label_" + allowed;
        }
        while (taken.containsKey(allowed) || ObjectLabels.NAMES.contains(allowed)) {
            allowed = "series_" + allowed;
        }
        return allowed;
    }
}
