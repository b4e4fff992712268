package org.chroma.metrics.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.chroma.metrics.Declarations;
import org.chroma.metrics.DeclaredMetrics;
import org.chroma.metrics.MetricName;
import org.chroma.spi.DeviceDataHandler;
import org.chroma.spi.Metric;
import org.chroma.statistics.SeriesId;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects what the plugins declare, as they come and go. What went is remembered, over restarts too: the series are
 * still there,
 * and must be found and read as they were written.
 */
@Component
public final class PluginMetrics implements DeclaredMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(PluginMetrics.class);

    /** More would be a mistake, and every one has its place in lists. */
    private static final int MOST = 1_000;

    private final DeclarationsFile file;
    private final Map<DeviceDataHandler<?>, List<Declared>> present = new LinkedHashMap<>();
    private final Map<String, Declared> known = new LinkedHashMap<>();
    private final Set<String> complained = new HashSet<>();
    private volatile Declarations now;

    @Activate
    public PluginMetrics(BundleContext context) {
        this(directory(context.getProperty("chroma.data")).resolve("declarations"));
    }

    PluginMetrics(Path path) {
        file = new DeclarationsFile(path);
        file.read().forEach(each -> known.put(each.metric().name(), each));
        now = Declarations.of(known.values());
    }

    private static Path directory(@Nullable String data) {
        return Path.of(data == null || data.isEmpty() ? "data" : data, "metrics");
    }

    /** A plugin's half on the manager came. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, unbind = "remove")
    public void add(DeviceDataHandler<?> handler, Map<String, ?> properties) {
        Object name = properties.get("plugin.name");
        if (name != null) { // one without is not used at all
            add(name.toString(), handler);
        }
    }

    synchronized void add(String plugin, DeviceDataHandler<?> handler) {
        try {
            List<Metric> metrics = handler.metrics();
            if (metrics.size() > MOST) {
                throw new IllegalArgumentException("%d metrics are more than %d".formatted(metrics.size(), MOST));
            }
            present.put(
                    handler,
                    metrics.stream()
                            .map(metric -> new Declared(metric, plugin, true))
                            .toList());
        } catch (RuntimeException | LinkageError failed) { // what a plugin declares is the plugin's
            LOG.warn("What plugin {} measures is not described: {}", plugin, failed.toString());
        }
        refresh();
    }

    /** A plugin's half went; what it declared is remembered. */
    public synchronized void remove(DeviceDataHandler<?> handler) {
        present.remove(handler);
        refresh();
    }

    /** What is there counts before what was there. */
    private void refresh() {
        List<Declared> counted =
                new ArrayList<>(present.values().stream().flatMap(List::stream).toList());
        Map<String, Declared> all = new LinkedHashMap<>();
        counted.forEach(each -> all.putIfAbsent(each.metric().name(), each));
        known.values().stream()
                .filter(each -> !all.containsKey(each.metric().name()))
                .map(each -> new Declared(each.metric(), each.plugin(), false))
                .forEach(counted::add);
        Declarations next = Declarations.of(counted);
        next.refused().forEach((name, why) -> {
            if (all.containsKey(name) && complained.add(name + why)) {
                LOG.warn("The declaration of metric {} is not used: {}", name, why);
            }
        });
        now = next;
        Map<String, Declared> before = Map.copyOf(known);
        known.putAll(all);
        if (!known.equals(before)) {
            file.write(known.values());
        }
    }

    @Override
    public List<Declared> all() {
        return now.all();
    }

    @Override
    public Optional<Metric> find(String series) {
        return now.find(series);
    }

    @Override
    public MetricName name(SeriesId series) {
        return now.name(series);
    }
}
