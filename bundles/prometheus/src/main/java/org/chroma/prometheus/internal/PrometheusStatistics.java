package org.chroma.prometheus.internal;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.chroma.metrics.DeclaredMetrics;
import org.chroma.statistics.Batch;
import org.chroma.statistics.Consolidation;
import org.chroma.statistics.Counters;
import org.chroma.statistics.EntityInfo;
import org.chroma.statistics.Follower;
import org.chroma.statistics.Latest;
import org.chroma.statistics.Range;
import org.chroma.statistics.Ranked;
import org.chroma.statistics.Recorder;
import org.chroma.statistics.Reduction;
import org.chroma.statistics.Selector;
import org.chroma.statistics.Series;
import org.chroma.statistics.SeriesId;
import org.chroma.statistics.Statistics;
import org.chroma.statistics.StatisticsException;
import org.chroma.statistics.StatisticsException.Fault;
import org.chroma.statistics.Window;
import org.chroma.statistics.WriteResult;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Statistics whose history is in Prometheus. Stands before the local store, which goes on knowing what entities and
 * series there are, and, if it is configured so, keeps readings too.
 */
@Component(
        name = PrometheusStatistics.NAME,
        enabled = false,
        service = Statistics.class,
        property = {"service.ranking:Integer=100", "chroma.statistics=prometheus"})
public final class PrometheusStatistics implements Statistics {
    static final String NAME = "org.chroma.prometheus.read";

    private static final Logger LOG = LoggerFactory.getLogger(PrometheusStatistics.class);

    private final Statistics local;
    private final History history;
    private final Newest newest = new Newest();
    /** Null where the local store keeps readings, or where the queue is not there yet. */
    private final @Nullable Intake intake;

    private final boolean keepLocal;

    @Activate
    public PrometheusStatistics(
            @Reference(target = "(" + LOCAL + ")") Statistics local,
            @Reference(
                            target = "(" + RemoteWriter.PROPERTY + ")",
                            cardinality = ReferenceCardinality.OPTIONAL,
                            policyOption = ReferencePolicyOption.GREEDY)
                    @Nullable
                    Follower queue,
            @Reference DeclaredMetrics declared,
            @Reference(target = Switch.READS) Switch configured) {
        this(local, queue, declared, configured.config(), InstantSource.system());
    }

    PrometheusStatistics(
            Statistics local, @Nullable Follower queue, DeclaredMetrics declared, Config config, InstantSource clock) {
        if (!config.keep_local() && config.write_url().isBlank()) {
            throw new IllegalArgumentException("keep.local = false needs write.url: readings would go nowhere");
        }
        if (config.interval() < 1 || config.interval() > 3_600) {
            throw new IllegalArgumentException("interval must be 1 to 3600 seconds, not " + config.interval());
        }
        Endpoint endpoint = Endpoint.of("read.url", config.read_url(), config);
        this.local = local;
        this.keepLocal = config.keep_local();
        this.intake = keepLocal || queue == null ? null : new Intake(local, queue, newest, clock);
        this.history = new History(new QueryClient(endpoint, System::nanoTime), config.interval(), declared, clock);
        LOG.info("History is read from {}", endpoint);
    }

    // ---- definition and writing

    @Override
    public void define(String entity, Map<String, String> attributes, Collection<Series> series) {
        local.define(entity, attributes, series);
    }

    @Override
    public Recorder recorder(String entity, List<Series> columns) {
        return local.recorder(entity, columns);
    }

    @Override
    public CompletableFuture<WriteResult> write(Batch batch) {
        if (keepLocal) {
            return local.write(batch);
        }
        if (intake == null) {
            throw new StatisticsException(Fault.UNAVAILABLE, "The queue for the Prometheus endpoint is not ready yet");
        }
        return intake.write(batch);
    }

    /** What the endpoint has of the entity stays there, out of sight: no other entity ever gets its key. */
    @Override
    public boolean drop(String entity) {
        if (intake != null) {
            intake.forget(entity);
        }
        return local.drop(entity);
    }

    // ---- what there is

    @Override
    public Optional<EntityInfo> entity(String key) {
        return local.entity(key).map(this::current);
    }

    @Override
    public List<EntityInfo> entities(Selector selector) {
        return local.entities(selector).stream().map(this::current).toList();
    }

    private EntityInfo current(EntityInfo info) {
        return newest.time(info.key())
                .map(time -> new EntityInfo(info.key(), info.attributes(), info.series(), time))
                .orElse(info);
    }

    @Override
    public Counters counters() {
        Counters its = local.counters();
        if (intake == null) {
            return its;
        }
        WriteResult total = intake.total();
        return new Counters(
                total.accepted(),
                total.late(),
                total.early(),
                total.duplicate(),
                total.refused(),
                its.corruptBlocks(),
                its.entities(),
                its.series(),
                its.logBytes(),
                its.storedBlocks(),
                its.storedBytes());
    }

    // ---- reading

    @Override
    public List<Range> read(
            Selector selector, Collection<SeriesId> series, Collection<Consolidation> functions, Window window) {
        return history.read(local.entities(selector), series, functions, window);
    }

    @Override
    public List<Range> aggregate(
            Selector selector,
            Collection<SeriesId> series,
            Consolidation function,
            Window window,
            Reduction reduction,
            String groupBy) {
        return history.aggregate(local.entities(selector), series, function, window, reduction, groupBy);
    }

    @Override
    public List<Ranked> top(Selector selector, String name, Consolidation function, Window window, int count) {
        List<EntityInfo> chosen = local.entities(selector);
        List<SeriesId> named = chosen.stream()
                .flatMap(info -> info.series().stream())
                .map(Series::id)
                .filter(id -> id.name().equals(name))
                .distinct()
                .toList();
        List<Ranked> ranked = new ArrayList<>();
        for (Range range : history.read(chosen, named, List.of(function), window)) {
            double value = History.overall(range.values(), function);
            if (!Double.isNaN(value)) {
                ranked.add(new Ranked(range.entity(), range.series(), value));
            }
        }
        ranked.sort(Comparator.comparingDouble(Ranked::value).reversed());
        return List.copyOf(ranked.subList(0, Math.min(Math.max(0, count), ranked.size())));
    }

    @Override
    public List<Latest> latest(Selector selector, Collection<SeriesId> series) {
        if (keepLocal) {
            return local.latest(selector, series);
        }
        List<EntityInfo> chosen = local.entities(selector);
        List<EntityInfo> unheard = chosen.stream()
                .filter(info -> newest.time(info.key()).isEmpty())
                .toList();
        Map<String, Latest> older = history.latest(unheard, series);
        List<Latest> answer = new ArrayList<>();
        for (EntityInfo info : chosen) {
            Latest latest = older.get(info.key());
            if (latest == null) {
                latest = newest.latest(info, series);
            }
            if (!latest.readings().isEmpty()) {
                answer.add(latest);
            }
        }
        return answer;
    }

    @Override
    public List<Latest> latest(Selector selector) {
        if (keepLocal) {
            return local.latest(selector);
        }
        Set<SeriesId> all = new LinkedHashSet<>();
        local.entities(selector).forEach(info -> info.series().forEach(series -> all.add(series.id())));
        return latest(selector, all);
    }
}
