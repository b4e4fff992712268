package org.chroma.statistics.internal.log;

import org.chroma.statistics.internal.block.SeriesState;
import org.chroma.statistics.internal.codec.ByteReader;
import org.chroma.statistics.internal.codec.ByteWriter;
import org.chroma.statistics.internal.codec.CorruptDataException;

/**
 * Encoding of one update in the log: two bits per reading tell whether it is as before, an integer, a real number or
 * unknown; integers are differences from the reading before where that was an integer.
 */
public final class UpdateCodec {
    private static final int SAME = 0;
    private static final int WHOLE = 1;
    private static final int REAL = 2;
    private static final int UNKNOWN = 3;

    private UpdateCodec() {}

    /**
     * Writes the readings of an update.
     *
     * @param absolute whether the readings before must not be referred to
     */
    public static void write(
            ByteWriter out, long[] values, byte[] kinds, int count, long[] last, byte[] lastKinds, boolean absolute) {
        int marks = out.length;
        int markBytes = (count + 3) >>> 2;
        out.ensure(markBytes + count * 10);
        byte[] bytes = out.bytes;
        int at = marks + markBytes;
        int mark = 0;
        for (int s = 0; s < count; s++) {
            int code;
            byte kind = kinds[s];
            if (kind == SeriesState.INTEGER) {
                long base = absolute || lastKinds[s] != SeriesState.INTEGER ? 0 : last[s];
                long difference = values[s] - base;
                if (difference == 0) {
                    code = SAME;
                } else {
                    code = WHOLE;
                    long rest = (difference << 1) ^ (difference >> 63);
                    while ((rest & ~0x7FL) != 0) {
                        bytes[at++] = (byte) (rest | 0x80);
                        rest >>>= 7;
                    }
                    bytes[at++] = (byte) rest;
                }
            } else if (kind == SeriesState.REAL) {
                code = REAL;
                ByteWriter.LONG.set(bytes, at, values[s]);
                at += 8;
            } else {
                code = UNKNOWN;
            }
            mark |= code << ((s & 3) << 1);
            if ((s & 3) == 3) {
                bytes[marks + (s >>> 2)] = (byte) mark;
                mark = 0;
            }
        }
        if ((count & 3) != 0) {
            bytes[marks + markBytes - 1] = (byte) mark;
        }
        out.length = at;
    }

    static void read(
            ByteReader in, long[] values, byte[] kinds, int count, long[] last, byte[] lastKinds, boolean absolute) {
        int marks = in.position;
        in.position += (count + 3) >>> 2;
        if (in.position > in.limit) {
            throw new CorruptDataException("update ends early");
        }
        for (int s = 0; s < count; s++) {
            int code = (in.bytes[marks + (s >>> 2)] >>> ((s & 3) << 1)) & 3;
            long base = absolute || s >= lastKinds.length || lastKinds[s] != SeriesState.INTEGER ? 0 : last[s];
            switch (code) {
                case SAME -> {
                    kinds[s] = SeriesState.INTEGER;
                    values[s] = base;
                }
                case WHOLE -> {
                    kinds[s] = SeriesState.INTEGER;
                    values[s] = base + in.zigzag();
                }
                case REAL -> {
                    kinds[s] = SeriesState.REAL;
                    values[s] = in.i64();
                }
                default -> {
                    kinds[s] = SeriesState.NONE;
                    values[s] = 0;
                }
            }
        }
    }
}
