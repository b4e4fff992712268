package org.chroma.statistics.internal.block;

import java.util.Arrays;
import org.chroma.statistics.internal.codec.ByteWriter;
import org.chroma.statistics.internal.codec.Times;

/** The newest updates of an entity, not packed yet: one row of readings after the other. */
public final class Head implements RawSpan {
    private final long previous;
    private final long[] times;
    private int count;
    private int series;
    private long[] rows;
    /** Per series a bit for each update. */
    private int[] known;

    private boolean[] real;

    public Head(long previous, int series) {
        this.previous = previous;
        this.times = new long[Chunk.UPDATES];
        this.series = series;
        this.rows = new long[Chunk.UPDATES * series];
        this.known = new int[series];
        this.real = new boolean[series];
    }

    private Head(Head other) {
        previous = other.previous;
        times = other.times;
        count = other.count;
        series = other.series;
        rows = other.rows;
        known = other.known.clone();
        real = other.real.clone();
    }

    /**
     * What is here now. The readings are shared: those that come later lie behind, and what changes earlier ones
     * changes a copy.
     */
    public Head view() {
        return new Head(this);
    }

    /** Makes room for series that were defined since. */
    public void widen(int wanted) {
        if (wanted <= series) {
            return;
        }
        long[] wider = new long[Chunk.UPDATES * wanted];
        for (int i = 0; i < count; i++) {
            System.arraycopy(rows, i * series, wider, i * wanted, series);
        }
        rows = wider;
        known = Arrays.copyOf(known, wanted);
        real = Arrays.copyOf(real, wanted);
        series = wanted;
    }

    public boolean full() {
        return count == Chunk.UPDATES;
    }

    /**
     * Takes an update.
     *
     * @param kinds {@link SeriesState#NONE}, {@link SeriesState#INTEGER} or {@link SeriesState#REAL} per reading
     */
    public void append(long time, long[] values, byte[] kinds, int width) {
        int at = count * series;
        int bit = 1 << count;
        for (int s = 0; s < width; s++) {
            byte kind = kinds[s];
            if (kind == SeriesState.INTEGER && !real[s]) {
                rows[at + s] = values[s];
                known[s] |= bit;
            } else if (kind != SeriesState.NONE) {
                appendReal(at + s, s, bit, values[s], kind);
            }
        }
        times[count++] = time;
    }

    private void appendReal(int at, int s, int bit, long value, byte kind) {
        if (!real[s]) {
            real[s] = true;
            rows = count == 0 ? rows : rows.clone();
            for (int i = 0; i < count; i++) {
                int cell = i * series + s;
                rows[cell] = Double.doubleToRawLongBits((double) rows[cell]);
            }
        }
        rows[at] = kind == SeriesState.REAL ? value : Double.doubleToRawLongBits((double) value);
        known[s] |= bit;
    }

    public Chunk pack() {
        ByteWriter out = new ByteWriter(series * 36);
        out.ensure(series * 4);
        out.length = series * 4;
        Column column = new Column();
        for (int s = 0; s < series; s++) {
            ByteWriter.INT.set(out.bytes, s * 4, out.length);
            column(s, column);
            Chunk.encode(out, column, count);
        }
        int timesAt = out.length;
        Times.write(out, previous, times, count);
        return new Chunk(previous, count, out.toBytes(), timesAt, series);
    }

    @Override
    public long previous() {
        return previous;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public long[] times() {
        return times;
    }

    @Override
    public void column(int which, Column into) {
        if (which >= series) {
            into.noneKnown(count);
            return;
        }
        into.reserve(Chunk.UPDATES);
        into.real = real[which];
        into.known[0] = known[which] & 0xFFFFFFFFL;
        into.allKnown = Integer.bitCount(known[which]) == count;
        for (int i = 0, at = which; i < count; i++, at += series) {
            into.values[i] = rows[at];
        }
    }
}
