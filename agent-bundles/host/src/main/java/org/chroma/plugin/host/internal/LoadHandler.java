package org.chroma.plugin.host.internal;

import java.util.ArrayList;
import java.util.List;
import org.chroma.spi.DeviceDataHandler;
import org.chroma.spi.Observation;
import org.chroma.spi.PluginName;
import org.chroma.spi.Sample;
import org.chroma.spi.Server;
import org.osgi.service.component.annotations.Component;

/**
 * Turns readings of processors and memory into samples: {@code mem_NAME} in kB, {@code cpu_KIND} in ticks (a rate of
 * 100 is one whole processor on most servers), {@code cpu_total} the sum of all kinds.
 */
@Component
@PluginName("host-load")
public final class LoadHandler implements DeviceDataHandler<LoadScan> {
    @Override
    public Class<LoadScan> scanType() {
        return LoadScan.class;
    }

    @Override
    public Observation observe(Server server, LoadScan scan) {
        Sample.Subject host = Sample.Subject.host(server);
        List<Sample> samples = new ArrayList<>();
        scan.memory()
                .forEach((name, value) ->
                        samples.add(new Sample(host, "mem_" + name, Sample.Type.GAUGE, server.observedAt(), value)));
        scan.processor()
                .forEach((kind, ticks) ->
                        samples.add(new Sample(host, "cpu_" + kind, Sample.Type.DERIVE, server.observedAt(), ticks)));
        long total =
                scan.processor().values().stream().mapToLong(Long::longValue).sum();
        samples.add(new Sample(host, "cpu_total", Sample.Type.DERIVE, server.observedAt(), total));
        return Observation.ofSamples(samples);
    }
}
