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
import org.chroma.api.internal.resource.MetricTable.Point;
import org.chroma.core.InvalidRequestException;
import org.chroma.statistics.EntityInfo;
import org.chroma.statistics.Range;
import org.chroma.statistics.Reduction;
import org.jspecify.annotations.Nullable;

/**
 * A resource whose objects have statistics. In lists an unknown value is 0, and a time at which nothing is known is
 * left out; in details a time at which something is unknown is left out.
 */
public abstract class MeasuredListing<T> extends Listing<T> {
    /** The most values that one answer has: 500 rows of one metric of 2,000 objects. */
    private static final long MOST_VALUES = 1_000_000;

    private final Metrics metrics;

    protected MeasuredListing(Metrics metrics) {
        this.metrics = metrics;
    }

    /** The entities of the statistics whose values together are those of the object. */
    protected abstract List<String> entities(T object, String metric);

    /** What is made of the values of an object's entities. */
    protected Reduction reduction(String metric) {
        return Reduction.SUM;
    }

    /** Whether jobs on the objects are measured. */
    protected boolean measuresJobs() {
        return false;
    }

    @GET
    @Path("metric")
    public Object metrics(@Context UriInfo request, @Context SecurityContext security) {
        Map<String, List<String>> parameters = request.getQueryParameters();
        MetricQuery query = MetricQuery.parse(parameters, Instant.now());
        List<T> objects =
                ListQuery.parse(description(), parameters, Metrics.PARAMETERS).select(all(Caller.of(security)));
        Values values = new Values(query);
        if (MetricQuery.EACH_JOB.equals(query.job())) {
            Map<String, List<Point>> answer = new LinkedHashMap<>();
            Reduction reduction = query.reduction() == null ? Reduction.SUM : query.reduction();
            jobs(objects, query)
                    .forEach(job ->
                            answer.put(job, values.of(objects, job, reduction).known()));
            return answer;
        }
        if (query.reduction() != null && query.groupBy() == null) {
            return values.of(objects, query.job(), query.reduction()).known();
        }
        if (query.reduction() != null && query.groupBy() != null) {
            Map<String, List<Point>> answer = new TreeMap<>();
            Reduction reduction = query.reduction();
            grouped(objects, query.groupBy())
                    .forEach((group, members) -> answer.put(
                            group, values.of(members, query.job(), reduction).known()));
            return answer;
        }
        Map<String, List<Point>> answer = new LinkedHashMap<>();
        for (T object : objects) {
            answer.put(id(object), values.of(List.of(object), query.job(), null).known());
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
        List<T> one = List.of(object);
        Values values = new Values(query);
        if (MetricQuery.EACH_JOB.equals(query.job())) {
            Map<String, List<Point>> answer = new LinkedHashMap<>();
            jobs(one, query)
                    .forEach(job -> answer.put(job, values.of(one, job, null).complete()));
            return answer;
        }
        return values.of(one, query.job(), null).complete();
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

    /** What is asked of the statistics: the objects' entities, or those of a job on them. */
    private List<String> asked(List<T> objects, String metric, @Nullable String job) {
        return objects.stream()
                .flatMap(object -> job == null
                        ? entities(object, metric).stream()
                        : objectsOf(object, metric).stream().map(entity -> entity + EntityInfo.JOB + job))
                .distinct()
                .toList();
    }

    /** Collects the values of one answer, as long as they are not too many. */
    private final class Values {
        private final MetricQuery query;
        private long count;

        private Values(MetricQuery query) {
            this.query = query;
        }

        /**
         * The values of the objects together.
         *
         * @param wanted null for what each metric itself says
         */
        private MetricTable of(List<T> objects, @Nullable String job, @Nullable Reduction wanted) {
            if (query.latest()) {
                List<Metrics.@Nullable Newest> newest = new ArrayList<>();
                for (String metric : query.metrics()) {
                    Reduction reduction = wanted == null ? reduction(metric) : wanted;
                    newest.add(metrics.newest(asked(objects, metric, job), metric, reduction));
                }
                return MetricTable.latest(query.metrics(), newest);
            }
            List<@Nullable Range> ranges = new ArrayList<>();
            for (String metric : query.metrics()) {
                Reduction reduction = wanted == null ? reduction(metric) : wanted;
                Range range = query.window()
                        .map(window -> metrics.range(asked(objects, metric, job), metric, window, reduction))
                        .orElse(null);
                count += range == null ? 0 : range.values().length;
                if (count > MOST_VALUES) {
                    throw new InvalidRequestException(
                            "max_points",
                            "The answer would have more than %,d values; ask for fewer points, metrics or objects"
                                    .formatted(MOST_VALUES));
                }
                ranges.add(range);
            }
            return MetricTable.of(query.metrics(), ranges);
        }
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
