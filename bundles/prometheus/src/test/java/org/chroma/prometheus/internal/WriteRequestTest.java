package org.chroma.prometheus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chroma.statistics.Batch;
import org.chroma.statistics.Follower;
import org.chroma.statistics.Series;
import org.junit.jupiter.api.Test;

class WriteRequestTest {
    private static final Series GAUGE = Series.gauge("x");

    private static Follower.Update update(String entity, long time, Series series, Number value) {
        return new Follower.Update(entity, time, List.of(new Batch.Reading(series, value)));
    }

    private static WriteRequest encoded(Follower.Update... updates) {
        return WriteRequest.of(List.of(updates), entity -> Map.of("entity", entity), PluginsMetrics.ALL);
    }

    /** Worked out by hand from the definition of the message. */
    @Test
    void oneSampleIsTheseBytes() {
        String name = "0a21" + "0a08" + "5f5f6e616d655f5f" + "1215" + "6c75737472655f667265655f6b696c6f6279746573";
        String entity = "0a0b" + "0a06" + "656e74697479" + "1201" + "65";
        String sample = "120c" + "09" + "000000000000f83f" + "10" + "ac02";
        WriteRequest request = encoded(update("e", 300, Series.gauge("kbytesfree"), 1.5));
        assertThat(HexFormat.of().formatHex(request.bytes())).isEqualTo("0a3e" + name + entity + sample);
        assertThat(request.samples()).isEqualTo(1);
    }

    @Test
    void labelsAreInOrderAndValuesInTheUnitOfTheName() {
        WriteRequest request = WriteRequest.of(
                List.of(
                        update("host/1", 1_600_000_000_123L, Series.gauge("mem_MemFree"), 3),
                        update("target/1", 1, Series.derive("stats_open").minimum(0), 7L)),
                entity -> Map.of("entity", entity, "zone", "grün"),
                PluginsMetrics.ALL);
        List<Decoded> all = Decoded.all(request.bytes());
        assertThat(all).hasSize(2);
        assertThat(all.get(0))
                .isEqualTo(new Decoded(
                        Map.of("__name__", "node_memory_MemFree_bytes", "entity", "host/1", "zone", "grün"),
                        3_072,
                        1_600_000_000_123L));
        assertThat(all.get(1).labels().keySet()).containsExactly("__name__", "entity", "operation", "zone");
        assertThat(all.get(1).labels()).containsEntry("__name__", "lustre_stats_total");
    }

    @Test
    void jobsAndDiskRequestsHaveTheNamesThatMetricsHas() {
        Map<String, String> bucket = Map.of("operation", "write", "size", "4194304");
        WriteRequest request = encoded(
                update(
                        "target/7/job/cp.500",
                        1,
                        Series.derive("job_write_bytes").minimum(0),
                        1L),
                update("target/7/job/cp.500", 1, Series.derive("job_punch").minimum(0), 2L),
                update(
                        "target/7",
                        1,
                        Series.derive("brw_disk_iosize").minimum(0).labels(bucket),
                        3L),
                update("target/7", 1, Series.derive("brw_rpc_hist").minimum(0).labels(bucket), 4L),
                update("target/7", 1, Series.derive("brw_io_time").minimum(0).labels(bucket), 5L),
                update("target/7", 1, Series.gauge("battery.charge"), 6L));
        assertThat(Decoded.all(request.bytes()))
                .extracting(Decoded::labels)
                .containsExactly(
                        Map.of("__name__", "lustre_job_write_bytes_total", "entity", "target/7/job/cp.500"),
                        Map.of(
                                "__name__",
                                "lustre_job_stats_total",
                                "entity",
                                "target/7/job/cp.500",
                                "operation",
                                "punch"),
                        bucket("lustre_disk_io_total"),
                        bucket("lustre_disk_io"),
                        bucket("lustre_io_time_milliseconds_total"),
                        Map.of("__name__", "chroma_reading", "entity", "target/7", "series", "battery.charge"));
    }

    private static Map<String, String> bucket(String name) {
        return Map.of("__name__", name, "entity", "target/7", "operation", "write", "size", "4194304");
    }

    @Test
    void unknownReadingsAreLeftOut() {
        WriteRequest request = encoded(
                update("e", 1, GAUGE, Double.NaN),
                update("e", 2, GAUGE, Float.POSITIVE_INFINITY),
                update("e", 3, GAUGE, 4));
        assertThat(Decoded.all(request.bytes())).extracting(Decoded::time).containsExactly(3L);
        assertThat(request.samples()).isEqualTo(1);
    }

    @Test
    void countersAreUnsigned() {
        WriteRequest request = encoded(update("e", 1, Series.counter("c"), -1L), update("e", 2, GAUGE, -1L));
        assertThat(Decoded.all(request.bytes())).extracting(Decoded::value).containsExactly(0x1p64, -1.0);
    }

    @Test
    void messagesJoinAndDivide() {
        List<WriteRequest> parts = IntStream.range(0, 5)
                .mapToObj(i -> encoded(update("e" + i, i, GAUGE, i)))
                .toList();
        WriteRequest all = WriteRequest.joined(parts);
        assertThat(all.samples()).isEqualTo(5);
        List<WriteRequest> halves = all.halves();
        assertThat(halves).extracting(WriteRequest::samples).containsExactly(2, 3);
        assertThat(halves.stream().flatMap(half -> Decoded.all(half.bytes()).stream()))
                .containsExactlyElementsOf(Decoded.all(all.bytes()));
    }

    @Test
    void snappyBringsBackWhatItWasGiven() throws IOException {
        for (String text : List.of("", "a", "lustre_stats_total".repeat(10_000))) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            assertThat(Snappy.decompress(Snappy.compress(bytes))).isEqualTo(bytes);
        }
        // "abcd" eight times: length 32, a literal of four, a copy of 28 from four back.
        assertThat(Snappy.decompress(HexFormat.of().parseHex("20" + "0c61626364" + "6e0400")))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("abcd".repeat(8));
        assertThatThrownBy(() -> Snappy.decompress(new byte[] {9, 1})).isInstanceOf(IOException.class);
    }

    @Test
    void everySampleOfABatchIsThere() {
        Follower.Update[] updates = Stream.iterate(1, i -> i + 1)
                .limit(3_000)
                .map(i -> update("target/" + i, i * 1_000L, GAUGE, i * 0.5))
                .toArray(Follower.Update[]::new);
        assertThat(Decoded.all(encoded(updates).bytes()))
                .hasSize(3_000)
                .allSatisfy(series -> assertThat(series.value()).isEqualTo(series.time() / 2_000.0));
    }
}
