package org.chroma.api.internal.resource;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chroma.api.internal.describe.Filter;
import org.chroma.api.internal.describe.ListQuery;
import org.chroma.core.InvalidRequestException;
import org.chroma.statistics.Reduction;
import org.chroma.statistics.Window;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants to know of metrics.
 *
 * @param window empty where the newest readings are wanted, or where begin is not before end
 * @param reduction null where objects are not to be reduced to one
 * @param groupBy name of the field by whose value objects are grouped; null for none
 * @param job the job of which the metrics are, {@link #EACH_JOB} for all of them one by one; null for the objects
 *     themselves
 */
record MetricQuery(
        List<String> metrics,
        boolean latest,
        Optional<Window> window,
        @Nullable Reduction reduction,
        @Nullable String groupBy,
        @Nullable String job) {

    static final String EACH_JOB = "*";

    private static final int LONGEST_JOB = 128;
    private static final int DEFAULT_POINTS = 500;
    private static final int MOST_POINTS = 100_000;
    private static final int MOST_METRICS = 100;

    /**
     * Nothing is kept for longer, and nothing lies in the future: what a window has beyond that is empty, whatever it
     * costs.
     */
    private static final Duration LONGEST = Duration.ofDays(20 * 366);

    private static final Duration AHEAD = Duration.ofDays(1);

    /**
     * Reads the parameters of a request.
     *
     * @throws InvalidRequestException with every parameter that is missing or wrong
     */
    static MetricQuery parse(Map<String, List<String>> parameters, Instant now) {
        return new Reader(parameters).read(now);
    }

    private static final class Reader {
        private final Map<String, List<String>> parameters;
        private final Map<String, List<String>> errors = new LinkedHashMap<>();

        Reader(Map<String, List<String>> parameters) {
            this.parameters = parameters;
        }

        MetricQuery read(Instant now) {
            List<String> metrics = metrics();
            boolean latest = truth("latest");
            boolean update = truth("update");
            if (latest && update) {
                error("update", "Cannot be combined with latest");
            }
            Instant begin = latest ? null : time("begin");
            Instant end = latest ? null : time("end");
            int points = points();
            Reduction reduction = reduction();
            String groupBy = value("group_by");
            if (groupBy != null && value("reduce_fn") == null) {
                error("group_by", "Needs reduce_fn");
            }
            String job = job(groupBy);
            if (!errors.isEmpty()) {
                throw new InvalidRequestException(errors);
            }
            return new MetricQuery(metrics, latest, window(begin, end, update, now, points), reduction, groupBy, job);
        }

        private static Optional<Window> window(
                @Nullable Instant begin, @Nullable Instant end, boolean update, Instant now, int points) {
            if (begin == null || end == null) {
                return Optional.empty();
            }
            // With update the caller has begin to end and wants what came since.
            Instant from = later(update ? end : begin, now.minus(LONGEST));
            Instant to = earlier(update ? now : end, now.plus(AHEAD));
            return from.isBefore(to) ? Optional.of(Window.points(from, to, points)) : Optional.empty();
        }

        private static Instant later(Instant one, Instant other) {
            return one.isAfter(other) ? one : other;
        }

        private static Instant earlier(Instant one, Instant other) {
            return one.isBefore(other) ? one : other;
        }

        private List<String> metrics() {
            String text = value("metrics");
            if (text == null || text.isBlank()) {
                error("metrics", "This field is mandatory");
                return List.of();
            }
            List<String> metrics = Arrays.stream(text.split(",", -1))
                    .map(String::strip)
                    .distinct()
                    .toList();
            for (String metric : metrics) {
                if (!Metrics.isName(metric)) {
                    error("metrics", "Not the name of a metric: " + metric);
                }
            }
            if (metrics.size() > MOST_METRICS) {
                error("metrics", "At most " + MOST_METRICS + " at once");
            }
            return metrics;
        }

        private int points() {
            String name = value("num_points") != null ? "num_points" : "max_points";
            String text = value(name);
            if (text == null) {
                return DEFAULT_POINTS;
            }
            if (!text.matches("[0-9]{1,6}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST_POINTS) {
                error(name, "A number from 1 to " + MOST_POINTS + " is expected");
                return DEFAULT_POINTS;
            }
            return Integer.parseInt(text);
        }

        private @Nullable Reduction reduction() {
            String text = value("reduce_fn");
            if (text == null) {
                return null;
            }
            return switch (text) {
                case "sum" -> Reduction.SUM;
                case "average" -> Reduction.AVERAGE;
                default -> {
                    error("reduce_fn", "sum or average is expected");
                    yield null;
                }
            };
        }

        private @Nullable String job(@Nullable String groupBy) {
            String job = value("job");
            if (job != null && (job.isEmpty() || job.length() > LONGEST_JOB)) {
                error("job", "The name of a job has 1 to " + LONGEST_JOB + " characters; * stands for each");
            }
            if (EACH_JOB.equals(job) && groupBy != null) {
                error("job", "Each job cannot be combined with group_by");
            }
            return job;
        }

        private boolean truth(String name) {
            String text = value(name);
            try {
                return text != null && Filter.truth(text);
            } catch (IllegalArgumentException e) {
                error(name, "true or false is expected");
                return false;
            }
        }

        private @Nullable Instant time(String name) {
            String text = value(name);
            if (text == null) {
                error(name, "This field is mandatory");
                return null;
            }
            try {
                Instant time = ListQuery.instant(text);
                // Far beyond any clock, sums of times would no longer be numbers.
                if (Duration.between(Instant.EPOCH, time).abs().toDays() > 366L * 1_000) {
                    error(name, "Too far in the future or past");
                    return null;
                }
                return time;
            } catch (IllegalArgumentException e) {
                error(name, String.valueOf(e.getMessage()));
                return null;
            }
        }

        private @Nullable String value(String name) {
            List<String> values = parameters.get(name);
            return values == null || values.isEmpty() ? null : values.get(values.size() - 1);
        }

        private void error(String name, String message) {
            errors.put(name, List.of(message));
        }
    }
}
