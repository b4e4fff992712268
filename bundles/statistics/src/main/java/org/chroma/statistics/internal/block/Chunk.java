package org.chroma.statistics.internal.block;

import org.chroma.statistics.internal.codec.ByteReader;
import org.chroma.statistics.internal.codec.ByteWriter;
import org.chroma.statistics.internal.codec.Times;

/** A short run of updates of the open block, packed by column. Lives in memory only. */
public final class Chunk implements RawSpan {
    static final int UPDATES = 32;

    private final long previous;
    private final int count;
    private final int times;
    private final byte[] data;
    private final int series;

    /**
     * @param data where each column begins, in four bytes; the columns; the times
     * @param times where those begin
     */
    Chunk(long previous, int count, byte[] data, int times, int series) {
        this.previous = previous;
        this.count = count;
        this.data = data;
        this.times = times;
        this.series = series;
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
        return Times.read(new ByteReader(data, times, data.length), previous, count);
    }

    public int bytes() {
        return data.length;
    }

    /** One column. */
    static void encode(ByteWriter out, Column column, int count) {
        long base = 0;
        if (!column.real) {
            for (int i = 0; i < count; i++) {
                if (column.known(i)) {
                    base = column.values[i];
                    break;
                }
            }
        }
        out.zigzag(base);
        RawColumns.encode(out, column, count, base);
    }

    @Override
    public void column(int which, Column into) {
        if (which >= series) {
            into.noneKnown(count);
            return;
        }
        int from = (int) ByteWriter.INT.get(data, which * 4);
        ByteReader in = new ByteReader(data, from, data.length);
        long base = in.zigzag();
        RawColumns.decode(in, into, count, base);
    }
}
