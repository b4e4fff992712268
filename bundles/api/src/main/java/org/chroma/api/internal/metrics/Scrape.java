package org.chroma.api.internal.metrics;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.chroma.core.Cluster;
import org.chroma.core.ClusterView;
import org.chroma.core.Reports;
import org.chroma.metrics.DeclaredMetrics;
import org.chroma.metrics.Exposition;
import org.chroma.metrics.MetricSource;
import org.chroma.metrics.OpenMetrics;
import org.chroma.statistics.Latest;
import org.chroma.statistics.Selector;
import org.chroma.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/** Writes everything that is known now. */
final class Scrape {
    /** A server that reports says everything every ten seconds; what is older stands for nothing that is. */
    private static final Duration FRESH = Duration.ofSeconds(60);

    private final String version;
    private final ClusterView view;
    private final Reports reports;
    private final @Nullable Statistics statistics;
    private final DeclaredMetrics declared;
    private final Collection<MetricSource> sources;
    private final Set<Class<?>> complained = ConcurrentHashMap.newKeySet();
    private final InstantSource clock;

    /**
     * Writes what these know.
     *
     * @param statistics null while they are away: then nothing measured is written
     * @param declared knows what series are called
     * @param sources other parts of the manager that count; may come and go
     */
    Scrape(
            String version,
            ClusterView view,
            Reports reports,
            @Nullable Statistics statistics,
            DeclaredMetrics declared,
            Collection<MetricSource> sources,
            InstantSource clock) {
        this.version = version;
        this.view = view;
        this.reports = reports;
        this.statistics = statistics;
        this.declared = declared;
        this.sources = sources;
        this.clock = clock;
    }

    void write(OpenMetrics format, Appendable to) throws IOException {
        Exposition out = new Exposition(format, to);
        Cluster cluster = view.cluster();
        Names names = new Names(cluster);
        new ManagerPart(version, view, reports.tally(), statistics == null ? null : statistics.counters()).write(out);
        new ProcessPart().write(out);
        new ClusterPart(view, cluster, names).write(out);
        List<Latest> latest = statistics == null ? List.of() : statistics.latest(Selector.all());
        Readings readings = Readings.of(latest, names::of, clock.millis() - FRESH.toMillis(), declared);
        DiskHistogram.write(readings, out);
        // After all that the manager names: what a plugin calls alike harms only itself.
        readings.write(out);
        new SourcesPart(sources, complained).write(out);
        out.end();
    }
}
