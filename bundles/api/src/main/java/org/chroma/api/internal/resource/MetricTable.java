package org.chroma.api.internal.resource;

import java.time.Instant;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.chroma.statistics.Range;
import org.jspecify.annotations.Nullable;

/**
 * Values of some metrics by time. They stay bare numbers until each is written into the answer: who reads an answer
 * slowly, or asks for many at once, holds little of the manager's memory.
 */
final class MetricTable {
    private final List<String> metrics;
    private final Instant[] times;

    /** By metric and time, NaN where unknown; null for a metric of which nothing is there at all. */
    private final double[] @Nullable [] values;

    record Point(Instant ts, Map<String, Double> data) {}

    private MetricTable(List<String> metrics, Instant[] times, double[] @Nullable [] values) {
        this.metrics = metrics;
        this.times = times;
        this.values = values;
    }

    /** @param ranges one for each metric; null where there is none */
    static MetricTable of(List<String> metrics, List<@Nullable Range> ranges) {
        long[] seconds = ranges.stream()
                .flatMapToLong(range -> range == null
                        ? LongStream.empty()
                        : IntStream.range(0, range.values().length).mapToLong(range::time))
                .sorted()
                .distinct()
                .toArray();
        double[] @Nullable [] values = new double[metrics.size()][];
        for (int metric = 0; metric < values.length; metric++) {
            Range range = ranges.get(metric);
            values[metric] = range == null ? null : spread(range, seconds);
        }
        Instant[] times =
                Arrays.stream(seconds).mapToObj(Instant::ofEpochSecond).toArray(Instant[]::new);
        return new MetricTable(metrics, times, values);
    }

    private static double[] spread(Range range, long[] seconds) {
        if (range.values().length == seconds.length) {
            return range.values();
        }
        double[] spread = new double[seconds.length];
        Arrays.fill(spread, Double.NaN);
        for (int i = 0; i < range.values().length; i++) {
            spread[Arrays.binarySearch(seconds, range.time(i))] = range.values()[i];
        }
        return spread;
    }

    /** One reading of each metric; the newest time stands for all. */
    static MetricTable latest(List<String> metrics, List<Metrics.@Nullable Newest> readings) {
        Instant newest = null;
        double[] @Nullable [] values = new double[metrics.size()][];
        for (int metric = 0; metric < values.length; metric++) {
            Metrics.Newest reading = readings.get(metric);
            if (reading == null) {
                values[metric] = null;
            } else {
                values[metric] = new double[] {reading.value()};
                newest = newest == null || newest.isBefore(reading.time()) ? reading.time() : newest;
            }
        }
        return new MetricTable(metrics, newest == null ? new Instant[0] : new Instant[] {newest}, values);
    }

    /** The times at which everything is known of what there is at all; what is not there is 0. */
    List<Point> complete() {
        return points(time -> Arrays.stream(values).allMatch(all -> all == null || !Double.isNaN(all[time])));
    }

    /** The times at which anything is known; the rest is 0. */
    List<Point> known() {
        return points(time -> Arrays.stream(values).anyMatch(all -> all != null && !Double.isNaN(all[time])));
    }

    private List<Point> points(IntPredicate chosen) {
        int[] kept = IntStream.range(0, times.length).filter(chosen).toArray();
        return new AbstractList<>() {
            @Override
            public Point get(int index) {
                return point(kept[index]);
            }

            @Override
            public int size() {
                return kept.length;
            }
        };
    }

    private Point point(int time) {
        Map<String, Double> data = new LinkedHashMap<>();
        for (int metric = 0; metric < values.length; metric++) {
            double[] all = values[metric];
            data.put(metrics.get(metric), all == null || Double.isNaN(all[time]) ? 0 : all[time]);
        }
        return new Point(times[time], data);
    }
}
