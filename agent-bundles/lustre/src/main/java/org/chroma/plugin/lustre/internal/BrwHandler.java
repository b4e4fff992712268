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

/**
 * Turns histograms into counters: one for each bucket in which something was counted, with the labels
 * {@code operation}, that is
 * {@code read} or {@code write}, and {@code size}.
 */
@Component
@PluginName("lustre-brw")
public final class BrwHandler implements DeviceDataHandler<BrwScan> {
    @Override
    public Class<BrwScan> scanType() {
        return BrwScan.class;
    }

    @Override
    public List<Metric> metrics() {
        return Stream.of(BrwHistogram.values()).map(BrwHistogram::declaration).toList();
    }

    @Override
    public Observation observe(Server server, BrwScan scan) {
        List<Sample> samples = new ArrayList<>();
        scan.targets().forEach((name, buckets) -> {
            Sample.Subject target = Sample.Subject.target(name);
            for (BrwScan.Bucket bucket : buckets) {
                BrwHistogram.ofSeries(bucket.series())
                        .map(BrwHistogram::declaration)
                        .ifPresent(metric -> {
                            String size = String.valueOf(bucket.size());
                            add(
                                    samples,
                                    metric,
                                    server,
                                    target,
                                    Map.of("operation", "read", "size", size),
                                    bucket.reads());
                            add(
                                    samples,
                                    metric,
                                    server,
                                    target,
                                    Map.of("operation", "write", "size", size),
                                    bucket.writes());
                        });
            }
        });
        return Observation.ofSamples(samples);
    }

    private static void add(
            List<Sample> samples,
            Metric metric,
            Server server,
            Sample.Subject target,
            Map<String, String> labels,
            long count) {
        if (count > 0) {
            samples.add(metric.reading(server, target, labels, (double) count));
        }
    }
}
