package org.chroma.plugin.network.internal;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.chroma.spi.DeviceDataHandler;
import org.chroma.spi.Metric;
import org.chroma.spi.Observation;
import org.chroma.spi.PluginName;
import org.chroma.spi.Sample;
import org.chroma.spi.Server;
import org.chroma.spi.StorageResource;
import org.osgi.service.component.annotations.Component;

/** Turns network interfaces into resources with two counters each. */
@Component
@PluginName("linux-network")
public final class InterfacesHandler implements DeviceDataHandler<InterfacesScan> {
    private static final Metric RECEIVED = Metric.counter("rx_bytes")
            .unit("bytes")
            .help("Bytes that the network interface received")
            .about(Metric.About.RESOURCE)
            .chart("Network", "received")
            .build();
    private static final Metric SENT = Metric.counter("tx_bytes")
            .unit("bytes")
            .help("Bytes that the network interface sent")
            .about(Metric.About.RESOURCE)
            .chart("Network", "sent")
            .build();

    @Override
    public Class<InterfacesScan> scanType() {
        return InterfacesScan.class;
    }

    @Override
    public List<Metric> metrics() {
        return List.of(RECEIVED, SENT);
    }

    @Override
    public Observation observe(Server server, InterfacesScan scan) {
        return new Observation(
                scan.interfaces().stream().map(each -> resource(server, each)).toList(),
                List.of(),
                scan.interfaces().stream()
                        .flatMap(each -> samples(server, each))
                        .toList(),
                List.of());
    }

    private static StorageResource resource(Server server, InterfacesScan.Interface each) {
        return new StorageResource(
                "NetworkInterface",
                List.of(each.name()),
                StorageResource.Scope.SOURCE,
                StorageResource.Role.OTHER,
                label(server, each),
                Map.of("name", each.name()),
                List.of());
    }

    private static Stream<Sample> samples(Server server, InterfacesScan.Interface each) {
        Sample.Subject subject = new Sample.Subject("resource", label(server, each));
        return Stream.of(
                RECEIVED.reading(server, subject, (double) each.receivedBytes()),
                SENT.reading(server, subject, (double) each.sentBytes()));
    }

    private static String label(Server server, InterfacesScan.Interface each) {
        return server.fqdn() + ":" + each.name();
    }
}
