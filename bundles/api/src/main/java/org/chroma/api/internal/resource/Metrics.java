package org.chroma.api.internal.resource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.chroma.core.ChromaException;
import org.chroma.core.ErrorCode;
import org.chroma.metrics.DeclaredMetrics;
import org.chroma.spi.Metric;
import org.chroma.statistics.Consolidation;
import org.chroma.statistics.EntityInfo;
import org.chroma.statistics.Latest;
import org.chroma.statistics.Range;
import org.chroma.statistics.Reading;
import org.chroma.statistics.Reduction;
import org.chroma.statistics.Selector;
import org.chroma.statistics.SeriesId;
import org.chroma.statistics.Statistics;
import org.chroma.statistics.Window;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Reads statistics for the resources; an entity of the statistics is named like {@code host/3}. */
@Component(service = Metrics.class)
public final class Metrics {
    private final @Nullable Statistics statistics;
    private final DeclaredMetrics declared;

    @Activate
    public Metrics(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    @Nullable
                    Statistics statistics,
            @Reference DeclaredMetrics declared) {
        this.statistics = statistics;
        this.declared = declared;
    }

    /** What declares a metric; empty where no plugin does. */
    Optional<Metric> declared(String metric) {
        return declared.find(metric);
    }

    /** Values of one metric, of some entities together; null where nothing of it is there. */
    @Nullable
    Range range(Collection<String> entities, String metric, Window window, Reduction reduction) {
        if (entities.isEmpty()) {
            return null;
        }
        List<SeriesId> series = List.of(SeriesId.of(metric));
        Selector selector = Selector.keys(entities);
        List<Range> ranges = entities.size() == 1
                ? service().read(selector, series, List.of(Consolidation.AVERAGE), window)
                : service().aggregate(selector, series, Consolidation.AVERAGE, window, reduction, "");
        return ranges.isEmpty() ? null : ranges.get(0);
    }

    /** The newest reading of one metric, of some entities together; null where there is none. */
    @Nullable
    Newest newest(Collection<String> entities, String metric, Reduction reduction) {
        Collection<Newest> all = latest(entities, metric).values();
        double sum = all.stream().mapToDouble(Newest::value).sum();
        return all.stream()
                .map(Newest::time)
                .max(Instant::compareTo)
                .map(time -> new Newest(time, reduction == Reduction.AVERAGE ? sum / all.size() : sum))
                .orElse(null);
    }

    /** Newest readings of one metric by entity, with their times in milliseconds; unknown ones are left out. */
    Map<String, Newest> latest(Collection<String> entities, String metric) {
        Map<String, Newest> result = new LinkedHashMap<>();
        if (entities.isEmpty()) {
            return result;
        }
        for (Latest latest : service().latest(Selector.keys(entities), List.of(SeriesId.of(metric)))) {
            for (Reading reading : latest.readings()) {
                if (!Double.isNaN(reading.value())) {
                    result.put(latest.entity(), new Newest(Instant.ofEpochMilli(latest.time()), reading.value()));
                }
            }
        }
        return result;
    }

    /** Sum of the newest readings; null where there is none. */
    @Nullable
    Double latestSum(Collection<String> entities, String metric) {
        if (statistics == null) {
            return null;
        }
        Collection<Newest> all = latest(entities, metric).values();
        return all.isEmpty() ? null : all.stream().mapToDouble(Newest::value).sum();
    }

    /** Greatest of the newest readings; null where there is none. */
    @Nullable
    Double latestMaximum(Collection<String> entities, String metric) {
        if (statistics == null) {
            return null;
        }
        List<Newest> all = new ArrayList<>(latest(entities, metric).values());
        return all.isEmpty()
                ? null
                : all.stream().mapToDouble(Newest::value).max().getAsDouble();
    }

    /** Whether a text can be the name of a metric. */
    static boolean isName(String text) {
        return text.matches("[A-Za-z0-9_.:-]{1,128}");
    }

    static final Set<String> PARAMETERS = Set.of(
            "metrics", "begin", "end", "latest", "update", "max_points", "num_points", "reduce_fn", "group_by", "job");

    /** The jobs that something is known of on some of the entities, in order. */
    SortedSet<String> jobs(Collection<String> entities) {
        SortedSet<String> jobs = new TreeSet<>();
        if (!entities.isEmpty()) {
            Selector of = new Selector(Set.of(), Map.of("object", Set.copyOf(entities)));
            for (EntityInfo entity : service().entities(of)) {
                String job = entity.attributes().get("job");
                if (job != null) {
                    jobs.add(job);
                }
            }
        }
        return jobs;
    }

    private Statistics service() {
        if (statistics == null) {
            throw new ChromaException(ErrorCode.NOT_READY, "Statistics are not available at the moment");
        }
        return statistics;
    }

    record Newest(Instant time, double value) {}
}
