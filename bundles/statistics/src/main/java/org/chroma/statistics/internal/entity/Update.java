package org.chroma.statistics.internal.entity;

import java.util.Arrays;
import java.util.List;
import org.chroma.statistics.Batch;
import org.chroma.statistics.internal.block.SeriesState;

/**
 * One update as log and head take it: of each series of its entity a reading, or none. One object is filled again and
 * again, since an object for each of the updates that come in would cost more than storing it; so it belongs to anyone
 * who holds the lock for writing.
 */
public final class Update {
    public long time;
    /** By series of the entity; bits of a double where the kind says so. */
    public long[] values = new long[0];
    /** {@link SeriesState#NONE}, {@link SeriesState#INTEGER} or {@link SeriesState#REAL} per series. */
    public byte[] kinds = new byte[0];
    /** Series of the entity. */
    public int width;
    /**
     * Readings that somebody sent, which is what is counted; unknown ones are among them, series without a reading are
     * not.
     */
    public int readings;

    private long[] ownValues = new long[64];
    private byte[] ownKinds = new byte[64];
    private byte[] allWhole = new byte[0];

    /** Takes a row of a recorder; where it has all series in the entity's order, without looking at each. */
    public void take(Columns columns, Batch.Row row) {
        long[] sent = row.values();
        time = row.time();
        width = columns.bound().series.size();
        readings = sent.length;
        if (columns.straight() && sent.length == width) {
            if (allWhole.length < width) {
                allWhole = new byte[width];
                Arrays.fill(allWhole, SeriesState.INTEGER);
            }
            values = sent;
            kinds = allWhole;
            return;
        }
        empty();
        for (int i = 0; i < sent.length; i++) {
            int ordinal = columns.ordinal(i);
            values[ordinal] = sent[i];
            kinds[ordinal] = SeriesState.INTEGER;
        }
    }

    /** Takes those readings whose series the entity has. */
    public void take(Entity entity, long at, List<Batch.Reading> sent) {
        time = at;
        width = entity.series.size();
        readings = 0;
        empty();
        for (Batch.Reading reading : sent) {
            Integer ordinal = entity.index.get(reading.series().id());
            if (ordinal != null) {
                readings++;
                put(ordinal, reading.value());
            }
        }
    }

    private void empty() {
        if (ownValues.length < width) {
            ownValues = new long[width * 2];
            ownKinds = new byte[width * 2];
        }
        values = ownValues;
        kinds = ownKinds;
        Arrays.fill(kinds, 0, width, SeriesState.NONE);
    }

    private void put(int ordinal, Number value) {
        if (value instanceof Double || value instanceof Float) {
            double real = value.doubleValue();
            if (Double.isNaN(real) || Double.isInfinite(real)) {
                kinds[ordinal] = SeriesState.NONE;
                values[ordinal] = 0;
            } else {
                kinds[ordinal] = SeriesState.REAL;
                values[ordinal] = Double.doubleToRawLongBits(real);
            }
        } else {
            kinds[ordinal] = SeriesState.INTEGER;
            values[ordinal] = value.longValue();
        }
    }
}
