package org.chroma.prometheus.internal;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.chroma.metrics.DeclaredMetrics;
import org.chroma.metrics.ObjectLabels;
import org.chroma.statistics.Consolidation;
import org.chroma.statistics.EntityInfo;
import org.chroma.statistics.Latest;
import org.chroma.statistics.Range;
import org.chroma.statistics.Reading;
import org.chroma.statistics.Reduction;
import org.chroma.statistics.Series;
import org.chroma.statistics.SeriesId;
import org.chroma.statistics.StatisticsException;
import org.chroma.statistics.StatisticsException.Fault;
import org.chroma.statistics.Window;

/** Asks the endpoint what was, for entities whose series are known. */
final class History {
    /** Most values that one answer may hold. */
    private static final long MOST_VALUES = 10_000_000;

    /** How far back the newest reading may lie. */
    private static final Duration NEWEST_WITHIN = Duration.ofMinutes(5);

    private final QueryClient client;
    private final Formula formula;
    private final int interval;
    private final DeclaredMetrics declared;
    private final InstantSource clock;

    History(QueryClient client, int interval, DeclaredMetrics declared, InstantSource clock) {
        this.client = client;
        this.formula = new Formula(interval, declared);
        this.declared = declared;
        this.interval = interval;
        this.clock = clock;
    }

    /**
     * Entities that define a series alike, so that one expression says what all of them have.
     *
     * @param others names of labels by which other series differ from this one
     */
    private record Alike(Series series, List<String> entities, List<String> others) {}

    /** The definitions of a series among entities, each with the entities that have it; empty if none has. */
    private List<Alike> alike(List<EntityInfo> chosen, SeriesId id) {
        Map<Series, List<String>> entities = new LinkedHashMap<>();
        List<String> labels = new ArrayList<>();
        for (EntityInfo info : chosen) {
            for (Series series : info.series()) {
                if (series.id().equals(id)) {
                    Series essence = Series.of(id, series.type()).minimum(series.minimum() >= 0 ? 0 : Double.NaN);
                    entities.computeIfAbsent(essence, key -> new ArrayList<>()).add(info.key());
                } else if (series.id().name().equals(id.name())) {
                    labels.addAll(declared.name(series.id()).labels().keySet());
                }
            }
        }
        return entities.entrySet().stream()
                .map(entry -> new Alike(
                        entry.getKey(),
                        entry.getValue(),
                        labels.stream()
                                .distinct()
                                .filter(label -> !declared.name(id).labels().containsKey(label))
                                .toList()))
                .toList();
    }

    private String expression(Alike alike, Consolidation function, Axis axis) {
        return formula.rows(alike.series, alike.entities, alike.others, function, axis.step());
    }

    private int ended(Axis axis) {
        return axis.ended(clock.instant().getEpochSecond());
    }

    private static void bound(long values) {
        if (values > MOST_VALUES) {
            throw new StatisticsException(Fault.CALLER, "The answer would have " + values + " values; ask for less");
        }
    }

