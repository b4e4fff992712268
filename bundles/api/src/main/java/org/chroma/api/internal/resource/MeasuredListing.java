package org.chroma.api.internal.resource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.SecurityContext;
import javax.ws.rs.core.UriInfo;
import org.chroma.api.internal.access.Caller;
import org.chroma.api.internal.describe.Field;
import org.chroma.api.internal.describe.ListQuery;
import org.chroma.api.internal.describe.Listing;
import org.chroma.core.InvalidRequestException;
import org.chroma.statistics.EntityInfo;
import org.chroma.statistics.Reduction;
import org.jspecify.annotations.Nullable;

/**
 * A resource whose objects have statistics. In lists an unknown value is 0, and a time at which nothing is known is left out; in
 * details a time at which something is unknown is left out.
 */
public abstract class MeasuredListing<T> extends Listing<T> {
    private final Metrics metrics;

    protected MeasuredListing(Metrics metrics) {
        this.metrics = metrics;
    }

    /** The entities of the statistics whose values, summed up, are those of the object. */
    protected abstract List<String> entities(T object, String metric);

    /** Whether jobs on the objects are measured. */
    protected boolean measuresJobs() {
        return false;
    }

    private record Point(Instant ts, Map<String, Double> data) {}

    @GET
    @Path("metric")
    public Object metrics(@Context UriInfo request, @Context SecurityContext security) {
        Map<String, List<String>> parameters = request.getQueryParameters();
        MetricQuery query = MetricQuery.parse(parameters, Instant.now());
        List<T> objects =
                ListQuery.parse(description(), parameters, Metrics.PARAMETERS).select(all(Caller.of(security)));
        if (MetricQuery.EACH_JOB.equals(query.job())) {
            Map<String, List<Point>> answer = new LinkedHashMap<>();
            Reduction reduction = query.reduction() == null ? Reduction.SUM : query.reduction();
            jobs(objects, query).forEach(job -> answer.put(job, reduced(objects, query.of(job), reduction)));
            return answer;
        }
        if (query.reduction() != null && query.groupBy() == null) {
            return reduced(objects, query, query.reduction());
        }
        if (query.reduction() != null && query.groupBy() != null) {
            Map<String, List<Point>> answer = new TreeMap<>();
            Reduction reduction = query.reduction();
            grouped(objects, query.groupBy())
                    .forEach((group, members) -> answer.put(group, reduced(members, query, reduction)));
            return answer;
        }
        Map<String, List<Point>> answer = new LinkedHashMap<>();
        for (T object : objects) {
            answer.put(id(object), reduced(List.of(object), query, Reduction.SUM));
        }
        return answer;
    }

    @GET
    @Path("{id}/metric")
    public Object metrics(@PathParam("id") String id, @Context UriInfo request, @Context SecurityContext security) {
        T object = require(id, Caller.of(security));
        Map<String, List<String>> parameters = request.getQueryParameters();
        for (String name : parameters.keySet()) {
            if (!Metrics.PARAMETERS.contains(name) && !name.equals("format")) {
                throw new InvalidRequestException(name, "There is no such parameter");
            }
        }
        MetricQuery query = MetricQuery.parse(parameters, Instant.now());
        if (MetricQuery.EACH_JOB.equals(query.job())) {
            Map<String, List<Point>> answer = new LinkedHashMap<>();
            jobs(List.of(object), query).forEach(job -> answer.put(job, detail(object, query.of(job))));
            return answer;
        }
        return detail(object, query);
    }

    private SortedSet<String> jobs(List<T> objects, MetricQuery query) {
        return metrics.jobs(objects.stream()
                .flatMap(object -> query.metrics().stream().flatMap(metric -> objectsOf(object, metric).stream()))
                .collect(Collectors.toSet()));
    }

    private List<String> objectsOf(T object, String metric) {
        if (!measuresJobs()) {
            throw new InvalidRequestException("job", "Only targets and filesystems have metrics of jobs");
        }
        return entities(object, metric);
    }

