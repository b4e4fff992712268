package org.chroma.statistics.internal.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** A growing array of bytes with the few encodings that blocks and log are made of; little-endian. */
public final class ByteWriter {
    public static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    public static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    public byte[] bytes;
    public int length;

    public ByteWriter(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    public void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length + (bytes.length >> 1), length + more));
        }
    }

    public void u8(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
    }

    public void i32(int value) {
        ensure(4);
        INT.set(bytes, length, value);
        length += 4;
    }

    public void i64(long value) {
        ensure(8);
        LONG.set(bytes, length, value);
        length += 8;
    }

    public void f64(double value) {
        i64(Double.doubleToRawLongBits(value));
    }

    /** Seven bits per byte, least first; the value is taken as unsigned. */
    public void varint(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    public void zigzag(long value) {
        varint((value << 1) ^ (value >> 63));
    }

    public void bytes(byte[] value, int from, int count) {
        ensure(count);
        System.arraycopy(value, from, bytes, length, count);
        length += count;
    }

    public void blob(byte[] value) {
        varint(value.length);
        bytes(value, 0, value.length);
    }

    public void string(String value) {
        blob(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Appends four zero bytes, which let readers load whole words, and the checksum of all before. */
    public byte[] sealed() {
        i32(0);
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        i32((int) crc.getValue());
        return Arrays.copyOf(bytes, length);
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }
}
