package org.chroma.metrics;

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
public record MetricFamily(String name, MetricType type, String unit, String help, List<Sample> samples) {
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
            labels.keySet().forEach(Labels::check);
        }
    }

    public MetricFamily {
        Exposition.check(name, unit);
        samples = List.copyOf(samples);
    }
}
