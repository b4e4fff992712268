package org.chroma.api.internal.metrics;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.chroma.metrics.Exposition;
import org.chroma.metrics.Labels;
import org.chroma.metrics.MetricName;
import org.chroma.statistics.Latest;
import org.chroma.statistics.Reading;
import org.chroma.statistics.SeriesId;
import org.jspecify.annotations.Nullable;

/** The newest readings of all that is measured, by the metric that they belong to. */
final class Readings implements Part {
    private final SortedMap<String, List<Point>> points;

    /**
     * One reading.
     *
     * @param object labels of what was measured
     * @param series what it was measured as
     * @param value in the unit of the series
     */
    record Point(Labels object, Named series, double value) {}

    /**
     * The name of a series.
     *
     * @param labels those of the name, as they are written
     * @param points where readings of the metric are collected
     */
    record Named(MetricName name, Labels labels, List<Point> points) {}

    private Readings(SortedMap<String, List<Point>> points) {
        this.points = points;
    }

    /**
     * Sorts readings.
     *
     * @param object labels of an object by its key as {@code host/3}, or of a job on one; null where it is no longer
     *     there
     * @param oldest milliseconds since 1970; what was measured before no longer tells how things are
     */
    static Readings of(List<Latest> all, Function<String, @Nullable Labels> object, long oldest) {
        SortedMap<String, List<Point>> points = new TreeMap<>();
        Map<SeriesId, Named> names = new HashMap<>();
        for (Latest latest : all) {
            Labels labels = latest.time() < oldest ? null : object.apply(latest.entity());
            if (labels != null) {
                for (Reading reading : latest.readings()) {
                    Named series = names.computeIfAbsent(reading.series(), id -> named(id, points));
                    series.points.add(new Point(labels, series, reading.value()));
                }
            }
        }
        return new Readings(points);
    }

    private static Named named(SeriesId id, Map<String, List<Point>> points) {
        MetricName name = MetricName.of(id);
        return new Named(
                name, Labels.of(name.labels()), points.computeIfAbsent(name.family(), family -> new ArrayList<>()));
    }

    /** The readings of the metric that a series belongs to. */
    List<Point> of(SeriesId series) {
        return points.getOrDefault(MetricName.of(series).family(), List.of());
    }

    @Override
    public void write(Exposition out) throws IOException {
        for (List<Point> family : points.values()) {
            MetricName name = family.get(0).series.name;
            out.family(name.family(), name.type(), name.unit(), name.help());
            for (Point point : family) {
                out.sample(point.object.and(point.series.labels), point.value * point.series.name.factor());
            }
        }
    }
}
