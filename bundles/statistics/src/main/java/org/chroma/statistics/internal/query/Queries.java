package org.chroma.statistics.internal.query;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.chroma.statistics.Consolidation;
import org.chroma.statistics.Latest;
import org.chroma.statistics.Range;
import org.chroma.statistics.Ranked;
import org.chroma.statistics.Reading;
import org.chroma.statistics.Reduction;
import org.chroma.statistics.Selector;
import org.chroma.statistics.Series;
import org.chroma.statistics.SeriesId;
import org.chroma.statistics.SeriesType;
import org.chroma.statistics.StatisticsException;
import org.chroma.statistics.StatisticsException.Fault;
import org.chroma.statistics.Window;
import org.chroma.statistics.internal.block.Column;
import org.chroma.statistics.internal.block.SeriesState;
import org.chroma.statistics.internal.entity.Entities;
import org.chroma.statistics.internal.entity.Entity;
import org.chroma.statistics.internal.options.Options;
import org.chroma.statistics.internal.options.Resolution;
import org.chroma.statistics.internal.store.BlockCache;

/** Answers questions: chooses entities and resolution, reads, reduces. */
public final class Queries {
    private static final int TOGETHER = 1_024;
    private static final int PORTION = 32;

    /** Steps that a sum waits for an entity; the usual heartbeat. */
    private static final int PATIENCE_STEPS = 2;

    /** Most values that one answer may hold. */
    private static final long MOST_VALUES = 50_000_000;

    private final Options options;
    private final SeriesReader reader;
    private final Entities entities;
    private final InstantSource clock;

    public Queries(Options options, BlockCache cache, Entities entities, InstantSource clock) {
        this.options = options;
        this.reader = new SeriesReader(options, cache);
        this.entities = entities;
        this.clock = clock;
    }

    /** The rows that answer a window: their resolution, the number of the first and how many. */
    record Grid(Resolution resolution, long first, int count, long rowSeconds) {
        Range range(String entity, SeriesId series, Consolidation function, double[] values) {
            return new Range(entity, series, function, first * rowSeconds, rowSeconds, values);
        }

        /** Makes rows unknown that end later. */
        double[] until(long millis, double[] values) {
            for (int i = values.length - 1; i >= 0 && (first + i) * rowSeconds * 1000 > millis; i--) {
                values[i] = Double.NaN;
            }
            return values;
        }
    }

    /** Chooses the resolution for a window, among those that keep all of the functions. */
    Grid grid(Window window, Collection<Consolidation> functions) {
        List<Resolution> able = options.resolutions().stream()
                .filter(r -> functions.stream().allMatch(f -> r.indexOf(f) >= 0))
                .toList();
        if (able.isEmpty()) {
            throw new StatisticsException(Fault.CALLER, "No archive keeps " + functions);
        }
        long begin = window.begin().getEpochSecond();
        long now = clock.instant().getEpochSecond();
        List<Resolution> covering =
                able.stream().filter(r -> oldest(r, now) <= begin).toList();
        if (covering.isEmpty()) {
            covering = List.of(able.stream()
                    .min(Comparator.comparingLong(r -> oldest(r, now)))
                    .orElseThrow());
        }
        Resolution chosen = covering.get(covering.size() - 1);
        if (window.points() > 0) {
            for (Resolution resolution : covering) {
                if (rows(resolution, window).count() <= window.points()) {
                    chosen = resolution;
                    break;
                }
            }
        } else {
            long wanted = window.step().toSeconds();
            chosen = covering.stream()
                    .min(Comparator.comparingLong(r -> Math.abs(options.rowSeconds(r) - wanted)))
                    .orElseThrow();
        }
        return rows(chosen, window);
    }

    private long oldest(Resolution resolution, long now) {
        long row = options.rowSeconds(resolution);
        return Math.floorDiv(now, row) * row - row * resolution.rows();
    }

    private Grid rows(Resolution resolution, Window window) {
        long row = options.rowSeconds(resolution);
        long first = Math.floorDiv(window.begin().getEpochSecond(), row) + 1;
        long last = -Math.floorDiv(-window.end().getEpochSecond(), row);
        long count = last - first + 1;
        if (count > MOST_VALUES) {
            throw new StatisticsException(Fault.CALLER, "The window has " + count + " rows of " + row + " s");
        }
        return new Grid(resolution, first, (int) count, row);
    }

    private static int[] archives(Grid grid, Collection<Consolidation> functions) {
        return functions.stream().mapToInt(grid.resolution()::indexOf).toArray();
    }

