package org.chroma.statistics.internal;

/** A short run of updates of the open block, packed by column. Lives in memory only. */
final class Chunk implements RawSpan {
    static final int UPDATES = 32;

    private final long previous;
    private final long[] times;
    private final byte[] data;
    private final int series;

    Chunk(long previous, long[] times, byte[] data, int series) {
        this.previous = previous;
        this.times = times;
        this.data = data;
        this.series = series;
    }

    @Override
    public long previous() {
        return previous;
    }

    @Override
    public int count() {
        return times.length;
    }

    @Override
    public long[] times() {
        return times;
    }

    int bytes() {
        return data.length;
    }

    /** Column by column: where each begins stands in front, in two bytes or, for very long ones, four. */
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
            into.noneKnown(times.length);
            return;
        }
        int from = (int) ByteWriter.INT.get(data, which * 4);
        ByteReader in = new ByteReader(data, from, data.length);
        long base = in.zigzag();
        RawColumns.decode(in, into, times.length, base);
    }
}
