package org.chroma.metrics;

import java.util.List;
import java.util.Optional;
import org.chroma.spi.Metric;
import org.chroma.statistics.SeriesId;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The metrics that plugins declare, for all who name, add up or show what was measured. What a plugin declared is
 * known after
 * the plugin went, as its series are still there to be read.
 */
@ProviderType
public interface DeclaredMetrics {

    /**
     * A metric and who declares it.
     *
     * @param plugin name of the plugin
     * @param present whether the plugin is there now
     */
    record Declared(Metric metric, String plugin, boolean present) {
        /** Name of its samples in Prometheus, with a star where the metric's own name has one in it. */
        public String sample() {
            return MetricName.of(metric).sample();
        }
    }

    /** All that is declared or was, in order of name; open names are those that end in {@code *}. */
    List<Declared> all();

    /** What declares a series, with its whole name; empty for a series that no plugin declares. */
    Optional<Metric> find(String series);

    /** What a series is called in Prometheus. */
    MetricName name(SeriesId series);
}
