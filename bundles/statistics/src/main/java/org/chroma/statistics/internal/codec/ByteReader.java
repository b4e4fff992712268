package org.chroma.statistics.internal.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Reads what {@link ByteWriter} wrote; damage shows as {@link CorruptDataException}, never as wrong or endless data.
 */
public final class ByteReader {
    public final byte[] bytes;
    public final int limit;
    public int position;

    public ByteReader(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.position = from;
        this.limit = to;
    }

    /** Checks the checksum that {@link ByteWriter#sealed} appended. */
    public static ByteReader unsealed(byte[] bytes) {
        if (bytes.length < 8) {
            throw new CorruptDataException("only " + bytes.length + " bytes");
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length - 4);
        if ((int) crc.getValue() != (int) ByteWriter.INT.get(bytes, bytes.length - 4)) {
            throw new CorruptDataException("checksum does not match");
        }
        return new ByteReader(bytes, 0, bytes.length - 8);
    }

    private void need(int count) {
        if (count < 0 || limit - position < count) {
            throw new CorruptDataException("ends early at byte " + position);
        }
    }

    public int u8() {
        need(1);
        return bytes[position++] & 0xFF;
    }

    public int i32() {
        need(4);
        int value = (int) ByteWriter.INT.get(bytes, position);
        position += 4;
        return value;
    }

    public long i64() {
        need(8);
        long value = (long) ByteWriter.LONG.get(bytes, position);
        position += 8;
        return value;
    }

    public double f64() {
        return Double.longBitsToDouble(i64());
    }

    public long varint() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            need(1);
            byte b = bytes[position++];
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new CorruptDataException("endless number at byte " + position);
    }

    public long zigzag() {
        long value = varint();
        return (value >>> 1) ^ -(value & 1);
    }

    /** A length or count: refuses what cannot be because it is larger than the given bound. */
    public int count(int bound) {
        long value = varint();
        if (value < 0 || value > bound) {
            throw new CorruptDataException("count " + value + " is over " + bound);
        }
        return (int) value;
    }

    public byte[] blob() {
        int size = count(limit - position);
        byte[] value = Arrays.copyOfRange(bytes, position, position + size);
        position += size;
        return value;
    }

    public String string() {
        int size = count(limit - position);
        String value = new String(bytes, position, size, StandardCharsets.UTF_8);
        position += size;
        return value;
    }

    public boolean atEnd() {
        return position >= limit;
    }
}
