package org.chroma.prometheus.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A time series as it was sent, read by the rules of protobuf and not by our own encoder. */
record Decoded(Map<String, String> labels, double value, long time) {

    /** Every time series of a message; fails for a field that is not one of the five. */
    static List<Decoded> all(byte[] message) {
        List<Decoded> all = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            require(varint(in) == 0x0A);
            all.add(series(part(in)));
        }
        return all;
    }

    private static Decoded series(ByteBuffer in) {
        Map<String, String> labels = new LinkedHashMap<>();
        double value = Double.NaN;
        long time = 0;
        while (in.hasRemaining()) {
            long tag = varint(in);
            ByteBuffer part = part(in);
            if (tag == 0x0A) {
                require(varint(part) == 0x0A);
                String name = StandardCharsets.UTF_8.decode(part(part)).toString();
                require(varint(part) == 0x12);
                labels.put(name, StandardCharsets.UTF_8.decode(part(part)).toString());
            } else {
                require(tag == 0x12 && varint(part) == 0x09);
                value = part.getDouble();
                require(varint(part) == 0x10);
                time = varint(part);
            }
            require(!part.hasRemaining());
        }
        return new Decoded(labels, value, time);
    }

    private static ByteBuffer part(ByteBuffer in) {
        int length = (int) varint(in);
        ByteBuffer part = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        in.position(in.position() + length);
        return part;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        int shift = 0;
        byte next;
        do {
            next = in.get();
            value |= (long) (next & 0x7F) << shift;
            shift += 7;
        } while (next < 0);
        return value;
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new AssertionError("The message is not as it must be");
        }
    }
}
