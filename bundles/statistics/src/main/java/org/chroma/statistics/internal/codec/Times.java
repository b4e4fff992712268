package org.chroma.statistics.internal.codec;

/** Times of a run of updates, as the distance of each from the one before: steady ones take next to nothing. */
public final class Times {
    private Times() {}

    public static void write(ByteWriter out, long previous, long[] times, int count) {
        long[] distances = new long[count];
        long last = previous;
        for (int i = 0; i < count; i++) {
            distances[i] = times[i] - last;
            last = times[i];
        }
        IntegerColumn.encode(out, distances, count, 0, false);
    }

    public static long[] read(ByteReader in, long previous, int count) {
        long[] times = new long[count];
        IntegerColumn.decode(in, times, count, 0, false);
        long time = previous;
        for (int i = 0; i < count; i++) {
            time += times[i];
            times[i] = time;
        }
        return times;
    }
}
