package org.chroma.metrics;

import java.io.IOException;
import java.util.Collection;

/** Writes metrics as OpenMetrics 1.0 text, or as the older Prometheus text for those who ask for that. */
public enum OpenMetrics {
    OPENMETRICS("application/openmetrics-text; version=1.0.0; charset=utf-8"),
    PROMETHEUS("text/plain; version=0.0.4; charset=utf-8");

    private final String contentType;

    OpenMetrics(String contentType) {
        this.contentType = contentType;
    }

    /** Value of the header {@code Content-Type}. */
    public String contentType() {
        return contentType;
    }

    /** Chooses the format for a header {@code Accept}; Prometheus text where OpenMetrics is not asked for. */
    public static OpenMetrics forAccept(String accept) {
        return accept.contains("application/openmetrics-text") ? OPENMETRICS : PROMETHEUS;
    }

    /** Writes all families; each name must occur once. {@link Exposition} writes without having all of them at hand. */
    public void write(Appendable out, Collection<MetricFamily> families) throws IOException {
        Exposition exposition = new Exposition(this, out);
        for (MetricFamily family : families) {
            exposition.family(family.name(), family.type(), family.unit(), family.help());
            for (MetricFamily.Sample sample : family.samples()) {
                exposition.sample(Labels.of(sample.labels()), sample.value(), sample.time());
            }
        }
        exposition.end();
    }
}
