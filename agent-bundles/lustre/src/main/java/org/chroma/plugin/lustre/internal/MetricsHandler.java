package org.chroma.plugin.lustre.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.chroma.spi.DeviceDataHandler;
import org.chroma.spi.Metric;
import org.chroma.spi.Observation;
import org.chroma.spi.PluginName;
import org.chroma.spi.Sample;
import org.chroma.spi.Server;
import org.osgi.service.component.annotations.Component;

/** Turns Lustre's numbers into samples of targets and of the server. */
@Component
@PluginName("lustre-metrics")
public final class MetricsHandler implements DeviceDataHandler<MetricsScan> {
    @Override
    public Class<MetricsScan> scanType() {
        return MetricsScan.class;
    }

    @Override
    public List<Metric> metrics() {
        return Stream.of(LustreMetric.values()).map(LustreMetric::declaration).toList();
    }

    @Override
    public Observation observe(Server server, MetricsScan scan) {
        List<Sample> samples = new ArrayList<>();
        scan.targets().forEach((target, readings) -> add(samples, Sample.Subject.target(target), server, readings));
        add(samples, Sample.Subject.host(server), server, scan.server());
        return Observation.ofSamples(samples);
    }

    private static void add(List<Sample> samples, Sample.Subject subject, Server server, Map<String, Long> readings) {
        readings.forEach((series, value) -> {
            LustreMetric metric = LustreMetric.ofSeries(series);
            // A newer agent may measure what this manager does not know.
            if (metric != null) {
                samples.add(metric.declaration().reading(server, subject, value));
            }
        });
    }
}
