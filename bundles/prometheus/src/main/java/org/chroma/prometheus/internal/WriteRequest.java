package org.chroma.prometheus.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.chroma.metrics.DeclaredMetrics;
import org.chroma.metrics.MetricName;
import org.chroma.statistics.Batch;
import org.chroma.statistics.Follower;
import org.chroma.statistics.SeriesType;

/**
 * The message of remote write 1.0, in protobuf's encoding. It has five fields that matter:
 *
 * <pre>
 * WriteRequest { repeated TimeSeries timeseries = 1 }
 * TimeSeries   { repeated Label labels = 1; repeated Sample samples = 2 }
 * Label        { string name = 1; string value = 2 }
 * Sample       { double value = 1; int64 timestamp = 2 }
 * </pre>
 *
 * Two messages one behind the other are one message with the time series of both: the queue makes use of that.
 *
 * @param bytes the message, not compressed
 * @param samples how many samples it holds, one in each time series
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares messages
record WriteRequest(byte[] bytes, int samples) {
    /** Tags: number of the field, and how it is encoded. */
    private static final int LENGTH_FIRST_1 = 1 << 3 | 2;

    private static final int LENGTH_FIRST_2 = 2 << 3 | 2;
    private static final int DOUBLE_1 = 1 << 3 | 1;
    private static final int VARINT_2 = 2 << 3;

    /**
     * Encodes updates. Unknown readings are left out: to Prometheus, unknown is what is not there.
     *
     * @param labels finds the labels of an entity
     * @param declared knows what series are called
     */
    static WriteRequest of(
            List<Follower.Update> updates, Function<String, Map<String, String>> labels, DeclaredMetrics declared) {
        Bytes out = new Bytes();
        Bytes series = new Bytes();
        Bytes part = new Bytes();
        int samples = 0;
        for (Follower.Update update : updates) {
            Map<String, String> its = labels.apply(update.entity());
            for (Batch.Reading reading : update.readings()) {
                double value = value(reading);
                if (Double.isFinite(value)) {
                    MetricName name = declared.name(reading.series().id());
                    series.length = 0;
                    labels(series, part, its, name);
                    sample(series, part, value * name.factor(), update.time());
                    out.field(LENGTH_FIRST_1, series);
                    samples++;
                }
            }
        }
        return new WriteRequest(out.copy(), samples);
    }

    private static double value(Batch.Reading reading) {
        if (reading.value() instanceof Long whole
                && whole < 0
                && reading.series().type() == SeriesType.COUNTER) {
            // An unsigned number of 64 bits.
            return (whole >>> 1) * 2.0 + (whole & 1);
        }
        return reading.value().doubleValue();
    }

    /** Prometheus wants labels in order of their names. */
    private static void labels(Bytes series, Bytes part, Map<String, String> object, MetricName name) {
        Map<String, String> all = new TreeMap<>(object);
        all.putAll(name.labels());
        all.put("__name__", name.sample());
        for (Map.Entry<String, String> label : all.entrySet()) {
            part.length = 0;
            part.field(LENGTH_FIRST_1, label.getKey());
            part.field(LENGTH_FIRST_2, label.getValue());
            series.field(LENGTH_FIRST_1, part);
        }
    }

    private static void sample(Bytes series, Bytes part, double value, long time) {
        part.length = 0;
        part.varint(DOUBLE_1);
        part.fixed(Double.doubleToRawLongBits(value));
        part.varint(VARINT_2);
        part.varint(time);
        series.field(LENGTH_FIRST_2, part);
    }

    /** One message with everything of several. */
    static WriteRequest joined(List<WriteRequest> requests) {
        Bytes out = new Bytes();
        int samples = 0;
        for (WriteRequest request : requests) {
            out.bytes(request.bytes, 0, request.bytes.length);
            samples += request.samples;
        }
        return new WriteRequest(out.copy(), samples);
    }

    /** The first and the second half of the samples, for one message of at least two. */
    List<WriteRequest> halves() {
        List<Integer> ends = new ArrayList<>(samples);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (in.hasRemaining()) {
            varint(in);
            int length = (int) varint(in);
            in.position(in.position() + length);
            ends.add(in.position());
        }
        int first = ends.size() / 2;
        int middle = ends.get(first - 1);
        return List.of(
                new WriteRequest(Arrays.copyOf(bytes, middle), first),
                new WriteRequest(Arrays.copyOfRange(bytes, middle, bytes.length), ends.size() - first));
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    /** Bytes that grow. */
    private static final class Bytes {
        private byte[] bytes = new byte[256];
        int length;

        private void room(int more) {
            if (length + more > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
            }
        }

        void bytes(byte[] source, int from, int count) {
            room(count);
            System.arraycopy(source, from, bytes, length, count);
            length += count;
        }

        void varint(long value) {
            room(10);
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                bytes[length++] = (byte) (rest | 0x80);
                rest >>>= 7;
            }
            bytes[length++] = (byte) rest;
        }

        void fixed(long value) {
            room(8);
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(length, value);
            length += 8;
        }

        void field(int tag, Bytes message) {
            varint(tag);
            varint(message.length);
            bytes(message.bytes, 0, message.length);
        }

        void field(int tag, String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            varint(tag);
            varint(utf8.length);
            bytes(utf8, 0, utf8.length);
        }

        byte[] copy() {
            return Arrays.copyOf(bytes, length);
        }
    }
}
