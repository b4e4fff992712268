package org.chroma.statistics.internal.codec;

/**
 * Packs integers that change little: differences in groups of {@value #GROUP}, each group less its minimum, without
 * common trailing zero bits, in as few bits as its greatest member needs.
 *
 * <p>Counters of servers are idle or run at a steady rate for minutes, and bytes come in whole pages; that is all this
 * makes use of. Each group begins with a byte: low six bits the width ({@value #ZEROS} a run of groups of zeros,
 * {@value #WIDE} whole words), bit 6 a minimum follows, bit 7 a shift follows.
 */
public final class IntegerColumn {
    static final int GROUP = 16;
    private static final int ZEROS = 62;
    private static final int WIDE = 63;
    private static final int WIDEST = 56;

    private IntegerColumn() {}

    /**
     * Writes a column of integers.
     *
     * @param base what the first value differs from
     * @param differences false to pack the values themselves and not their differences
     */
    public static void encode(ByteWriter out, long[] values, int count, long base, boolean differences) {
        long[] group = new long[GROUP];
        long previous = base;
        int zeros = 0;
        for (int at = 0; at < count; at += GROUP) {
            int size = Math.min(GROUP, count - at);
            long minimum = Long.MAX_VALUE;
            long any = 0;
            for (int i = 0; i < size; i++) {
                long value = values[at + i];
                long member = differences ? value - previous : value;
                previous = value;
                group[i] = member;
                any |= member;
                minimum = Math.min(minimum, member);
            }
            if (any == 0) {
                zeros++;
                continue;
            }
            zeros(out, zeros);
            zeros = 0;
            group(out, group, size, minimum);
        }
        zeros(out, zeros);
    }

    private static void zeros(ByteWriter out, int groups) {
        if (groups > 2) {
            out.u8(ZEROS);
            out.varint(groups);
        } else {
            for (int i = 0; i < groups; i++) {
                out.u8(0);
            }
        }
    }

    private static void group(ByteWriter out, long[] group, int size, long minimum) {
        long any = 0;
        for (int i = 0; i < size; i++) {
            group[i] -= minimum;
            any |= group[i];
        }
        int shift = Long.numberOfTrailingZeros(any | minimum) & 63;
        if (any == 0 && shift < 8) {
            shift = 0;
        }
        int width = 64 - Long.numberOfLeadingZeros(any >>> shift);
        boolean wide = width > WIDEST;
        int flags = (minimum != 0 ? 0x40 : 0) | (shift != 0 ? 0x80 : 0);
        out.u8((wide ? WIDE : width) | flags);
        if (shift != 0) {
            out.u8(shift);
        }
        if (minimum != 0) {
            out.zigzag(minimum >> shift);
        }
        if (wide) {
            for (int i = 0; i < size; i++) {
                out.i64(group[i] >>> shift);
            }
            return;
        }
        out.ensure(width * 2 + 8);
        long word = 0;
        int filled = 0;
        for (int i = 0; i < size; i++) {
            long member = group[i] >>> shift;
            word |= member << filled;
            filled += width;
            if (filled >= 64) {
                ByteWriter.LONG.set(out.bytes, out.length, word);
                out.length += 8;
                filled -= 64;
                word = filled == 0 ? 0 : member >>> (width - filled);
            }
        }
        for (; filled > 0; filled -= 8) {
            out.ensure(1);
            out.bytes[out.length++] = (byte) word;
            word >>>= 8;
        }
    }

    /** Reverses {@link #encode}. The reader's array must go on for at least 8 bytes after its limit. */
    public static void decode(ByteReader in, long[] values, int count, long base, boolean differences) {
        long previous = base;
        int at = 0;
        while (at < count) {
            int head = in.u8();
            int width = head & 0x3F;
            int size = Math.min(GROUP, count - at);
            if (width == ZEROS) {
                int end = (int) Math.min(count, at + in.varint() * GROUP);
                if (end <= at) {
                    throw new CorruptDataException("empty run");
                }
                long fill = differences ? previous : 0;
                for (; at < end; at++) {
                    values[at] = fill;
                }
                continue;
            }
            int shift = (head & 0x80) != 0 ? in.u8() & 63 : 0;
            long minimum = (head & 0x40) != 0 ? in.zigzag() << shift : 0;
            if (width == WIDE) {
                for (int i = 0; i < size; i++) {
                    values[at + i] = (in.i64() << shift) + minimum;
                }
            } else if (width == 0) {
                for (int i = 0; i < size; i++) {
                    values[at + i] = minimum;
                }
            } else {
                unpack(in, values, at, size, width, shift, minimum);
            }
            if (differences) {
                for (int i = 0; i < size; i++) {
                    previous += values[at + i];
                    values[at + i] = previous;
                }
            }
            at += size;
        }
    }

    private static void unpack(ByteReader in, long[] values, int at, int size, int width, int shift, long minimum) {
        int bytes = (size * width + 7) >>> 3;
        if (width > WIDEST || in.limit - in.position < bytes) {
            throw new CorruptDataException("group ends early");
        }
        byte[] source = in.bytes;
        long mask = -1L >>> (64 - width);
        int bit = in.position << 3;
        if (in.position + bytes + 8 <= source.length) {
            for (int i = 0; i < size; i++, bit += width) {
                long word = (long) ByteWriter.LONG.get(source, bit >>> 3);
                values[at + i] = (((word >>> (bit & 7)) & mask) << shift) + minimum;
            }
        } else {
            byte[] tail = new byte[bytes + 8];
            System.arraycopy(source, in.position, tail, 0, bytes);
            bit = 0;
            for (int i = 0; i < size; i++, bit += width) {
                long word = (long) ByteWriter.LONG.get(tail, bit >>> 3);
                values[at + i] = (((word >>> (bit & 7)) & mask) << shift) + minimum;
            }
        }
        in.position += bytes;
    }
}
