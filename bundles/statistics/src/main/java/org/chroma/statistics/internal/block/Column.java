package org.chroma.statistics.internal.block;

import java.util.Arrays;

/** The readings of one series for a run of updates. */
public final class Column {
    /** Integers, or the bits of doubles if {@link #real}. */
    public long[] values = new long[0];

    public boolean real;
    /** Bit per update: whether there is a reading. */
    long[] known = new long[0];

    public boolean allKnown;

    public void reserve(int count) {
        if (values.length < count) {
            values = new long[count];
            known = new long[(count + 63) >>> 6];
        }
    }

    public boolean known(int i) {
        return allKnown || (known[i >>> 6] & (1L << i)) != 0;
    }

    void noneKnown(int count) {
        reserve(count);
        real = false;
        allKnown = false;
        Arrays.fill(known, 0);
    }

    /** The readings as doubles; counters are unsigned. */
    public static double toDouble(long value, boolean real, boolean unsigned) {
        if (real) {
            return Double.longBitsToDouble(value);
        }
        return unsigned && value < 0 ? (value >>> 1) * 2.0 + (value & 1) : value;
    }
}
