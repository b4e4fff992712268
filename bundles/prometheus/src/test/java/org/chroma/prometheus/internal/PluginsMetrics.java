package org.chroma.prometheus.internal;

import java.util.Collection;
import java.util.stream.Stream;
import org.chroma.metrics.Declarations;
import org.chroma.metrics.DeclaredMetrics;
import org.chroma.plugin.host.internal.LoadHandler;
import org.chroma.plugin.lustre.internal.BrwHandler;
import org.chroma.plugin.lustre.internal.JobsHandler;
import org.chroma.plugin.lustre.internal.MetricsHandler;
import org.chroma.spi.DeviceDataHandler;

/** What Chroma's own plugins declare. */
final class PluginsMetrics {
    static final DeclaredMetrics ALL = Declarations.ofMetrics(
            Stream.of(new MetricsHandler(), new JobsHandler(), new BrwHandler(), new LoadHandler())
                    .map(DeviceDataHandler::metrics)
                    .flatMap(Collection::stream)
                    .toList());

    private PluginsMetrics() {}
}
