package org.chroma.statistics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Readings of any number of entities that are written, made durable and acknowledged together.
 *
 * <pre>{@code
 * Batch batch = new Batch();
 * batch.add("target-4", now, Series.counter("stats_read_bytes").unit("bytes"), 123_456L);
 * batch.add("target-4", now, Series.gauge("kbytesfree"), 987L);
 * statistics.write(batch).join();
 * }</pre>
 *
 * <p>All readings of one entity and one instant form one update, wherever they stand in the batch. An update says
 * something of every series of its entity: one that is absent from it is unknown since the update before, so what one
 * server reports at one time belongs into one batch. Series and entities need not be defined before: the first reading
 * does.
 *
 * <p>Not safe for several threads. A batch may be reused after {@link Statistics#write} has returned.
 */
public final class Batch {
    private final Map<String, Map<Long, List<Reading>>> readings = new LinkedHashMap<>();
    private final List<Row> rows = new ArrayList<>();

    /** One reading of the batch: a {@code Double} or {@code Float} is a real number, any other number an integer. */
    public record Reading(Series series, Number value) {}

    /**
     * One complete update of an entity whose columns are known.
     *
     * @param recorder names entity and columns
     * @param time milliseconds since 1970
     * @param values one integer reading per column of the recorder
     */
    @SuppressWarnings("ArrayRecordComponent") // millions of numbers; nobody compares them by equals
    public record Row(Recorder recorder, long time, long[] values) {}

    /**
     * Adds one reading.
     *
     * @param entity key of the measured object, such as {@code target-4}
     * @param time milliseconds since 1970
     * @param series definition; used when the entity does not have the series yet, otherwise only its id counts
     * @param value an integer type is kept exactly (for counters as unsigned 64 bits); {@code Double} and {@code Float}
     *     as double; NaN and infinity are unknown
     */
    public Batch add(String entity, long time, Series series, Number value) {
        readings.computeIfAbsent(entity, key -> new LinkedHashMap<>())
                .computeIfAbsent(time, key -> new ArrayList<>())
                .add(new Reading(series, value));
        return this;
    }

    /** Adds an update of integer readings for all columns of a recorder: the fast way for a steady source. */
    public Batch add(Recorder recorder, long time, long[] values) {
        if (values.length != recorder.columns().size()) {
            throw new IllegalArgumentException("%d values for %d columns of %s"
                    .formatted(values.length, recorder.columns().size(), recorder.entity()));
        }
        rows.add(new Row(recorder, time, values));
        return this;
    }

    /** Readings by entity and time, in the order in which they were added. */
    public Map<String, Map<Long, List<Reading>>> readings() {
        return readings;
    }

    /** Complete updates, in the order in which they were added. */
    public List<Row> rows() {
        return rows;
    }

    public boolean isEmpty() {
        return readings.isEmpty() && rows.isEmpty();
    }

    /** Forgets everything, so that the batch can be filled again. */
    public void clear() {
        readings.clear();
        rows.clear();
    }
}
