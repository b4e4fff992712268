package org.chroma.api.internal.metrics;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.chroma.statistics.Exposition;
import org.chroma.statistics.Labels;
import org.chroma.statistics.Latest;
import org.chroma.statistics.MetricType;
import org.chroma.statistics.Reading;
import org.jspecify.annotations.Nullable;

/** The newest readings of all that is measured, by the name of their series. Each series is written once. */
final class Readings {
    private final Map<String, List<Point>> points;

    /**
     * One reading.
     *
     * @param object labels of what was measured
     * @param labels those of the series
     */
    record Point(Labels object, Map<String, String> labels, double value) {
        /** Value of a label; empty where the series has none of that name. */
        String label(String name) {
            return labels.getOrDefault(name, "");
        }
    }

    private Readings(Map<String, List<Point>> points) {
        this.points = points;
    }

    /**
     * Sorts readings.
     *
     * @param object labels of an object by its key as {@code host/3}, or of a job on one; null where it is no longer there
     * @param oldest milliseconds since 1970; what was measured before no longer tells how things are
     */
    static Readings of(List<Latest> all, Function<String, @Nullable Labels> object, long oldest) {
        Map<String, List<Point>> points = new HashMap<>();
        for (Latest latest : all) {
            Labels labels = latest.time() < oldest ? null : object.apply(latest.entity());
            if (labels != null) {
                for (Reading reading : latest.readings()) {
                    points.computeIfAbsent(reading.series().name(), name -> new ArrayList<>())
                            .add(new Point(labels, reading.series().labels(), reading.value()));
                }
            }
        }
        return new Readings(points);
    }

    /** The readings of a series, which are then done with. */
    List<Point> take(String series) {
        List<Point> taken = points.remove(series);
        return taken == null ? List.of() : taken;
    }

    /** Names of the series that nobody took yet and that begin so, in order. */
    List<String> left(String prefix) {
        return points.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .sorted()
                .toList();
    }

    /** Writes what nobody took, such as what a plugin of somebody else measures. */
    void writeRest(Exposition out) throws IOException {
        out.family(
                "chroma_reading", MetricType.UNKNOWN, "", "Newest reading of a series that has no metric of its own");
        for (Map.Entry<String, List<Point>> series : new TreeMap<>(points).entrySet()) {
            for (Point point : series.getValue()) {
                Labels labels = point.object().and("series", series.getKey());
                out.sample(
                        point.labels().isEmpty()
                                ? labels
                                : labels.and("labels", Labels.of(point.labels()).toString()),
                        point.value());
            }
        }
        points.clear();
    }
}
