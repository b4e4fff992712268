package org.chroma.plugin.host.internal;

import java.util.ArrayList;
import java.util.List;
import org.chroma.spi.DeviceDataHandler;
import org.chroma.spi.Metric;
import org.chroma.spi.Observation;
import org.chroma.spi.PluginName;
import org.chroma.spi.Sample;
import org.chroma.spi.Server;
import org.osgi.service.component.annotations.Component;

/** Turns readings of processors and memory into samples of the server. */
@Component
@PluginName("host-load")
public final class LoadHandler implements DeviceDataHandler<LoadScan> {
    @Override
    public Class<LoadScan> scanType() {
        return LoadScan.class;
    }

    @Override
    public List<Metric> metrics() {
        return LoadMetric.all();
    }

    @Override
    public Observation observe(Server server, LoadScan scan) {
        List<Sample> samples = new ArrayList<>();
        scan.memory()
                .forEach((name, value) -> samples.add(LoadMetric.ofMemory(name).reading(server, value)));
        scan.processor()
                .forEach((mode, ticks) ->
                        samples.add(LoadMetric.ofProcessors(mode).reading(server, ticks)));
        long total =
                scan.processor().values().stream().mapToLong(Long::longValue).sum();
        samples.add(LoadMetric.ALL_MODES.reading(server, (double) total));
        return Observation.ofSamples(samples);
    }
}
