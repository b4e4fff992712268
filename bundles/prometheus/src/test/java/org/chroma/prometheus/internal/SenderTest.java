package org.chroma.prometheus.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.chroma.statistics.Batch;
import org.chroma.statistics.Follower;
import org.chroma.statistics.Series;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SenderTest {
    @TempDir
    Path directory;

    private final FakeEndpoint endpoint = new FakeEndpoint();
    private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private DiskQueue queue;
    private Sender sender;
    private Thread thread;

    @BeforeEach
    void start() throws IOException {
        queue = new DiskQueue(directory, 64 << 20);
        Config config = Options.config(Map.of("write_url", endpoint.url() + "/write"));
        sender = new Sender(
                queue,
                new HttpDelivery(Endpoint.of("write.url", config.write_url(), config), () -> now),
                new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), new Random(1)),
                time -> {
                    pauses.add(time);
                    now = now.plus(time);
                },
                () -> now,
                1_000,
                Duration.ZERO,
                "the endpoint");
        thread = new Thread(sender);
    }

    @AfterEach
    void stop() throws Exception {
        thread.interrupt();
        thread.join(30_000);
        queue.close();
        endpoint.close();
    }

    /** Appends samples with these values, all of one frame. */
    private void append(IntStream values) {
        List<Follower.Update> updates = values.mapToObj(value ->
                        new Follower.Update("target/1", value, List.of(new Batch.Reading(Series.gauge("x"), value))))
                .toList();
        WriteRequest request = WriteRequest.of(updates, entity -> Map.of("entity", entity), PluginsMetrics.ALL);
        queue.append(new WriteRequest(Snappy.compress(request.bytes()), request.samples()))
                .join();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    private static List<Integer> values(FakeEndpoint.Request request) {
        try {
            return Decoded.all(Snappy.decompress(request.body())).stream()
                    .map(series -> (int) series.value())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void requestsAreAsRemoteWriteWantsThem() throws Exception {
        append(IntStream.of(1, 2));
        append(IntStream.of(3));
        thread.start();
        await(() -> queue.waiting() == 0);
        assertThat(endpoint.requests).singleElement().satisfies(request -> {
            assertThat(request.path()).isEqualTo("/write");
            assertThat(request.headers().getFirst("Content-Type")).isEqualTo("application/x-protobuf");
            assertThat(request.headers().getFirst("Content-Encoding")).isEqualTo("snappy");
            assertThat(request.headers().getFirst("X-Prometheus-Remote-Write-Version"))
                    .isEqualTo("0.1.0");
            assertThat(values(request)).containsExactly(1, 2, 3);
        });
        assertThat(sender.sent()).isEqualTo(3);
    }

    @Test
    void anEndpointThatFailsIsAskedAgainWithTheSameLaterAndLater() throws Exception {
        endpoint.behaviour = request -> FakeEndpoint.Answer.of(endpoint.requests.size() <= 6 ? 503 : 204, "busy");
        append(IntStream.of(1, 2));
        thread.start();
        await(() -> queue.waiting() == 0);
        assertThat(endpoint.requests).hasSize(7);
        assertThat(endpoint.requests).extracting(SenderTest::values).containsOnly(List.of(1, 2));
        assertThat(pauses).hasSize(6);
        for (int i = 0; i < pauses.size(); i++) {
            assertThat(pauses.get(i).toMillis()).isBetween(500L << i, 1_000L << i);
        }
        assertThat(sender.retries()).isEqualTo(6);
        assertThat(sender.problem()).isEmpty();
    }

    @Test
    void anEndpointMaySayWhenItWantsToBeAskedAgain() throws Exception {
        endpoint.behaviour = request -> switch (endpoint.requests.size()) {
            case 1 -> new FakeEndpoint.Answer(429, Map.of("Retry-After", "17"), "slow down");
            case 2 -> new FakeEndpoint.Answer(503, Map.of("Retry-After", "Thu, 01 Jan 2026 00:01:17 GMT"), "");
            case 3 -> new FakeEndpoint.Answer(503, Map.of("Retry-After", "soon"), "");
            default -> FakeEndpoint.Answer.of(200, "");
        };
        append(IntStream.of(1));
        thread.start();
        await(() -> queue.waiting() == 0);
        assertThat(pauses).hasSize(3);
        assertThat(pauses.get(0)).isEqualTo(Duration.ofSeconds(17));
        assertThat(pauses.get(1)).isEqualTo(Duration.ofSeconds(60));
        assertThat(pauses.get(2).toMillis()).isBetween(2_000L, 4_000L);
    }

    @Test
    void nothingIsLostWhileAnEndpointIsAwayOrLetsNobodyIn() throws Exception {
        endpoint.behaviour = request -> {
            switch (endpoint.requests.size()) {
                case 1 -> throw new IOException("the connection breaks");
                case 2 -> {
                    return FakeEndpoint.Answer.of(401, "no token");
                }
                case 3 -> {
                    return FakeEndpoint.Answer.of(404, "wrong path");
                }
                case 4 -> {
                    return FakeEndpoint.Answer.of(302, "");
                }
                default -> {
                    return FakeEndpoint.Answer.of(204, "");
                }
            }
        };
        append(IntStream.range(0, 100));
        thread.start();
        await(() -> queue.waiting() == 0);
        assertThat(sender.sent()).isEqualTo(100);
        assertThat(sender.refused()).isZero();
        assertThat(pauses).hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void oneBadSampleCostsItselfAlone() throws Exception {
        List<Integer> taken = Collections.synchronizedList(new ArrayList<>());
        endpoint.behaviour = request -> {
            List<Integer> values = values(request);
            if (values.contains(321)) {
                return FakeEndpoint.Answer.of(400, "out of order sample");
            }
            taken.addAll(values);
            return FakeEndpoint.Answer.of(204, "");
        };
        append(IntStream.range(0, 1_000));
        append(IntStream.range(1_000, 1_010));
        thread.start();
        await(() -> queue.waiting() == 0);
        assertThat(sender.refused()).isEqualTo(1);
        assertThat(sender.sent()).isEqualTo(1_009);
        assertThat(taken).hasSize(1_009).isSorted();
        assertThat(pauses).isEmpty();
    }

    @Test
    void anEndpointThatRefusesEverythingIsNotAskedForEver() throws Exception {
        endpoint.behaviour = request -> FakeEndpoint.Answer.of(400, "I do not like Chroma");
        append(IntStream.range(0, 1_000));
        append(IntStream.range(1_000, 2_000));
        thread.start();
        await(() -> queue.waiting() == 0);
        assertThat(sender.refused()).isEqualTo(2_000);
        assertThat(sender.sent()).isZero();
        assertThat(endpoint.requests).hasSizeLessThanOrEqualTo(2 * 129);
    }

    @Test
    void theProblemIsTold() throws Exception {
        endpoint.behaviour = request -> FakeEndpoint.Answer.of(pauses.size() < 3 ? 500 : 204, "disk full\nforged line");
        List<String> problems = Collections.synchronizedList(new ArrayList<>());
        append(IntStream.of(1));
        FakeEndpoint.Behaviour inner = endpoint.behaviour;
        endpoint.behaviour = request -> {
            problems.add(sender.problem());
            return inner.answer(request);
        };
        thread.start();
        await(() -> queue.waiting() == 0);
        assertThat(problems.get(0)).isEmpty();
        assertThat(problems.subList(1, 4)).containsOnly("status 500: disk full forged line");
        assertThat(sender.problem()).isEmpty();
    }
}
