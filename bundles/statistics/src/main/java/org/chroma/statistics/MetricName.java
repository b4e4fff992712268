package org.chroma.statistics;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a series is called where Prometheus' rules for names hold. Lustre's series have the names that Lustre's exporters gave
 * them, so that dashboards made for those show Chroma's readings too; everything else begins with {@code chroma_}.
 *
 * <pre>
 * stats_read_bytes  lustre_read_bytes_total
 * stats_open        lustre_stats_total{operation="open"}
 * kbytesfree        lustre_free_kilobytes
 * cpu_user          chroma_cpu_ticks_total{mode="user"}
 * rx_bytes          chroma_rx_bytes_total
 * </pre>
 *
 * @param family name of the metric, without the suffix {@code _total} of a counter
 * @param type whether it counts
 * @param labels what tells this series from others of the same name, besides the object that it belongs to
 */
public record MetricName(String family, MetricFamily.Type type, Map<String, String> labels) {
    private static final Map<String, String> GAUGES = Map.ofEntries(
            Map.entry("kbytestotal", "lustre_capacity_kilobytes"),
            Map.entry("kbytesfree", "lustre_free_kilobytes"),
            Map.entry("kbytesavail", "lustre_available_kilobytes"),
            Map.entry("filestotal", "lustre_inodes_maximum"),
            Map.entry("filesfree", "lustre_inodes_free"),
            // These four are no counters; their names are the exporters' nonetheless.
            Map.entry("num_exports", "lustre_exports_total"),
            Map.entry("tot_dirty", "lustre_exports_dirty_total"),
            Map.entry("tot_granted", "lustre_exports_granted_total"),
            Map.entry("tot_pending", "lustre_exports_pending_total"),
            Map.entry("client_count", "lustre_connected_clients"),
            Map.entry("lnet_msgs_alloc", "lustre_allocated"));

    private static final Map<String, String> COUNTERS = Map.ofEntries(
            Map.entry("stats_read_bytes", "lustre_read_bytes"),
            Map.entry("stats_write_bytes", "lustre_write_bytes"),
            Map.entry("stats_cache_access", "lustre_cache_access"),
            Map.entry("stats_cache_hit", "lustre_cache_hit"),
            Map.entry("stats_cache_miss", "lustre_cache_miss"),
            Map.entry("lnet_errors", "lustre_errors"),
            Map.entry("lnet_send_count", "lustre_send_count"),
            Map.entry("lnet_recv_count", "lustre_receive_count"),
            Map.entry("lnet_route_count", "lustre_route_count"),
            Map.entry("lnet_drop_count", "lustre_drop_count"),
            Map.entry("lnet_send_length", "lustre_send_bytes"),
            Map.entry("lnet_recv_length", "lustre_receive_bytes"),
            Map.entry("lnet_route_length", "lustre_route_bytes"),
            Map.entry("lnet_drop_length", "lustre_drop_bytes"),
            // The sum of the other modes; under their name it would count everything twice.
            Map.entry("cpu_total", "chroma_cpu_all_ticks"));

    /** Series that are one metric with a label that says which. */
    private record Spread(String prefix, boolean counter, String family, String label) {}

    private static final Spread[] SPREADS = {
        new Spread("stats_", true, "lustre_stats", "operation"),
        new Spread("cpu_", true, "chroma_cpu_ticks", "mode"),
        new Spread("mem_", false, "chroma_memory_kilobytes", "field"),
    };

    private static final Pattern FORBIDDEN_IN_NAME = Pattern.compile("[^a-zA-Z0-9_:]");
    private static final Pattern FORBIDDEN_IN_LABEL = Pattern.compile("[^a-zA-Z0-9_]");

    public MetricName {
        labels = Map.copyOf(labels);
    }

    /** Name of a series' samples, with the suffix that counters have. */
    public String sample() {
        return type == MetricFamily.Type.COUNTER ? family + "_total" : family;
    }

    /** The name of a series; another one for every other series. */
    public static MetricName of(Series series) {
        boolean counter = counts(series);
        String name = series.id().name();
        Map<String, String> labels = new TreeMap<>();
        String family = (counter ? COUNTERS : GAUGES).get(name);
        if (family == null) {
            family = spread(name, counter, labels);
        }
        for (Map.Entry<String, String> label : series.id().labels().entrySet()) {
            // Prometheus itself does not know the difference between an empty label and none.
            if (!label.getValue().isEmpty()) {
                labels.put(free(label.getKey(), labels), label.getValue());
            }
        }
        return new MetricName(family, counter ? MetricFamily.Type.COUNTER : MetricFamily.Type.GAUGE, labels);
    }

    /** Whether a series only grows, but for starting again at zero; a count that may fall is a gauge to Prometheus. */
    private static boolean counts(Series series) {
        return series.type() == SeriesType.COUNTER || (series.type() == SeriesType.DERIVE && series.minimum() >= 0);
    }

    private static String spread(String name, boolean counter, Map<String, String> labels) {
        for (Spread spread : SPREADS) {
            if (spread.counter == counter && name.startsWith(spread.prefix) && name.length() > spread.prefix.length()) {
                labels.put(spread.label, name.substring(spread.prefix.length()));
                return spread.family;
            }
        }
        String allowed = FORBIDDEN_IN_NAME.matcher(name).replaceAll("_");
        if (!allowed.equals(name)) {
            labels.put("series", name);
        }
        return "chroma_" + allowed;
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
