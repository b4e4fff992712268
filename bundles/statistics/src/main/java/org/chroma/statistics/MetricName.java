package org.chroma.statistics;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a series is called where Prometheus' rules for names hold. Lustre's series have the names that Lustre's exporters gave
 * them, memory those of the node exporter, so that dashboards made for those show Chroma's readings too; everything else begins with
 * {@code chroma_}.
 *
 * <pre>
 * stats_read_bytes  lustre_read_bytes_total
 * stats_open        lustre_stats_total{operation="open"}
 * kbytesfree        lustre_free_kilobytes
 * mem_MemFree       node_memory_MemFree_bytes
 * cpu_user          chroma_host_cpu_seconds_total{mode="user"}
 * rx_bytes          chroma_rx_bytes_total
 * </pre>
 *
 * @param family name of the metric, without the suffix {@code _total} of a counter
 * @param counter whether it only grows, but for starting again at zero
 * @param factor what a reading is multiplied with, to be in the unit that the name says
 * @param labels what tells this series from others of the same name, besides the object that it belongs to
 */
public record MetricName(String family, boolean counter, double factor, Map<String, String> labels) {

    /** Series that have a name of their own. */
    private record Known(String family, boolean counter, String label, String value) {}

    private static final Map<String, Known> KNOWN = Map.ofEntries(
            gauge("kbytestotal", "lustre_capacity_kilobytes"),
            gauge("kbytesfree", "lustre_free_kilobytes"),
            gauge("kbytesavail", "lustre_available_kilobytes"),
            gauge("filestotal", "lustre_inodes_maximum"),
            gauge("filesfree", "lustre_inodes_free"),
            // These four are no counters; their names are the exporters' nonetheless.
            gauge("num_exports", "lustre_exports_total"),
            gauge("tot_dirty", "lustre_exports_dirty_total"),
            gauge("tot_granted", "lustre_exports_granted_total"),
            gauge("tot_pending", "lustre_exports_pending_total"),
            gauge("client_count", "lustre_connected_clients"),
            counter("stats_read_bytes", "lustre_read_bytes", "", ""),
            counter("stats_write_bytes", "lustre_write_bytes", "", ""),
            counter("stats_read", "lustre_read_samples", "", ""),
            counter("stats_write", "lustre_write_samples", "", ""),
            counter("stats_cache_access", "chroma_ost_cache_pages", "result", "access"),
            counter("stats_cache_hit", "chroma_ost_cache_pages", "result", "hit"),
            counter("stats_cache_miss", "chroma_ost_cache_pages", "result", "miss"),
            Map.entry("lnet_msgs_alloc", new Known("lustre_allocated", false, "lnet", "lnet")),
            counter("lnet_errors", "lustre_errors", "lnet", "lnet"),
            counter("lnet_send_count", "lustre_send_count", "lnet", "lnet"),
            counter("lnet_recv_count", "lustre_receive_count", "lnet", "lnet"),
            counter("lnet_route_count", "lustre_route_count", "lnet", "lnet"),
            counter("lnet_drop_count", "lustre_drop_count", "lnet", "lnet"),
            counter("lnet_send_length", "lustre_send_bytes", "lnet", "lnet"),
            counter("lnet_recv_length", "lustre_receive_bytes", "lnet", "lnet"),
            counter("lnet_route_length", "lustre_route_bytes", "lnet", "lnet"),
            counter("lnet_drop_length", "lustre_drop_bytes", "lnet", "lnet"));

    private static final String OPERATION = "stats_";
    private static final String CPU = "cpu_";
    private static final String MEMORY = "mem_";

    private static Map.Entry<String, Known> gauge(String series, String family) {
        return Map.entry(series, new Known(family, false, "", ""));
    }

    private static Map.Entry<String, Known> counter(String series, String family, String label, String value) {
        return Map.entry(series, new Known(family, true, label, value));
    }

    private static final Pattern FORBIDDEN_IN_NAME = Pattern.compile("[^a-zA-Z0-9_:]");
    private static final Pattern FORBIDDEN_IN_LABEL = Pattern.compile("[^a-zA-Z0-9_]");

    public MetricName {
        labels = Map.copyOf(labels);
    }

    /** Name of a series' samples, with the suffix that counters have. */
    public String sample() {
        return counter ? family + "_total" : family;
    }

    /** The name of a series; another one for every other series. */
    public static MetricName of(Series series) {
        MetricName name = of(series.id().name(), counts(series));
        if (series.id().labels().isEmpty()) {
            return name;
        }
        Map<String, String> labels = new TreeMap<>(name.labels);
        for (Map.Entry<String, String> label : series.id().labels().entrySet()) {
            // Prometheus itself does not know the difference between an empty label and none.
            if (!label.getValue().isEmpty()) {
                labels.put(free(label.getKey(), labels), label.getValue());
            }
        }
        return new MetricName(name.family, name.counter, name.factor, labels);
    }

    /** Whether a series only grows, but for starting again at zero; a count that may fall is a gauge to Prometheus. */
    private static boolean counts(Series series) {
        return series.type() == SeriesType.COUNTER || (series.type() == SeriesType.DERIVE && series.minimum() >= 0);
    }

    private static MetricName of(String name, boolean counter) {
        Known known = KNOWN.get(name);
        if (known != null && known.counter == counter) {
            Map<String, String> labels = known.label.isEmpty() ? Map.of() : Map.of(known.label, known.value);
            return new MetricName(known.family, counter, 1, labels);
        }
        if (counter && name.startsWith(OPERATION) && name.length() > OPERATION.length()) {
            return new MetricName("lustre_stats", true, 1, Map.of("operation", name.substring(OPERATION.length())));
        }
        if (counter && name.startsWith(CPU) && name.length() > CPU.length()) {
            // Linux counts hundredths of seconds. The sum of all modes among the modes would count everything twice.
            String mode = name.substring(CPU.length());
            return mode.equals("total")
                    ? new MetricName("chroma_host_cpu_all_seconds", true, 0.01, Map.of())
                    : new MetricName("chroma_host_cpu_seconds", true, 0.01, Map.of("mode", mode));
        }
        if (!counter
                && name.startsWith(MEMORY)
                && !FORBIDDEN_IN_NAME.matcher(name).find()) {
            return new MetricName("node_memory_" + name.substring(MEMORY.length()) + "_bytes", false, 1_024, Map.of());
        }
        String allowed = FORBIDDEN_IN_NAME.matcher(name).replaceAll("_");
        return new MetricName(
                "chroma_" + allowed, counter, 1, allowed.equals(name) ? Map.of() : Map.of("series", name));
    }

    /** A label's name with what is allowed in it, and different from the labels that are there and from those of objects. */
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
