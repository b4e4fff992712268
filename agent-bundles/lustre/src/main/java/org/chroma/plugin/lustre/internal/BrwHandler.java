package org.chroma.plugin.lustre.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chroma.spi.DeviceDataHandler;
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
    public Observation observe(Server server, BrwScan scan) {
        List<Sample> samples = new ArrayList<>();
        scan.targets().forEach((name, buckets) -> {
            Sample.Subject target = Sample.Subject.target(name);
            for (BrwScan.Bucket bucket : buckets) {
                if (BrwHistogram.knows(bucket.series())) {
                    add(samples, target, server, bucket, "read", bucket.reads());
                    add(samples, target, server, bucket, "write", bucket.writes());
                }
            }
        });
        return Observation.ofSamples(samples);
    }

    private static void add(
            List<Sample> samples,
            Sample.Subject target,
            Server server,
            BrwScan.Bucket bucket,
            String operation,
            long count) {
        if (count > 0) {
            samples.add(new Sample(
                    target,
                    bucket.series(),
                    Map.of("operation", operation, "size", String.valueOf(bucket.size())),
                    Sample.Type.COUNTER,
                    server.observedAt(),
                    count));
        }
    }
}