    private static void bound(long values) {
        if (values > MOST_VALUES) {
            throw new StatisticsException(Fault.CALLER, "The answer would have " + values + " values; ask for less");
        }
    }

    public List<Range> read(
            Selector selector, Collection<SeriesId> series, Collection<Consolidation> functions, Window window) {
        List<Consolidation> wanted = List.copyOf(functions);
        Grid grid = grid(window, wanted);
        int[] archives = archives(grid, wanted);
        List<Entity> chosen = entities.select(selector);
        bound((long) chosen.size() * series.size() * wanted.size() * grid.count());
        List<Range> ranges = new ArrayList<>();
        each(chosen, entity -> present(entity, series), archives, grid, found -> {
            for (int s = 0; s < found.series().size(); s++) {
                for (int f = 0; f < wanted.size(); f++) {
                    ranges.add(
                            grid.range(found.entity().key, found.series().get(s), wanted.get(f), found.values()[s][f]));
                }
            }
        });
        return ranges;
    }

    /** What was read of one entity. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Found(Entity entity, List<SeriesId> series, double[][][] values) {}

    /** Reads many entities, some at a time on all processors, and hands them on in order. */
    private void each(
            List<Entity> chosen,
            Function<Entity, List<SeriesId>> series,
            int[] archives,
            Grid grid,
            Consumer<Found> consumer) {
        inPortions(
                chosen,
                portion -> {
                    List<Found> found = new ArrayList<>();
                    for (Entity entity : portion) {
                        List<SeriesId> its = series.apply(entity);
                        double[][][] values = new double[its.size()][archives.length][grid.count()];
                        read(entity, its, archives, grid, values);
                        found.add(new Found(entity, its, values));
                    }
                    return found;
                },
                found -> found.forEach(consumer));
    }

    /**
     * Works on portions of the entities on all processors, and hands the results on in order. The portions are always
     * the same, so that sums are, to the last bit.
     */
    private static <T> void inPortions(List<Entity> chosen, Function<List<Entity>, T> work, Consumer<T> consumer) {
        for (int from = 0; from < chosen.size(); from += TOGETHER) {
            List<List<Entity>> portions = new ArrayList<>();
            for (int at = from; at < Math.min(from + TOGETHER, chosen.size()); at += PORTION) {
                portions.add(chosen.subList(at, Math.min(at + PORTION, chosen.size())));
            }
            Stream<List<Entity>> stream = portions.size() == 1 ? portions.stream() : portions.parallelStream();
            stream.map(work).toList().forEach(consumer);
        }
    }

    private static List<SeriesId> present(Entity entity, Collection<SeriesId> series) {
        synchronized (entity) {
            return series.stream().filter(entity.index::containsKey).distinct().toList();
        }
    }

    private void read(Entity entity, List<SeriesId> series, int[] archives, Grid grid, double[][][] values) {
        if (series.isEmpty()) {
            return;
        }
        int[] ordinals = new int[series.size()];
        synchronized (entity) {
            for (int i = 0; i < ordinals.length; i++) {
                ordinals[i] = entity.index.getOrDefault(series.get(i), -1);
            }
        }
        try {
            reader.read(entity, ordinals, grid.resolution(), archives, grid.first(), grid.count(), values);
        } catch (IOException e) {
            throw new StatisticsException(Fault.SERVER, "Blocks of " + entity.key + " cannot be read", e);
        }
    }

    /** Rows of one archive, whatever the clock says. */
    public double[][][] rows(String key, int[] ordinals, Resolution resolution, int[] archives, long first, int count)
            throws IOException {
        Entity entity = entities.get(key);
        if (entity == null) {
            throw new StatisticsException(Fault.CALLER, "There is no " + key);
        }
        double[][][] values = new double[ordinals.length][archives.length][count];
        reader.read(entity, ordinals, resolution, archives, first, count, values);
        return values;
    }

    public List<Latest> latest(Selector selector, Collection<SeriesId> series) {
        List<Latest> answer = new ArrayList<>();
        for (Entity entity : entities.select(selector)) {
            List<Reading> readings = new ArrayList<>(series.size());
            long time;
            synchronized (entity) {
                for (SeriesId id : series) {
                    Integer ordinal = entity.index.get(id);
                    if (ordinal != null) {
                        readings.add(new Reading(id, latest(entity, ordinal)));
                    }
                }
                time = entity.begun() ? entity.lastTime : 0;
            }
            if (!readings.isEmpty()) {
                answer.add(new Latest(entity.key, time, readings));
            }
        }
        return answer;
    }

