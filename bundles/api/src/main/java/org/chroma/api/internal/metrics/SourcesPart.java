package org.chroma.api.internal.metrics;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.chroma.metrics.Exposition;
import org.chroma.metrics.Labels;
import org.chroma.metrics.MetricFamily;
import org.chroma.metrics.MetricSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What other parts of the manager count. Written last: a source that fails, or that has a name which something else
 * has, harms itself alone.
 *
 * @param complained classes of sources that were found to fail; each is logged once
 */
record SourcesPart(Collection<MetricSource> sources, Set<Class<?>> complained) implements Part {
    private static final Logger LOG = LoggerFactory.getLogger(SourcesPart.class);

    @Override
    public void write(Exposition out) throws IOException {
        for (MetricSource source : sources) {
            List<MetricFamily> families;
            try {
                families = source.metrics();
                for (MetricFamily family : families) {
                    write(family, out);
                }
            } catch (RuntimeException | Error e) {
                if (complained.add(source.getClass())) {
                    LOG.warn(
                            "{} failed to report its counters; /metrics leaves them out",
                            source.getClass().getName(),
                            e);
                }
            }
        }
    }

    private static void write(MetricFamily family, Exposition out) throws IOException {
        out.family(family.name(), family.type(), family.unit(), family.help());
        for (MetricFamily.Sample sample : family.samples()) {
            out.sample(Labels.of(sample.labels()), sample.value(), sample.time());
        }
    }
}
