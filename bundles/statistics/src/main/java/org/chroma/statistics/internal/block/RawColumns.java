package org.chroma.statistics.internal.block;

import java.util.Arrays;
import org.chroma.statistics.internal.codec.ByteReader;
import org.chroma.statistics.internal.codec.ByteWriter;
import org.chroma.statistics.internal.codec.IntegerColumn;
import org.chroma.statistics.internal.codec.RealColumn;

/** Encoding of one series' readings within a chunk or a block. */
public final class RawColumns {
    private static final int NONE_KNOWN = 1;
    private static final int MASK = 2;
    private static final int REAL = 4;
    private static final long[] DECIMALS = {1, 10, 100, 1000};

    private RawColumns() {}

    /**
     * Writes the readings of one series.
     *
     * @param base what the first integer differs from, known to the decoder too
     */
    public static void encode(ByteWriter out, Column column, int count, long base) {
        int known = 0;
        if (column.allKnown) {
            known = count;
        } else {
            for (int i = 0; i < count; i++) {
                known += column.known(i) ? 1 : 0;
            }
        }
        if (known == 0) {
            out.u8(NONE_KNOWN);
            return;
        }
        out.u8((known < count ? MASK : 0) | (column.real ? REAL : 0));
        long[] values = column.values;
        if (known < count) {
            byte[] mask = new byte[(count + 7) >>> 3];
            long[] packed = new long[known];
            int next = 0;
            for (int i = 0; i < count; i++) {
                if (column.known(i)) {
                    mask[i >>> 3] |= (byte) (1 << (i & 7));
                    packed[next++] = values[i];
                }
            }
            out.bytes(mask, 0, mask.length);
            values = packed;
        }
        if (column.real) {
            double[] reals = new double[known];
            for (int i = 0; i < known; i++) {
                reals[i] = Double.longBitsToDouble(values[i]);
            }
            RealColumn.encode(out, reals, known, DECIMALS, true);
        } else {
            IntegerColumn.encode(out, values, known, base, true);
        }
    }

    static void decode(ByteReader in, Column column, int count, long base) {
        int flags = in.u8();
        if (flags == NONE_KNOWN) {
            column.noneKnown(count);
            return;
        }
        column.reserve(count);
        column.real = (flags & REAL) != 0;
        column.allKnown = (flags & MASK) == 0;
        int known = count;
        if (!column.allKnown) {
            known = mask(in, column, count);
        }
        if (column.real) {
            double[] reals = new double[known];
            RealColumn.decode(in, reals, known);
            for (int i = 0; i < known; i++) {
                column.values[i] = Double.doubleToRawLongBits(reals[i]);
            }
        } else {
            IntegerColumn.decode(in, column.values, known, base, true);
        }
        if (known < count) {
            spread(column, count, known);
        }
    }

    private static int mask(ByteReader in, Column column, int count) {
        Arrays.fill(column.known, 0);
        int known = 0;
        int bits = 0;
        for (int i = 0; i < count; i++) {
            if ((i & 7) == 0) {
                bits = in.u8();
            }
            if ((bits & (1 << (i & 7))) != 0) {
                column.known[i >>> 6] |= 1L << i;
                known++;
            }
        }
        return known;
    }

    private static void spread(Column column, int count, int known) {
        int next = known;
        for (int i = count - 1; i >= 0; i--) {
            column.values[i] = column.known(i) ? column.values[--next] : 0;
        }
    }
}
