package org.chroma.api.internal.resource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.chroma.statistics.Batch;
import org.chroma.statistics.Consolidation;
import org.chroma.statistics.Counters;
import org.chroma.statistics.EntityInfo;
import org.chroma.statistics.Latest;
import org.chroma.statistics.Range;
import org.chroma.statistics.Ranked;
import org.chroma.statistics.Reading;
import org.chroma.statistics.Recorder;
import org.chroma.statistics.Reduction;
import org.chroma.statistics.Selector;
import org.chroma.statistics.Series;
import org.chroma.statistics.SeriesId;
import org.chroma.statistics.Statistics;
import org.chroma.statistics.Window;
import org.chroma.statistics.WriteResult;

/** Readings every ten seconds, kept as they are put, in one resolution. */
public final class FakeStatistics implements Statistics {
    private static final long STEP = 10;

    private final Map<String, Map<SeriesId, TreeMap<Long, Double>>> values = new TreeMap<>();

    /** Keeps values of a series, ten seconds apart. */
    public void put(String entity, String series, long first, double... readings) {
        put(entity, SeriesId.of(series), first, readings);
    }

    /** Keeps values of a series, ten seconds apart. */
    public void put(String entity, SeriesId series, long first, double... readings) {
        TreeMap<Long, Double> times =
                values.computeIfAbsent(entity, key -> new TreeMap<>()).computeIfAbsent(series, key -> new TreeMap<>());
        for (int i = 0; i < readings.length; i++) {
            times.put(first + i * STEP, readings[i]);
        }
    }

    @Override
    public List<Range> read(
            Selector selector, Collection<SeriesId> series, Collection<Consolidation> functions, Window window) {
        List<Range> result = new ArrayList<>();
        values.forEach((entity, all) -> {
            for (SeriesId id : series) {
                if (selector.matches(entity, Map.of()) && all.containsKey(id)) {
                    result.add(range(entity, id, all.get(id), window));
                }
            }
        });
        return result;
    }

    private static Range range(String entity, SeriesId id, Map<Long, Double> times, Window window) {
        long first = window.begin().getEpochSecond() / STEP * STEP + STEP;
        int count = (int) ((window.end().getEpochSecond() - first) / STEP + 1);
        double[] row = new double[count];
        for (int i = 0; i < count; i++) {
            row[i] = times.getOrDefault(first + i * STEP, Double.NaN);
        }
        return new Range(entity, id, Consolidation.AVERAGE, first, STEP, row);
    }

    @Override
    public List<Range> aggregate(
            Selector selector,
            Collection<SeriesId> series,
            Consolidation function,
            Window window,
            Reduction reduction,
            String groupBy) {
        List<Range> ranges = read(selector, series, List.of(function), window);
        Map<SeriesId, Range> reduced = new LinkedHashMap<>();
        for (SeriesId id : series) {
            List<Range> some =
                    ranges.stream().filter(range -> range.series().equals(id)).toList();
            if (!some.isEmpty()) {
                double[] row = new double[some.get(0).values().length];
                for (int i = 0; i < row.length; i++) {
                    int index = i;
                    double[] known = some.stream()
                            .mapToDouble(range -> range.values()[index])
                            .filter(value -> !Double.isNaN(value))
                            .toArray();
                    double sum = Arrays.stream(known).sum();
                    row[i] = known.length == 0 ? Double.NaN : reduction == Reduction.SUM ? sum : sum / known.length;
                }
                reduced.put(id, new Range("", id, function, some.get(0).first(), STEP, row));
            }
        }
        return List.copyOf(reduced.values());
    }

    @Override
    public List<Latest> latest(Selector selector, Collection<SeriesId> series) {
        List<Latest> result = new ArrayList<>();
        values.forEach((entity, all) -> {
            List<Reading> readings = new ArrayList<>();
            long time = 0;
            for (SeriesId id : series) {
                TreeMap<Long, Double> times = all.get(id);
                if (times != null) {
                    time = Math.max(time, times.lastKey());
                    readings.add(new Reading(id, times.lastEntry().getValue()));
                }
            }
            if (selector.matches(entity, Map.of()) && !readings.isEmpty()) {
                result.add(new Latest(entity, time * 1_000, readings));
            }
        });
        return result;
    }

    @Override
    public List<Latest> latest(Selector selector) {
        List<Latest> result = new ArrayList<>();
        values.forEach((entity, all) -> {
            if (selector.matches(entity, Map.of())) {
                List<Reading> readings = new ArrayList<>();
                all.forEach((id, times) ->
                        readings.add(new Reading(id, times.lastEntry().getValue())));
                long time =
                        all.values().stream().mapToLong(TreeMap::lastKey).max().orElse(0);
                result.add(new Latest(entity, time * 1_000, readings));
            }
        });
        return result;
    }

    @Override
    public void define(String entity, Map<String, String> attributes, Collection<Series> series) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Recorder recorder(String entity, List<Series> columns) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<WriteResult> write(Batch batch) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean drop(String entity) {
        return values.remove(entity) != null;
    }

    @Override
    public Optional<EntityInfo> entity(String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<EntityInfo> entities(Selector selector) {
        return values.keySet().stream()
                .filter(key -> selector.matches(key, attributes(key)))
                .map(key -> new EntityInfo(key, attributes(key), List.of(), 0))
                .toList();
    }

    /** As the statistics have them for jobs. */
    private static Map<String, String> attributes(String key) {
        int job = key.indexOf("/job/");
        return job < 0 ? Map.of() : Map.of("object", key.substring(0, job), "job", key.substring(job + 5));
    }

    @Override
    public List<Ranked> top(Selector selector, String name, Consolidation function, Window window, int count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Counters counters() {
        int series = values.values().stream().mapToInt(Map::size).sum();
        return new Counters(series, 0, 0, 0, 0, 0, values.size(), series, 0, 0, 0);
    }
}