    /** What is asked of the statistics: the object's entities, or those of a job on them. */
    private List<String> asked(T object, String metric, MetricQuery query) {
        return query.job() == null
                ? entities(object, metric)
                : objectsOf(object, metric).stream()
                        .map(entity -> entity + EntityInfo.JOB + query.job())
                        .toList();
    }

    private List<Point> detail(T object, MetricQuery query) {
        List<Point> points = new ArrayList<>();
        for (Map.Entry<Instant, Map<String, Double>> row :
                rows(List.of(object), query, Reduction.SUM).entrySet()) {
            Map<String, Double> data = row.getValue();
            if (data.values().stream().noneMatch(value -> value.isNaN())) {
                query.metrics().forEach(metric -> data.putIfAbsent(metric, 0.0));
                points.add(new Point(row.getKey(), data));
            }
        }
        return points;
    }

    private List<Point> reduced(List<T> objects, MetricQuery query, Reduction reduction) {
        List<Point> points = new ArrayList<>();
        rows(objects, query, reduction).forEach((time, data) -> {
            if (data.values().stream().anyMatch(value -> !value.isNaN())) {
                data.replaceAll((metric, value) -> value.isNaN() ? 0.0 : value);
                query.metrics().forEach(metric -> data.putIfAbsent(metric, 0.0));
                points.add(new Point(time, data));
            }
        });
        return points;
    }

    /** Times with the values of the metrics; NaN where unknown. */
    private Map<Instant, Map<String, Double>> rows(List<T> objects, MetricQuery query, Reduction reduction) {
        Map<Instant, Map<String, Double>> rows = new TreeMap<>();
        for (String metric : query.metrics()) {
            List<String> entities = objects.stream()
                    .flatMap(object -> asked(object, metric, query).stream())
                    .distinct()
                    .toList();
            if (query.latest()) {
                var newest = metrics.latest(entities, metric).values();
                newest.stream()
                        .map(Metrics.Newest::time)
                        .max(Instant::compareTo)
                        .ifPresent(time -> {
                            double sum = newest.stream()
                                    .mapToDouble(Metrics.Newest::value)
                                    .sum();
                            double value = reduction == Reduction.AVERAGE ? sum / newest.size() : sum;
                            rows.computeIfAbsent(time, key -> new LinkedHashMap<>())
                                    .put(metric, value);
                        });
            } else if (query.window().isPresent()) {
                metrics.series(entities, metric, query.window().get(), reduction)
                        .forEach((time, value) -> rows.computeIfAbsent(
                                        Instant.ofEpochSecond(time), key -> new LinkedHashMap<>())
                                .put(metric, value));
            }
        }
        if (query.latest() && rows.size() > 1) {
            // Of one reading for each metric, the newest time stands for all.
            Map<String, Double> all = new LinkedHashMap<>();
            rows.values().forEach(all::putAll);
            Instant newest = rows.keySet().stream().max(Instant::compareTo).orElseThrow();
            return new TreeMap<>(Map.of(newest, all));
        }
        return rows;
    }

    private Map<String, List<T>> grouped(List<T> objects, String name) {
        Field<T> field = description().fields().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException("group_by", "There is no field " + name));
        return objects.stream()
                .filter(object -> field.value().apply(object) != null)
                .collect(Collectors.groupingBy(
                        object -> group(field.value().apply(object)), TreeMap::new, Collectors.toList()));
    }

    /** The id of a related object, or the value itself. */
    private static String group(@Nullable Object value) {
        String text = String.valueOf(value);
        if (!text.startsWith("/api/")) {
            return text;
        }
        String path = text.substring(0, text.length() - 1);
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private String id(T object) {
        return description().fields().stream()
                .filter(field -> field.name().equals("id"))
                .map(field -> String.valueOf(field.value().apply(object)))
                .findFirst()
                .orElseThrow();
    }
}
