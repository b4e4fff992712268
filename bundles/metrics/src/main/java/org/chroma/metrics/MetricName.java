package org.chroma.metrics;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.chroma.spi.Metric;
import org.chroma.statistics.SeriesId;
import org.jspecify.annotations.Nullable;

/**
 * What a series is called where Prometheus' rules for names hold: in {@code /metrics} as in what is sent by remote
 * write. Its declaration says it; a series without one, or whose declaration names no family, is a
 * {@code chroma_reading}, as it could have no name of its own that nothing else may ever have.
 *
 * <pre>
 * stats_read_bytes  lustre_read_bytes_total
 * stats_open        lustre_stats_total{operation="open"}
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
    /** Name of what has none of its own. */
    static final String READING = "chroma_reading";

    private static final Pattern FORBIDDEN_IN_LABEL = Pattern.compile("[^a-zA-Z0-9_]");
    private static final Pattern UNIT = Pattern.compile(".*_(bytes|kilobytes|seconds|milliseconds)");

    public MetricName {
        labels = Map.copyOf(labels);
    }

    /** Name of a series' samples, with the suffix that counters have. */
    public String sample() {
        return type == MetricType.COUNTER ? family + "_total" : family;
    }

    /** The unit that the name ends in, such as {@code bytes}; empty if it does not end in one. */
    public String unit() {
        return UNIT.matcher(family).matches() ? family.substring(family.lastIndexOf('_') + 1) : "";
    }

    /**
     * The name of a series; another one for every other series.
     *
     * @param metric what declares the series; null where nothing does
     */
    static MetricName of(@Nullable Metric metric, SeriesId series) {
        return with(metric == null ? reading(series.name()) : of(metric), series);
    }

    /** The name of a metric, or of all that an open one stands for. */
    static MetricName of(Metric metric) {
        return metric.family()
                .map(family -> new MetricName(
                        family.name(), type(family.type()), family.help(), family.factor(), metric.labels()))
                .orElseGet(() -> reading(metric.name()));
    }

    private static MetricType type(Metric.Family.Type type) {
        return switch (type) {
            case GAUGE -> MetricType.GAUGE;
            case COUNTER -> MetricType.COUNTER;
            case UNKNOWN -> MetricType.UNKNOWN;
        };
    }

    /** What is called by no name of its own. */
    private static MetricName reading(String series) {
        return new MetricName(
                READING,
                MetricType.UNKNOWN,
                "Reading of a series that has no metric of its own",
                1,
                Map.of("series", series));
    }

    /** Whether the series has a name of its own. */
    public boolean isOwn() {
        return !family.equals(READING);
    }

    /** What a series is called where the name of its own has another meaning already. */
    public static MetricName withoutFamily(SeriesId series) {
        return with(reading(series.name()), series);
    }

    private static MetricName with(MetricName name, SeriesId series) {
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
