package org.chroma.statistics.internal.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.chroma.statistics.Batch;
import org.chroma.statistics.Consolidation;
import org.chroma.statistics.Selector;
import org.chroma.statistics.Series;
import org.chroma.statistics.StatisticsException;
import org.chroma.statistics.Window;
import org.chroma.statistics.internal.Engine;
import org.chroma.statistics.internal.options.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What breaks the thread that stores blocks harms nothing but itself. */
@Timeout(120)
class FlusherTest {
    private static final long START = 1_600_000_000_000L;
    private static final Series FREE = Series.gauge("kbytesfree");
    private static final int BLOCK = Options.defaults().blockUpdates();

    @TempDir
    Path directory;

    private final BrokenStore store = new BrokenStore();
    private long now = START;

    private Engine open() throws IOException {
        return new Engine(Options.defaults(), store, directory.resolve("log"), () -> Instant.ofEpochMilli(now));
    }

    /** Some blocks of updates of two targets, each of which must be accepted. */
    private void write(Engine engine, int blocks) {
        for (int i = 0; i < blocks * BLOCK; i++) {
            now += 10_000;
            Batch batch = new Batch().add("target/1", now, FREE, 7).add("target/2", now, FREE, 8);
            assertThat(engine.write(batch).join().reasons()).isEmpty();
        }
    }

    private double[] rows(Engine engine, String target, long from, long to) {
        return engine.read(
                        Selector.keys(List.of(target)),
                        List.of(FREE.id()),
                        List.of(Consolidation.AVERAGE),
                        Window.step(Instant.ofEpochMilli(from), Instant.ofEpochMilli(to), Duration.ZERO))
                .get(0)
                .values();
    }

    @Test
    void aBatchThatBreaksTheFlusherIsLostAloneAndBlocksNoLaterReading() throws IOException {
        try (Engine engine = open()) {
            write(engine, 1);
            engine.settle();
            long broken = now;
            store.poison = flush -> flush.key().equals("target/1");
            write(engine, 1);
            engine.settle();
            engine.settle();
            store.poison = flush -> false;
            long mended = now;
            write(engine, 3);
            engine.flush();
            assertThat(rows(engine, "target/2", START + 20_000, now)).containsOnly(8);
            assertThat(rows(engine, "target/1", START + 20_000, broken)).containsOnly(7);
            assertThat(rows(engine, "target/1", broken + 20_000, mended - 10_000))
                    .containsOnly(Double.NaN);
            assertThat(rows(engine, "target/1", mended + 20_000, now)).containsOnly(7);
        }
        try (Engine engine = open()) {
            assertThat(rows(engine, "target/1", now - 1_000_000, now)).containsOnly(7);
        }
    }

    @Test
    void aBatchThatBreaksTheFlusherOnceIsNotLost() throws IOException {
        try (Engine engine = open()) {
            boolean[] broken = {false};
            store.poison = flush -> {
                boolean first = !broken[0];
                broken[0] = true;
                return first;
            };
            write(engine, 1);
            engine.settle();
            engine.settle();
            assertThat(broken[0]).isTrue();
            assertThat(rows(engine, "target/1", START + 20_000, now)).containsOnly(7);
            assertThat(rows(engine, "target/2", START + 20_000, now)).containsOnly(8);
            assertThat(engine.counters().storedBlocks()).isEqualTo(2);
        }
    }

    @Test
    void upkeepThatBreaksIsDoneTheNextTime() throws IOException {
        try (Engine engine = open()) {
            store.expireBreaks = true;
            assertThatThrownBy(engine::maintainNow).isInstanceOf(StatisticsException.class);
            store.expireBreaks = false;
            write(engine, 1);
            engine.maintainNow();
            assertThat(engine.counters().storedBlocks()).isEqualTo(2);
        }
    }
}
