package org.chroma.example.locator;

import java.util.List;
import java.util.Map;
import org.chroma.spi.Condition;
import org.chroma.spi.DeviceDataHandler;
import org.chroma.spi.Metric;
import org.chroma.spi.Observation;
import org.chroma.spi.PluginName;
import org.chroma.spi.Server;
import org.chroma.spi.StorageResource;
import org.osgi.service.component.annotations.Component;

/**
 * The manager's half: says what a scan means. Each server has a light; while it blinks, an alert and a chart tell
 * so.
 */
@Component
@PluginName("locator")
public final class LocatorHandler implements DeviceDataHandler<LocatorScan> {
    private static final Metric BLINKING = Metric.gauge("locator_blinking")
            .unit("lights")
            .help("Locator lights that blink")
            .about(Metric.About.SERVER)
            .total(Metric.Total.SUM)
            .family("locator_blinking")
            .chart("Locator lights", "blinking")
            .build();

    @Override
    public Class<LocatorScan> scanType() {
        return LocatorScan.class;
    }

    @Override
    public List<Metric> metrics() {
        return List.of(BLINKING);
    }

    @Override
    public Observation observe(Server server, LocatorScan scan) {
        StorageResource light = new StorageResource(
                "LocatorLight",
                List.of("locator"),
                StorageResource.Scope.SOURCE,
                StorageResource.Role.OTHER,
                "Locator light of " + server.nodename(),
                Map.of("blinking", scan.blinking()),
                List.of());
        List<Condition> conditions = scan.blinking()
                ? List.of(new Condition(
                        "locator-blinking",
                        Condition.Severity.INFO,
                        light.reference(),
                        "The locator light of %s is blinking".formatted(server.nodename())))
                : List.of();
        return new Observation(
                List.of(light), List.of(), List.of(BLINKING.reading(server, scan.blinking() ? 1 : 0)), conditions);
    }
}
