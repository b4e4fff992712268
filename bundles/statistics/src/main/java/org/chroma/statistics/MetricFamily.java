package org.chroma.statistics;

import java.util.List;
import java.util.Map;

/**
 * All samples of one metric at one instant, for exposition.
 *
 * @param name such as {@code lustre_read_bytes}, without the suffix {@code _total}
 * @param type what the value is
 * @param unit such as {@code bytes}; empty, or what the name ends in
 * @param help one sentence
 * @param samples one per set of labels
 */
public record MetricFamily(String name, Type type, String unit, String help, List<Sample> samples) {
    /** Types of OpenMetrics that Chroma uses. */
    public enum Type {
        GAUGE,
        COUNTER,
        INFO,
        UNKNOWN
    }

    /**
     * One value.
     *
     * @param labels names of letters, digits and underscores
     * @param value NaN is written as such
     * @param time milliseconds since 1970, or 0 to leave it out
     */
    public record Sample(Map<String, String> labels, double value, long time) {
        public Sample {
            labels = Map.copyOf(labels);
            labels.keySet().forEach(label -> require(label, "[a-zA-Z_][a-zA-Z0-9_]*"));
        }
    }

    public MetricFamily {
        require(name, "[a-zA-Z_:][a-zA-Z0-9_:]*");
        if (!unit.isEmpty() && !name.endsWith("_" + unit)) {
            throw new IllegalArgumentException("The name " + name + " must end in its unit " + unit);
        }
        samples = List.copyOf(samples);
    }

    private static void require(String text, String pattern) {
        if (!text.matches(pattern)) {
            throw new IllegalArgumentException("Not a metric or label name: \"" + text + "\"");
        }
    }
}