    public List<Latest> latest(Selector selector) {
        List<Latest> answer = new ArrayList<>();
        for (Entity entity : entities.select(selector)) {
            List<Reading> readings = new ArrayList<>();
            synchronized (entity) {
                List<Series> series = entity.series;
                for (int ordinal = 0; ordinal < series.size(); ordinal++) {
                    double value = latest(entity, ordinal);
                    if (!Double.isNaN(value)) {
                        readings.add(new Reading(series.get(ordinal).id(), value));
                    }
                }
                if (!readings.isEmpty()) {
                    answer.add(new Latest(entity.key, entity.lastTime, readings));
                }
            }
        }
        return answer;
    }

    private static double latest(Entity entity, int ordinal) {
        byte kind = entity.lastKinds[ordinal];
        return kind == SeriesState.NONE
                ? Double.NaN
                : Column.toDouble(
                        entity.last[ordinal],
                        kind == SeriesState.REAL,
                        entity.series.get(ordinal).type() == SeriesType.COUNTER);
    }

    public List<Range> aggregate(
            Selector selector,
            Collection<SeriesId> series,
            Consolidation function,
            Window window,
            Reduction reduction,
            String groupBy) {
        List<Consolidation> functions = List.of(function);
        Grid grid = grid(window, functions);
        int[] archives = archives(grid, functions);
        List<Entity> grouped = entities.select(selector).stream()
                .filter(entity -> groupBy.isEmpty() || entity.attributes.containsKey(groupBy))
                .toList();
        long groups = groupBy.isEmpty()
                ? 1
                : grouped.stream()
                        .map(entity -> entity.attributes.get(groupBy))
                        .distinct()
                        .count();
        bound(groups * series.size() * grid.count());
        Sums all = new Sums(grid.count(), reduction);
        inPortions(
                grouped,
                portion -> {
                    Sums sums = new Sums(grid.count(), reduction);
                    double[][][] values = new double[0][][];
                    for (Entity entity : portion) {
                        List<SeriesId> its = present(entity, series);
                        if (its.isEmpty()) {
                            continue;
                        }
                        if (values.length != its.size()) {
                            values = new double[its.size()][1][grid.count()];
                        }
                        read(entity, its, archives, grid, values);
                        String group = groupBy.isEmpty() ? "" : entity.attributes.getOrDefault(groupBy, "");
                        for (int s = 0; s < its.size(); s++) {
                            sums.add(group, its.get(s), values[s][0]);
                        }
                    }
                    return sums;
                },
                all::add);
        long complete = complete(grouped);
        List<Range> ranges = new ArrayList<>();
        all.forEach((group, sums) -> {
            for (SeriesId id : series.stream().distinct().toList()) {
                Sums.Sum sum = sums.get(id);
                if (sum != null) {
                    ranges.add(grid.range(group, id, function, grid.until(complete, sum.result())));
                }
            }
        });
        return ranges;
    }

    /**
     * Until when everything is there: servers report one after the other, and a sum over those that were first would
     * look like a fall. Who has been silent for long holds nobody up.
     */
    private long complete(List<Entity> some) {
        long[] times = new long[some.size()];
        long newest = Long.MIN_VALUE;
        for (int i = 0; i < times.length; i++) {
            Entity entity = some.get(i);
            synchronized (entity) {
                times[i] = entity.begun() ? entity.lastTime : Long.MIN_VALUE;
            }
            newest = Math.max(newest, times[i]);
        }
        long complete = newest;
        for (long time : times) {
            if (time >= newest - PATIENCE_STEPS * options.stepMillis()) {
                complete = Math.min(complete, time);
            }
        }
        return complete;
    }

    public List<Ranked> top(Selector selector, String name, Consolidation function, Window window, int count) {
        List<Consolidation> functions = List.of(function);
        Grid grid = grid(window, functions);
        int[] archives = archives(grid, functions);
        List<Ranked> ranked = new ArrayList<>();
        Function<Entity, List<SeriesId>> named = entity -> entity.series.stream()
                .map(Series::id)
                .filter(id -> id.name().equals(name))
                .toList();
        each(entities.select(selector), named, archives, grid, found -> {
            for (int s = 0; s < found.series().size(); s++) {
                double value = overall(found.values()[s][0], function);
                if (!Double.isNaN(value)) {
                    ranked.add(new Ranked(found.entity().key, found.series().get(s), value));
                }
            }
        });
        ranked.sort(Comparator.comparingDouble(Ranked::value).reversed());
        return List.copyOf(ranked.subList(0, Math.min(Math.max(0, count), ranked.size())));
    }

    private static double overall(double[] values, Consolidation function) {
        double[] known = Arrays.stream(values).filter(v -> !Double.isNaN(v)).toArray();
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
