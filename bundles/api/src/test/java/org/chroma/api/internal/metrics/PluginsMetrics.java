package org.chroma.api.internal.metrics;

import java.util.List;
import java.util.stream.Stream;
import org.chroma.metrics.Declarations;
import org.chroma.metrics.DeclaredMetrics;
import org.chroma.plugin.host.internal.LoadHandler;
import org.chroma.plugin.lustre.internal.BrwHandler;
import org.chroma.plugin.lustre.internal.JobsHandler;
import org.chroma.plugin.lustre.internal.MetricsHandler;
import org.chroma.spi.DeviceDataHandler;
import org.chroma.spi.Metric;

/** What Chroma's own plugins declare, and a third party's. */
public final class PluginsMetrics {
    private static final List<Metric> THIRD_PARTY = List.of(
            Metric.gauge("fans_failed")
                    .unit("fans")
                    .help("Fans that stand still")
                    .total(Metric.Total.SUM)
                    .family("chassis_fans_failed")
                    .chart("Failed fans", "fans")
                    .build(),
            Metric.gauge("chassis_celsius")
                    .unit("°C")
                    .help("Temperature of the chassis")
                    .total(Metric.Total.AVERAGE)
                    .build(),
            // A name that the manager itself has.
            Metric.gauge("bays")
                    .help("Bays of the chassis")
                    .family("chroma_volumes")
                    .build());

    public static final DeclaredMetrics ALL = Declarations.ofMetrics(Stream.concat(
                    Stream.of(new MetricsHandler(), new JobsHandler(), new BrwHandler(), new LoadHandler())
                            .map(DeviceDataHandler::metrics)
                            .flatMap(List::stream),
                    THIRD_PARTY.stream())
            .toList());

    private PluginsMetrics() {}
}