    private static double[] unknown(Axis axis) {
        double[] values = new double[axis.count()];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    private static void fill(double[] values, Axis axis, long[] times, double[] known) {
        for (int i = 0; i < times.length; i++) {
            int row = axis.row(times[i] / 1_000);
            if (row >= 0) {
                values[row] = known[i];
            }
        }
    }

    private record Place(String entity, SeriesId series, Consolidation function) {}

    /** One range per entity, series and function, in that order; entities without a series are left out. */
    List<Range> read(
            List<EntityInfo> chosen, Collection<SeriesId> series, Collection<Consolidation> functions, Window window) {
        Axis axis = Axis.of(window, interval);
        bound((long) chosen.size() * series.size() * functions.size() * axis.count());
        List<SeriesId> wanted = series.stream().distinct().toList();
        Map<Place, double[]> values = new HashMap<>();
        for (SeriesId id : wanted) {
            for (Alike alike : alike(chosen, id)) {
                for (Consolidation function : functions) {
                    alike.entities.forEach(key -> values.put(new Place(key, id, function), unknown(axis)));
                    client.range(expression(alike, function, axis), axis, ended(axis), (labels, times, known) -> {
                        double[] its =
                                values.get(new Place(labels.getOrDefault(ObjectLabels.ENTITY, ""), id, function));
                        if (its != null) {
                            fill(its, axis, times, known);
                        }
                    });
                }
            }
        }
        List<Range> ranges = new ArrayList<>();
        for (EntityInfo info : chosen) {
            for (SeriesId id : wanted) {
                for (Consolidation function : functions) {
                    double[] its = values.get(new Place(info.key(), id, function));
                    if (its != null) {
                        ranges.add(range(info.key(), id, function, axis, its));
                    }
                }
            }
        }
        return ranges;
    }

    private static Range range(String entity, SeriesId id, Consolidation function, Axis axis, double[] values) {
        return new Range(entity, id, function, axis.time(0), axis.step(), values);
    }

    /** Reduces entities at each instant, one range per group and series. */
    List<Range> aggregate(
            List<EntityInfo> chosen,
            Collection<SeriesId> series,
            Consolidation function,
            Window window,
            Reduction reduction,
            String groupBy) {
        Axis axis = Axis.of(window, interval);
        Map<String, List<EntityInfo>> groups = chosen.stream()
                .filter(info -> groupBy.isEmpty() || info.attributes().containsKey(groupBy))
                .collect(Collectors.groupingBy(
                        info -> groupBy.isEmpty() ? "" : info.attributes().getOrDefault(groupBy, ""),
                        TreeMap::new,
                        Collectors.toList()));
        bound((long) groups.size() * series.size() * axis.count());
        String reducer = switch (reduction) {
            case SUM -> "sum";
            case AVERAGE -> "avg";
            case MINIMUM -> "min";
            case MAXIMUM -> "max";
        };
        List<Range> ranges = new ArrayList<>();
        groups.forEach((group, members) -> {
            for (SeriesId id : series.stream().distinct().toList()) {
                List<Alike> alike = alike(members, id);
                if (!alike.isEmpty()) {
                    double[] values = unknown(axis);
                    String all = alike.stream()
                            .map(each -> "(" + expression(each, function, axis) + ")")
                            .collect(Collectors.joining(" or "));
                    client.range(
                            reducer + " (" + all + ")",
                            axis,
                            ended(axis),
                            (labels, times, known) -> fill(values, axis, times, known));
                    ranges.add(range(group, id, function, axis, values));
                }
            }
        });
        return ranges;
    }

    /**
     * The newest readings of entities, by key; unknown ones are NaN, and series that an entity does not have are left
     * out.
     */
    Map<String, Latest> latest(List<EntityInfo> chosen, Collection<SeriesId> series) {
        if (chosen.isEmpty()) {
            return Map.of();
        }
        long now = clock.instant().getEpochSecond();
        Map<String, Map<SeriesId, double[]>> found = new HashMap<>();
        for (SeriesId id : series) {
            for (Alike alike : alike(chosen, id)) {
                alike.entities.forEach(key ->
                        found.computeIfAbsent(key, any -> new LinkedHashMap<>()).put(id, new double[] {0, Double.NaN}));
                String samples = formula.selector(alike.series, alike.entities, alike.others) + "["
                        + NEWEST_WITHIN.toSeconds() + "s]";
                double factor = declared.name(id).factor();
                client.samples(samples, now, (labels, times, values) -> {
                    Map<SeriesId, double[]> its = found.get(labels.getOrDefault(ObjectLabels.ENTITY, ""));
                    double[] newest = its == null ? null : its.get(id);
                    int last = times.length - 1;
                    if (newest != null && last >= 0 && times[last] > newest[0]) {
                        newest[0] = times[last];
                        newest[1] = values[last] / factor;
                    }
                });
            }
        }
        Map<String, Latest> latest = new HashMap<>();
        found.forEach((key, readings) -> {
            double time = readings.values().stream()
                    .mapToDouble(each -> each[0])
                    .max()
                    .orElse(0);
            latest.put(
                    key,
                    new Latest(
                            key,
                            (long) time,
                            readings.entrySet().stream()
                                    // What an older update said is not what the newest says.
                                    .map(each -> new Reading(
                                            each.getKey(),
                                            each.getValue()[0] == time ? each.getValue()[1] : Double.NaN))
                                    .toList()));
        });
        return latest;
    }

    /** What a whole range amounts to; NaN if nothing of it is known. */
    static double overall(double[] values, Consolidation function) {
        double[] known =
                Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
        if (known.length == 0) {
            return Double.NaN;
        }
        return switch (function) {
            case AVERAGE -> Arrays.stream(known).average().orElse(Double.NaN);
            case MINIMUM -> Arrays.stream(known).min().orElse(Double.NaN);
            case MAXIMUM -> Arrays.stream(known).max().orElse(Double.NaN);
            case LAST -> known[known.length - 1];
        };
    }
}
