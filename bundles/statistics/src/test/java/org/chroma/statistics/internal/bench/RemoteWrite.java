package org.chroma.statistics.internal.bench;

import java.nio.charset.StandardCharsets;
import org.chroma.statistics.internal.codec.ByteWriter;

/**
 * A request of Prometheus' remote write protocol 0.1: a protocol buffer of series with one sample each, in a snappy
 * frame of literals, which is the cheapest to undo.
 */
final class RemoteWrite {
    private static final int WHOLE_TEXT = 2;

    private final ByteWriter request = new ByteWriter(1 << 16);
    private final ByteWriter series = new ByteWriter(256);
    private final ByteWriter part = new ByteWriter(128);

    /** @param labels name and value in turn, in order of name */
    void add(long millis, double value, String... labels) {
        series.length = 0;
        for (int i = 0; i < labels.length; i += 2) {
            part.length = 0;
            text(part, 1, labels[i]);
            text(part, 2, labels[i + 1]);
            message(series, 1, part);
        }
        part.length = 0;
        part.u8(1 << 3 | 1);
        part.f64(value);
        part.u8(2 << 3);
        part.varint(millis);
        message(series, 2, part);
        message(request, 1, series);
    }

    private static void text(ByteWriter out, int field, String text) {
        out.u8(field << 3 | WHOLE_TEXT);
        out.blob(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void message(ByteWriter out, int field, ByteWriter message) {
        out.u8(field << 3 | WHOLE_TEXT);
        out.varint(message.length);
        out.bytes(message.bytes, 0, message.length);
    }

    /** The body of the request; the next one begins. */
    byte[] take() {
        ByteWriter frame = new ByteWriter(request.length + 16);
        frame.varint(request.length);
        frame.u8(63 << 2); // a literal whose length less one follows in four bytes
        frame.i32(request.length - 1);
        frame.bytes(request.bytes, 0, request.length);
        request.length = 0;
        return frame.toBytes();
    }
}
