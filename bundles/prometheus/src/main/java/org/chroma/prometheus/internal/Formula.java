package org.chroma.prometheus.internal;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.chroma.metrics.DeclaredMetrics;
import org.chroma.metrics.MetricName;
import org.chroma.metrics.ObjectLabels;
import org.chroma.statistics.Consolidation;
import org.chroma.statistics.Series;

/**
 * PromQL that says what the local store computes: rates of what counts, and their mean and extremes over rows.
 *
 * <p>Windows are a millisecond longer or shorter than a row. Prometheus counts a reading at the very beginning of a
 * window before its version 3 and not since, and a row must have the reading from which its growth is counted but not
 * the value before it.
 */
final class Formula {
    /**
     * Rows longer than this have the extremes of means over {@link #COARSE}: of single readings they would cost too
     * much.
     */
    private static final long FINE_UP_TO = 3_600;

    private static final long COARSE = 300;

    /** What a reading means. */
    private enum Kind {
        GAUGE,
        /** Grows, but for starting again at zero. */
        COUNTER,
        /** A count that may fall. */
        CHANGE,
        /** Reset by each reading. */
        ABSOLUTE
    }

    private final int interval;
    private final DeclaredMetrics declared;

    /**
     * Formulas for readings that come at an interval.
     *
     * @param interval seconds
     * @param declared knows what series are called
     */
    Formula(int interval, DeclaredMetrics declared) {
        this.interval = interval;
        this.declared = declared;
    }

    private static Kind kind(Series series) {
        return switch (series.type()) {
            case GAUGE -> Kind.GAUGE;
            case COUNTER -> Kind.COUNTER;
            case DERIVE -> series.minimum() >= 0 ? Kind.COUNTER : Kind.CHANGE;
            case ABSOLUTE -> Kind.ABSOLUTE;
        };
    }

    /**
     * What chooses the samples of a series.
     *
     * @param entities keys of the entities; empty for all
     * @param others names of labels that other series of the same metric have, and this one must not have
     */
    String selector(Series series, Collection<String> entities, Collection<String> others) {
        MetricName name = declared.name(series.id());
        Map<String, String> matchers = new TreeMap<>();
        others.forEach(label -> matchers.put(label, label + "=\"\""));
        name.labels().forEach((label, value) -> matchers.put(label, label + "=" + quoted(value)));
        String entity = entities.isEmpty()
                ? "!=\"\""
                : entities.size() == 1
                        ? "=" + quoted(entities.iterator().next())
                        : "=~"
                                + quoted(entities.stream()
                                        .map(key -> key.replaceAll("[^a-zA-Z0-9/_-]", "\\\\$0"))
                                        .collect(Collectors.joining("|")));
        matchers.put(ObjectLabels.ENTITY, ObjectLabels.ENTITY + entity);
        return name.sample() + "{" + String.join(",", matchers.values()) + "}";
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    /**
     * The values of rows, one for each entity.
     *
     * @param step seconds of a row
     */
    String rows(Series series, Collection<String> entities, List<String> others, Consolidation function, long step) {
        String m = selector(series, entities, others);
        Kind kind = kind(series);
        String value = step <= interval ? single(kind, m) : known(row(kind, m, function, step), m, step);
        double factor = declared.name(series.id()).factor();
        String scaled = factor == 1 ? value : "(" + value + ") / " + factor;
        // An object that was renamed has two series for a while, of which each knows a part of what was counted.
        return (kind == Kind.COUNTER || kind == Kind.ABSOLUTE ? "sum" : "max") + " by (" + ObjectLabels.ENTITY + ") ("
                + scaled + ")";
    }

    /** The value of a row as long as the interval: of the newest reading, or of the two newest. */
    private String single(Kind kind, String m) {
        return switch (kind) {
            case GAUGE -> "last_over_time(" + m + recent() + ")";
            case COUNTER -> "irate(" + m + recent() + ")";
            case CHANGE -> "idelta(" + m + recent() + ") / " + interval;
            case ABSOLUTE -> "sum_over_time(" + m + millis(interval * 1_000L - 1) + ") / " + interval;
        };
    }

    /** Time in which two readings are found even if one comes a bit late, but not if one is missing. */
    private String recent() {
        return millis(interval * 2_500L);
    }

    private static String millis(long milliseconds) {
        return "[" + milliseconds + "ms]";
    }

    private String row(Kind kind, String m, Consolidation function, long step) {
        String within = millis(step * 1_000 - 1);
        if (function == Consolidation.LAST) {
            return kind == Kind.GAUGE ? "last_over_time(" + m + within + ")" : single(kind, m);
        }
        if (function == Consolidation.AVERAGE) {
            return switch (kind) {
                case GAUGE -> "avg_over_time(" + m + within + ")";
                case COUNTER -> "rate(" + m + millis(step * 1_000 + 1) + ")";
                case CHANGE -> "delta(" + m + millis(step * 1_000 + 1) + ") / " + step;
                case ABSOLUTE -> "sum_over_time(" + m + within + ") / " + step;
            };
        }
        String extreme = function == Consolidation.MINIMUM ? "min_over_time(" : "max_over_time(";
        return switch (kind) {
            case GAUGE -> extreme + m + within + ")";
            case ABSOLUTE -> extreme + m + within + ") / " + interval;
            case COUNTER, CHANGE -> {
                boolean coarse = step > FINE_UP_TO && step % COARSE == 0;
                long inner = coarse ? COARSE : interval;
                String values = coarse ? row(kind, m, Consolidation.AVERAGE, COARSE) : single(kind, m);
                yield extreme + "(" + values + ")[" + ((step - inner) * 1_000 + inner * 500) + "ms:" + inner + "s])";
            }
        };
    }

    /** Leaves rows out of which more than half is unknown. */
    private String known(String value, String m, long step) {
        double least = step / (2.0 * interval);
        return "(" + value + ") and (count_over_time(" + m + millis(step * 1_000 - 1) + ") >= " + least + ")";
    }
}
