package org.chroma.statistics.internal.codec;

import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * How a file that is only appended to is cut into frames: four bytes of length, four of CRC-32C, and the payload. So a
 * write that a crash tore is told from one that was done, and damage from both.
 */
public final class Frames {
    /** Bytes before the payload of each frame. */
    public static final int HEADER = 8;

    private Frames() {}

    /** What a frame says of its payload; takes a while, so it is computed before locks are taken. */
    public static int checksum(byte[] payload, int length) {
        return checksum(payload, 0, length);
    }

    private static int checksum(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    /** Adds a frame to what is to be written: all of it, or nothing where there is no memory. */
    public static void write(ByteWriter out, byte[] payload, int length, int checksum) {
        out.ensure(length + HEADER);
        out.i32(length);
        out.i32(checksum);
        out.bytes(payload, 0, length);
    }

    /**
     * Hands on the payloads of all good frames from a place on.
     *
     * @return where the last of them ends: the end, or where something else lies
     */
    public static int read(byte[] bytes, int from, Consumer<ByteReader> payloads) {
        int at = from;
        while (bytes.length - at >= HEADER) {
            int length = (int) ByteWriter.INT.get(bytes, at);
            if (length <= 0 || length > bytes.length - at - HEADER) {
                break;
            }
            int payload = at + HEADER;
            if (checksum(bytes, payload, length) != (int) ByteWriter.INT.get(bytes, at + 4)) {
                break;
            }
            payloads.accept(new ByteReader(bytes, payload, payload + length));
            at = payload + length;
        }
        return at;
    }

    /**
     * Whether a crash alone explains what lies at a place: a frame that reaches the end or beyond, or space never
     * written.
     */
    public static boolean torn(byte[] bytes, int at) {
        int length = bytes.length - at >= 4 ? (int) ByteWriter.INT.get(bytes, at) : Integer.MAX_VALUE;
        if (length <= 0) {
            return allZero(bytes, at);
        }
        return length >= bytes.length - at - HEADER;
    }

    private static boolean allZero(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
