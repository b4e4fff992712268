package org.chroma.statistics.internal.codec;

/**
 * Packs real numbers: as integers where all are integers or fractions with one small denominator, otherwise their bits
 * without the zeros among them.
 *
 * <p>Rows may be rounded to {@value #ROW_BITS} binary digits, a relative error below 3e-11; readings are kept exactly.
 */
public final class RealColumn {
    private static final int ROW_BITS = 34;
    private static final int FLOAT = 255;
    private static final double EXACT = 1L << 53;

    private RealColumn() {}

    /**
     * Writes a column of doubles.
     *
     * @param values NaN must not occur
     * @param denominators what fractions are tried, each from 1 to 2^53
     * @param exact whether every bit must be kept
     */
    public static void encode(ByteWriter out, double[] values, int count, long[] denominators, boolean exact) {
        long[] whole = new long[count];
        for (int i = 0; i < denominators.length; i++) {
            if (scaled(values, count, denominators[i], whole, exact)) {
                integers(out, i, whole, count);
                out.varint(denominators[i]);
                return;
            }
        }
        out.u8(FLOAT);
        int drop = exact ? 0 : 52 - ROW_BITS;
        int present = 0;
        byte[] mask = new byte[(count + 7) >>> 3];
        for (int i = 0; i < count; i++) {
            long bits = Double.doubleToRawLongBits(values[i]);
            if (bits != 0) {
                mask[i >>> 3] |= (byte) (1 << (i & 7));
                whole[present++] = drop == 0 ? bits : (bits + (1L << (drop - 1))) >>> drop;
            }
        }
        out.u8(drop);
        out.varint(count - present);
        if (present < count && present > 0) {
            out.bytes(mask, 0, mask.length);
        }
        IntegerColumn.encode(out, whole, present, 0, false);
    }

    private static boolean scaled(double[] values, int count, long denominator, long[] whole, boolean exact) {
        for (int i = 0; i < count; i++) {
            double product = values[i] * denominator;
            double rounded = Math.rint(product);
            if (!(Math.abs(rounded) < EXACT)
                    || (exact
                            ? Double.doubleToRawLongBits(rounded / denominator) != Double.doubleToRawLongBits(values[i])
                            : Math.abs(rounded - product) > 1e-12 * Math.abs(rounded))) {
                return false;
            }
            whole[i] = (long) rounded;
            if (exact && whole[i] == 0 && Double.doubleToRawLongBits(values[i]) != 0) {
                return false; // minus zero
            }
        }
        return true;
    }

    private static void integers(ByteWriter out, int code, long[] whole, int count) {
        int start = out.length;
        out.u8(code & 0x7F);
        IntegerColumn.encode(out, whole, count, 0, false);
        int plain = out.length - start;
        ByteWriter other = new ByteWriter(plain + 16);
        other.u8(code | 0x80);
        IntegerColumn.encode(other, whole, count, 0, true);
        if (other.length < plain) {
            out.length = start;
            out.bytes(other.bytes, 0, other.length);
        }
    }

    public static void decode(ByteReader in, double[] values, int count) {
        int code = in.u8();
        long[] whole = new long[count];
        if (code != FLOAT) {
            IntegerColumn.decode(in, whole, count, 0, (code & 0x80) != 0);
            double denominator = in.varint();
            for (int i = 0; i < count; i++) {
                values[i] = whole[i] / denominator;
            }
            return;
        }
        int drop = in.u8() & 63;
        int zeros = in.count(count);
        int mask = in.position;
        if (zeros > 0 && zeros < count) {
            in.position += (count + 7) >>> 3;
            if (in.position > in.limit) {
                throw new CorruptDataException("column ends early");
            }
        }
        IntegerColumn.decode(in, whole, count - zeros, 0, false);
        int next = 0;
        for (int i = 0; i < count; i++) {
            boolean present = zeros == 0 || (zeros < count && (in.bytes[mask + (i >>> 3)] & (1 << (i & 7))) != 0);
            if (present && next == count - zeros) {
                throw new CorruptDataException("more values than counted");
            }
            values[i] = present ? Double.longBitsToDouble(whole[next++] << drop) : 0;
        }
    }
}
