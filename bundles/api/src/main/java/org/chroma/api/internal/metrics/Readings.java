package org.chroma.api.internal.metrics;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.chroma.metrics.DeclaredMetrics;
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
    private final DeclaredMetrics declared;

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
     * @param id the series
     * @param labels those of the name, as they are written
     * @param points where readings of the metric are collected
     */
    record Named(SeriesId id, MetricName name, Labels labels, List<Point> points) {}

    private Readings(SortedMap<String, List<Point>> points, DeclaredMetrics declared) {
        this.points = points;
        this.declared = declared;
    }

    /**
     * Sorts readings.
     *
     * @param object labels of an object by its key as {@code host/3}, or of a job on one; null where it is no longer
     *     there
     * @param oldest milliseconds since 1970; what was measured before no longer tells how things are
     * @param declared knows what series are called
     */
    static Readings of(
            List<Latest> all, Function<String, @Nullable Labels> object, long oldest, DeclaredMetrics declared) {
        SortedMap<String, List<Point>> points = new TreeMap<>();
        Map<SeriesId, Named> names = new HashMap<>();
        for (Latest latest : all) {
            Labels labels = latest.time() < oldest ? null : object.apply(latest.entity());
            if (labels != null) {
                for (Reading reading : latest.readings()) {
                    Named series = names.computeIfAbsent(reading.series(), id -> named(id, declared.name(id), points));
                    series.points.add(new Point(labels, series, reading.value()));
                }
            }
        }
        return new Readings(points, declared);
    }

    private static Named named(SeriesId id, MetricName name, Map<String, List<Point>> points) {
        return new Named(
                id, name, Labels.of(name.labels()), points.computeIfAbsent(name.family(), family -> new ArrayList<>()));
    }

    /** The readings of the metric that a series belongs to. */
    List<Point> of(SeriesId series) {
        return points.getOrDefault(declared.name(series).family(), List.of());
    }

    @Override
    public void write(Exposition out) throws IOException {
        List<Point> nameless = new ArrayList<>();
        for (List<Point> family : points.values()) {
            MetricName name = family.get(0).series.name;
            if (!name.isOwn() || out.has(name.family()) || out.has(name.sample())) {
                nameless.addAll(family);
            } else {
                out.family(name.family(), name.type(), name.unit(), name.help());
                for (Point point : family) {
                    out.sample(point.object.and(point.series.labels), point.value * point.series.name.factor());
                }
            }
        }
        writeNameless(nameless, out);
    }

    /** What has no name of its own, and what a plugin gave a name that the manager itself has. */
    private static void writeNameless(List<Point> nameless, Exposition out) throws IOException {
        for (Point point : nameless) {
            MetricName name = MetricName.withoutFamily(point.series.id);
            if (!out.has(name.family())) {
                out.family(name.family(), name.type(), name.unit(), name.help());
            }
            out.sample(point.object.and(Labels.of(name.labels())), point.value);
        }
    }
}
