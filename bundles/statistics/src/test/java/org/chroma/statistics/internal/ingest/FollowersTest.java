package org.chroma.statistics.internal.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.groups.Tuple;
import org.chroma.statistics.Batch;
import org.chroma.statistics.Follower;
import org.chroma.statistics.Recorder;
import org.chroma.statistics.Series;
import org.chroma.statistics.SeriesType;
import org.chroma.statistics.WriteResult;
import org.chroma.statistics.internal.Engine;
import org.chroma.statistics.internal.options.Options;
import org.chroma.statistics.internal.store.MemoryBlockStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowersTest {
    private static final long START = 1_600_000_000_000L;
    private static final Series READ = Series.counter("stats_read_bytes");
    private static final Series FREE = Series.gauge("kbytesfree");

    /** Keeps what it is told, and completes when it is told to. */
    private static final class Listener implements Follower {
        final List<Update> heard = Collections.synchronizedList(new ArrayList<>());
        volatile CompletableFuture<Void> kept = CompletableFuture.completedFuture(null);

        @Override
        public CompletableFuture<Void> follow(List<Update> updates) {
            heard.addAll(updates);
            return kept;
        }
    }

    private static Engine open(Path directory) throws IOException {
        return new Engine(
                Options.defaults(),
                new MemoryBlockStore(),
                directory.resolve("log"),
                () -> Instant.ofEpochMilli(START + 86_400_000));
    }

    @Test
    void whatIsAcceptedIsToldAndNothingElse(@TempDir Path directory) throws IOException {
        Listener listener = new Listener();
        try (Engine engine = open(directory)) {
            engine.addFollower(listener);
            Recorder recorder = engine.recorder("target/1", List.of(READ, FREE));
            Batch batch = new Batch();
            batch.add(recorder, START + 10_000, new long[] {5, 6});
            batch.add(recorder, START + 10_000, new long[] {7, 8});
            batch.add("target/1", START + 20_000, Series.gauge("stats_read_bytes"), 9);
            batch.add("target/2", START + 10_000_000_000L, FREE, 1);
            WriteResult result = engine.write(batch).join();
            assertThat(result.accepted()).isEqualTo(3);
            assertThat(result.duplicate()).isEqualTo(2);
            assertThat(result.early()).isEqualTo(1);
        }
        assertThat(listener.heard)
                .extracting(Follower.Update::entity, Follower.Update::time)
                .containsExactly(Tuple.tuple("target/1", START + 10_000), Tuple.tuple("target/1", START + 20_000));
        assertThat(listener.heard.get(0).readings())
                .extracting(Batch.Reading::value)
                .containsExactly(5L, 6L);
        // The store's definition counts, not that of the reading.
        assertThat(listener.heard.get(1).readings())
                .extracting(reading -> reading.series().type())
                .containsExactly(SeriesType.COUNTER);
    }

    @Test
    void batchesThatOneForceMakesDurableAreToldInTheirOrder(@TempDir Path directory) throws IOException {
        Listener listener = new Listener();
        try (Engine engine = open(directory)) {
            engine.addFollower(listener);
            List<CompletableFuture<WriteResult>> writes = new ArrayList<>();
            for (int i = 1; i <= 2_000; i++) {
                writes.add(engine.write(new Batch().add("target/1", START + i * 1_000L, READ, i)));
            }
            writes.forEach(CompletableFuture::join);
        }
        assertThat(listener.heard)
                .extracting(Follower.Update::time)
                .hasSize(2_000)
                .isSorted();
    }

    @Test
    void theAcknowledgementWaitsForTheFollowerButOutlivesItsFailure(@TempDir Path directory) throws Exception {
        Listener listener = new Listener();
        CompletableFuture<Void> kept = new CompletableFuture<>();
        listener.kept = kept;
        try (Engine engine = open(directory)) {
            engine.addFollower(listener);
            CompletableFuture<WriteResult> write = engine.write(new Batch().add("target/1", START, READ, 1));
            CompletableFuture<Void> told = CompletableFuture.runAsync(() -> {
                while (listener.heard.isEmpty()) {
                    Thread.onSpinWait();
                }
            });
            told.get(30, TimeUnit.SECONDS);
            assertThat(write).isNotDone();
            kept.completeExceptionally(new IOException("no space"));
            assertThat(write.get(30, TimeUnit.SECONDS).accepted()).isEqualTo(1);
            engine.removeFollower(listener);
            assertThat(engine.write(new Batch().add("target/1", START + 10_000, READ, 2))
                            .get(30, TimeUnit.SECONDS)
                            .complete())
                    .isTrue();
        }
        assertThat(listener.heard).hasSize(1);
    }

    @Test
    void aFollowerThatThrowsAnErrorKeepsNothingFromWritersAndOthers(@TempDir Path directory) throws Exception {
        Listener listener = new Listener();
        try (Engine engine = open(directory)) {
            engine.addFollower(updates -> {
                throw new NoClassDefFoundError("a class of the follower");
            });
            engine.addFollower(listener);
            for (int i = 1; i <= 2; i++) {
                assertThat(engine.write(new Batch().add("target/1", START + i * 10_000L, READ, i))
                                .get(30, TimeUnit.SECONDS)
                                .accepted())
                        .isEqualTo(1);
            }
        }
        assertThat(listener.heard).hasSize(2);
    }
}
