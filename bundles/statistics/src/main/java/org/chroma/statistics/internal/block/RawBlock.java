package org.chroma.statistics.internal.block;

import java.util.List;
import org.chroma.statistics.internal.codec.ByteReader;
import org.chroma.statistics.internal.codec.ByteWriter;
import org.chroma.statistics.internal.codec.CorruptDataException;
import org.chroma.statistics.internal.codec.Times;

/**
 * An immutable, checked block of readings of one entity, with the state of each series before it, so that steps can be
 * computed from the block alone. The times are shared by all series.
 */
public final class RawBlock implements RawSpan {
    private static final int FORMAT = 'R';
    private static final int VERSION = 1;
    private static final int MOST_UPDATES = 1 << 20;
    private static final int MOST_SERIES = 1 << 20;

    private final byte[] data;
    private final int limit;
    private final long previous;
    private final int count;
    private final int times;
    private final long last;
    private final int series;
    private final int directory;

    public RawBlock(byte[] data) {
        ByteReader in = ByteReader.unsealed(data);
        if (in.u8() != FORMAT || in.u8() != VERSION) {
            throw new CorruptDataException("not a block of readings of a known version");
        }
        this.data = data;
        this.limit = in.limit;
        series = in.count(MOST_SERIES);
        count = in.count(MOST_UPDATES);
        previous = in.zigzag();
        times = in.position;
        last = count == 0 ? previous : Times.read(in, previous, count)[count - 1];
        directory = in.position;
        if (limit - directory < series * 4L) {
            throw new CorruptDataException("directory ends early");
        }
    }

    public int bytes() {
        return data.length;
    }

    public byte[] data() {
        return data;
    }

    int series() {
        return series;
    }

    @Override
    public long previous() {
        return previous;
    }

    public long last() {
        return last;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public long[] times() {
        return Times.read(new ByteReader(data, times, limit), previous, count);
    }

    private ByteReader reader(int which) {
        int from = (int) ByteWriter.INT.get(data, directory + which * 4);
        if (from < directory || from > limit) {
            throw new CorruptDataException("directory points outside");
        }
        return new ByteReader(data, from, limit);
    }

    /** The state of a series before the first update. */
    public void state(int which, long stepMillis, SeriesState into) {
        if (which >= series) {
            into.set(SeriesState.fresh(previous, stepMillis));
        } else {
            StateCodec.read(reader(which), into);
        }
    }

    @Override
    public void column(int which, Column into) {
        if (which >= series) {
            into.noneKnown(count);
            return;
        }
        ByteReader in = reader(which);
        SeriesState state = new SeriesState();
        StateCodec.read(in, state);
        long base = state.lastKind == SeriesState.INTEGER ? state.last : in.zigzag();
        RawColumns.decode(in, into, count, base);
    }

    /** Packs spans that follow one another into one block. */
    public static final class Builder {
        private final ByteWriter out = new ByteWriter(1 << 14);
        private final int directory;
        private int next;

        public Builder(long previous, long[] times, int count, int series) {
            out.u8(FORMAT);
            out.u8(VERSION);
            out.varint(series);
            out.varint(count);
            out.zigzag(previous);
            Times.write(out, previous, times, count);
            directory = out.length;
            out.ensure(series * 4);
            out.length += series * 4;
        }

        public void add(SeriesState before, Column column, int count) {
            ByteWriter.INT.set(out.bytes, directory + 4 * next++, out.length);
            StateCodec.write(out, before);
            long base = before.last;
            if (before.lastKind != SeriesState.INTEGER) {
                base = 0;
                for (int i = 0; i < count && !column.real; i++) {
                    if (column.known(i)) {
                        base = column.values[i];
                        break;
                    }
                }
                out.zigzag(base);
            }
            RawColumns.encode(out, column, count, base);
        }

        public byte[] build() {
            return out.sealed();
        }
    }

    /** Joins the columns of one series of several spans. */
    public static void join(List<? extends RawSpan> spans, int series, Column part, Column into) {
        int total = spans.stream().mapToInt(RawSpan::count).sum();
        into.noneKnown(total);
        into.allKnown = true;
        int at = 0;
        for (RawSpan span : spans) {
            span.column(series, part);
            int count = span.count();
            if (part.real && !into.real) {
                for (int i = 0; i < at; i++) {
                    into.values[i] = Double.doubleToRawLongBits((double) into.values[i]);
                }
                into.real = true;
            }
            for (int i = 0; i < count; i++, at++) {
                if (part.known(i)) {
                    into.known[at >>> 6] |= 1L << at;
                } else {
                    into.allKnown = false;
                }
                into.values[at] =
                        into.real && !part.real ? Double.doubleToRawLongBits((double) part.values[i]) : part.values[i];
            }
        }
    }
}
