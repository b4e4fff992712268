package org.chroma.statistics.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.chroma.statistics.Batch;
import org.chroma.statistics.Consolidation;
import org.chroma.statistics.Latest;
import org.chroma.statistics.Range;
import org.chroma.statistics.Ranked;
import org.chroma.statistics.Recorder;
import org.chroma.statistics.Reduction;
import org.chroma.statistics.Selector;
import org.chroma.statistics.Series;
import org.chroma.statistics.SeriesId;
import org.chroma.statistics.StatisticsException;
import org.chroma.statistics.Window;
import org.chroma.statistics.WriteResult;
import org.chroma.statistics.internal.options.Options;
import org.chroma.statistics.internal.store.BlockStore;
import org.chroma.statistics.internal.store.JdbcBlockStore;
import org.chroma.statistics.internal.store.MemoryBlockStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {
    private static final long START = 1_600_000_000_000L / 86_400_000 * 86_400_000;
    private static final Series READ = Series.counter("stats_read_bytes").unit("bytes");
    private static final Series FREE = Series.gauge("kbytesfree");

    private long now = START;
    private final InstantSource clock = () -> Instant.ofEpochMilli(now);

    private Engine open(Path directory) throws IOException {
        return open(directory, Options.defaults());
    }

    private Engine open(Path directory, Options options) throws IOException {
        return new Engine(
                options,
                new JdbcBlockStore(TestDatabase.derby(directory), r -> StatisticsService.retention(options, r)),
                directory.resolve("log"),
                clock);
    }

    /** A target that reads 10 bytes per second more than its number and has its number free. */
    private void run(Engine engine, int targets, int updates) {
        Batch batch = new Batch();
        for (int i = 0; i < updates; i++) {
            now += 10_000;
            long seconds = (now - START) / 1000;
            for (int t = 0; t < targets; t++) {
                batch.add("target-" + t, now, READ, 1_000_000L + (10L + t) * seconds);
                batch.add("target-" + t, now, FREE, (double) t + 0.5);
            }
            if (i % 50 == 49 || i == updates - 1) {
                assertThat(engine.write(batch).join().complete()).isTrue();
                batch.clear();
            }
        }
    }

    private static Window hour(long end) {
        return Window.points(Instant.ofEpochMilli(end - 3_600_000), Instant.ofEpochMilli(end), 500);
    }

    @Test
    void whatWasWrittenIsReadBackAsRates(@TempDir Path directory) throws IOException {
        try (Engine engine = open(directory)) {
            run(engine, 2, 400);
            List<Range> ranges =
                    engine.read(Selector.all(), List.of(READ.id()), List.of(Consolidation.AVERAGE), hour(now));
            assertThat(ranges).extracting(Range::entity).containsExactly("target-0", "target-1");
            Range first = ranges.get(0);
            assertThat(first.step()).isEqualTo(10);
            assertThat(first.values()).hasSize(360).containsOnly(10.0);
            assertThat(first.time(359) * 1000).isEqualTo(now);
            assertThat(ranges.get(1).values()).containsOnly(11.0);
        }
    }

    @Test
    void everythingSurvivesARestartInEveryStage(@TempDir Path directory) throws IOException {
        int total = 0;
        for (int updates : new int[] {15, 30, 200, 300, 1_000, 1_500}) {
            try (Engine engine = open(directory)) {
                run(engine, 1, updates);
                total += updates;
            }
            try (Engine engine = open(directory)) {
                Instant begin = Instant.ofEpochMilli(START + 20_000);
                Window all = Window.step(begin, Instant.ofEpochMilli(now), Duration.ZERO);
                Range range = engine.read(Selector.all(), List.of(READ.id()), List.of(Consolidation.AVERAGE), all)
                        .get(0);
                assertThat(range.step()).isEqualTo(10);
                assertThat(range.values()).hasSize(total - 2).containsOnly(10.0);
                Window minutes = Window.step(
                        Instant.ofEpochMilli(START + 60_000), Instant.ofEpochMilli(now), Duration.ofMinutes(1));
                Range rows = engine.read(Selector.all(), List.of(READ.id()), List.of(Consolidation.AVERAGE), minutes)
                        .get(0);
                assertThat(rows.step()).isEqualTo(60);
                int complete = (int) ((now - START) / 60_000) - 1;
                for (int i = 0; i < complete; i++) {
                    assertThat(rows.values()[i])
                            .as("minute %s of %s", i, complete)
                            .isEqualTo(10.0);
                }
                assertThat(engine.latest(Selector.all(), List.of(READ.id()))
                                .get(0)
                                .time())
                        .isEqualTo(now);
            }
        }
    }

    @Test
    void peaksStayVisibleInCoarseRows(@TempDir Path directory) throws IOException {
        try (Engine engine = open(directory)) {
            Batch batch = new Batch();
            for (int i = 0; i < 3 * 8640; i++) {
                now += 10_000;
                batch.add("host-1", now, Series.gauge("load"), i % 1000 == 0 ? 99.0 : 1.0);
                if (i % 100 == 99) {
                    assertThat(engine.write(batch).join().complete()).isTrue();
                    batch.clear();
                }
            }
            Window days = Window.points(Instant.ofEpochMilli(START), Instant.ofEpochMilli(now), 1000);
            List<Range> ranges = engine.read(
                    Selector.all(),
                    List.of(SeriesId.of("load")),
                    List.of(Consolidation.MINIMUM, Consolidation.AVERAGE, Consolidation.MAXIMUM),
                    days);
            assertThat(ranges).extracting(Range::step).containsOnly(300L);
            assertThat(ranges.get(2).values()).contains(99.0);
            assertThat(ranges.get(0).values()).contains(1.0).doesNotContain(99.0);
            assertThat(Arrays.stream(ranges.get(1).values())).allMatch(v -> Double.isNaN(v) || v < 10);
        }
    }

    @Test
    void aSumEndsWhereAllHaveReported(@TempDir Path directory) throws IOException {
        try (Engine engine = open(directory)) {
            run(engine, 3, 100);
            long all = now;
            assertThat(lastOfSum(engine, all)).containsExactly(33.0, 33.0);

            reports(engine, 0, all + 10_000);
            reports(engine, 1, all + 10_000);
            assertThat(lastOfSum(engine, all + 10_000))
                    .as("target-2 has not reported yet")
                    .containsExactly(33.0, Double.NaN);
            reports(engine, 0, all + 30_000);
            assertThat(lastOfSum(engine, all + 10_000))
                    .as("target-2 is not waited for any longer")
                    .containsExactly(33.0, 21.0);
        }
    }

    private void reports(Engine engine, int target, long time) {
        now = Math.max(now, time);
        Batch batch = new Batch();
        batch.add("target-" + target, time, READ, 1_000_000L + (10L + target) * ((time - START) / 1000));
        assertThat(engine.write(batch).join().complete()).isTrue();
    }

    /** The sums of the last two rows. */
    private static double[] lastOfSum(Engine engine, long end) {
        Window window =
                Window.step(Instant.ofEpochMilli(end - 20_000), Instant.ofEpochMilli(end), Duration.ofSeconds(10));
        return engine.aggregate(Selector.all(), List.of(READ.id()), Consolidation.AVERAGE, window, Reduction.SUM, "")
                .get(0)
                .values();
    }

    @Test
    void aggregatesGroupByAttribute(@TempDir Path directory) throws IOException {
        try (Engine engine = open(directory)) {
            run(engine, 4, 100);
            for (int t = 0; t < 3; t++) {
                engine.define("target-" + t, Map.of("filesystem", t < 2 ? "lfs" : "scratch"), List.of());
            }
            Window window =
                    Window.step(Instant.ofEpochMilli(now - 60_000), Instant.ofEpochMilli(now), Duration.ofSeconds(10));
            List<Range> groups = engine.aggregate(
                    Selector.all(), List.of(READ.id()), Consolidation.AVERAGE, window, Reduction.SUM, "filesystem");
            assertThat(groups).extracting(Range::entity).containsExactly("lfs", "scratch");
            assertThat(groups.get(0).values()).hasSize(6).containsOnly(21.0);
            assertThat(groups.get(1).values()).containsOnly(12.0);
            assertThat(engine.aggregate(
                                    Selector.where("filesystem", "lfs"),
                                    List.of(FREE.id()),
                                    Consolidation.AVERAGE,
                                    window,
                                    Reduction.AVERAGE,
                                    "")
                            .get(0)
                            .values())
                    .containsOnly(1.0);
            assertThat(engine.top(Selector.all(), READ.id().name(), Consolidation.AVERAGE, window, 2))
                    .extracting(Ranked::entity)
                    .containsExactly("target-3", "target-2");
        }
    }

    @Test
    void unwelcomeSamplesAreCountedAndExplained(@TempDir Path directory) throws IOException {
        Options options = Options.defaults().withBounds(new Options.Bounds(2, 3, 200, 1L << 40, 1L << 30));
        try (Engine engine = open(directory, options)) {
            run(engine, 1, 10);
            long time = now;
            WriteResult late = engine.write(new Batch().add("target-0", time - 5_000, READ, 1L))
                    .join();
            assertThat(late.late()).isEqualTo(1);
            assertThat(late.reasons().get(0)).startsWith("Bad update time");
            assertThat(engine.write(new Batch().add("target-0", time, READ, 1L))
                            .join()
                            .duplicate())
                    .isEqualTo(1);
            WriteResult early = engine.write(new Batch().add("target-0", time + 86_400_000L * 3_650, READ, 1L))
                    .join();
            assertThat(early.early()).isEqualTo(1);
            assertThat(early.reasons().get(0)).contains("in the future");
            assertThat(engine.write(new Batch().add("target-9", time - 86_400_000L * 300, READ, 1L))
                            .join()
                            .late())
                    .isEqualTo(1);
            now += 10_000;
            Batch many = new Batch();
            for (int i = 0; i < 5; i++) {
                many.add("target-0", now, Series.gauge("g" + i), i);
            }
            WriteResult refused = engine.write(many).join();
            assertThat(refused.refused()).isEqualTo(5);
            assertThat(refused.reasons().get(0)).contains("would have 7 series of at most 3");
            WriteResult hostile = engine.write(new Batch()
                            .add("target-0", now, Series.gauge("x").labels(Map.of("job", "j".repeat(1000))), 1)
                            .add("target-0", now, FREE, 7))
                    .join();
            assertThat(hostile.refused()).isEqualTo(1);
            assertThat(hostile.accepted()).isEqualTo(1);
            assertThatThrownBy(() -> {
                        engine.define("a", Map.of(), List.of());
                        engine.define("b", Map.of(), List.of());
                    })
                    .isInstanceOf(StatisticsException.class)
                    .hasMessageContaining("No room for b");
            assertThat(engine.counters())
                    .extracting(c -> c.late(), c -> c.early(), c -> c.duplicate(), c -> c.refused())
                    .containsExactly(2L, 1L, 1L, 7L);
        }
    }

    @Test
    void aDroppedEntityIsGoneForGood(@TempDir Path directory) throws IOException {
        try (Engine engine = open(directory)) {
            run(engine, 2, 800);
            assertThat(engine.drop("target-0")).isTrue();
            assertThat(engine.drop("target-0")).isFalse();
            run(engine, 1, 1);
            assertThat(engine.entity("target-0").orElseThrow().lastUpdate()).isEqualTo(now);
            assertThat(engine.drop("target-0")).isTrue();
        }
        try (Engine engine = open(directory)) {
            assertThat(engine.entities(Selector.all()))
                    .extracting(info -> info.key())
                    .containsExactly("target-1");
        }
    }

    @Test
    void whatABadBatchHeldBeforeIsReadBackRight(@TempDir Path directory) throws IOException {
        Recorder stranger = new Recorder() {
            @Override
            public String entity() {
                return "target-9";
            }

            @Override
            public List<Series> columns() {
                return List.of(READ);
            }
        };
        try (Engine engine = open(directory)) {
            Recorder recorder = engine.recorder("target-0", List.of(READ));
            engine.write(new Batch().add(recorder, now, new long[] {100})).join();
            Batch bad = new Batch()
                    .add(recorder, now + 10_000, new long[] {200})
                    .add(stranger, now + 10_000, new long[] {1});
            assertThatThrownBy(() -> engine.write(bad))
                    .isInstanceOf(StatisticsException.class)
                    .hasMessageContaining("target-9");
            now += 20_000;
            engine.write(new Batch().add(recorder, now, new long[] {300})).join();
        }
        try (Engine engine = open(directory)) {
            Latest latest = engine.latest(Selector.all(), List.of(READ.id())).get(0);
            assertThat(latest.time()).isEqualTo(now);
            assertThat(latest.readings().get(0).value()).isEqualTo(300);
        }
    }

    @Test
    void latestAreRawReadings(@TempDir Path directory) throws IOException {
        try (Engine engine = open(directory)) {
            run(engine, 2, 3);
            now += 10_000;
            engine.write(new Batch().add("target-1", now, READ, -1L).add("target-1", now, FREE, Double.NaN))
                    .join();
            Latest latest = engine.latest(Selector.keys(List.of("target-1")), List.of(READ.id(), FREE.id()))
                    .get(0);
            assertThat(latest.time()).isEqualTo(now);
            assertThat(latest.readings().get(0).value()).isEqualTo(0x1p64);
            assertThat(latest.readings().get(1).value()).isNaN();
        }
    }

    @Test
    void oldDataGoesAndTheLogStaysShort(@TempDir Path directory) throws IOException {
        Options options = Options.defaults()
                .withResolutions(10, List.of(Options.resolution(1, 1_000), Options.resolution(6, 1_000)))
                .withBlocks(60, 2, 2_000, 1 << 20);
        try (Engine engine = open(directory, options)) {
            run(engine, 3, 2_000);
            engine.flush();
            long before = engine.counters().logBytes();
            run(engine, 3, 20_000);
            engine.flush();
            assertThat(engine.counters().logBytes()).isLessThanOrEqualTo(Math.max(before, 20_000));
            Window old = Window.step(
                    Instant.ofEpochMilli(START), Instant.ofEpochMilli(START + 3_600_000), Duration.ofSeconds(10));
            Range range = engine.read(Selector.all(), List.of(READ.id()), List.of(Consolidation.AVERAGE), old)
                    .get(0);
            assertThat(range.values()).containsOnly(Double.NaN);
        }
    }

    @Test
    void corruptBlocksAreReportedAndNotServed(@TempDir Path directory) throws IOException {
        Options options = Options.defaults().withBlocks(60, 4, 1 << 20, 1 << 20);
        MemoryBlockStore store = new MemoryBlockStore();
        try (Engine engine = new Engine(options, store, directory, clock)) {
            // One block after the other: a busy machine might take more rows into one.
            for (int rows : new int[] {60, 60, 60, 20}) {
                run(engine, 1, rows);
                engine.settle();
            }
        }
        store.damage(1, BlockStore.RAW);
        try (Engine engine = new Engine(options, store, directory, clock)) {
            Window all = Window.step(
                    Instant.ofEpochMilli(START + 20_000), Instant.ofEpochMilli(now), Duration.ofSeconds(10));
            double[] values = engine.read(Selector.all(), List.of(READ.id()), List.of(Consolidation.AVERAGE), all)
                    .get(0)
                    .values();
            assertThat(engine.counters().corruptBlocks()).isEqualTo(1);
            assertThat(values).hasSize(198).containsOnly(10.0, Double.NaN);
            assertThat(Arrays.stream(values).filter(Double::isNaN).count())
                    .as("the newest block is lost")
                    .isEqualTo(60);
        }
    }

    @Test
    void aSilentYearCostsNothing(@TempDir Path directory) throws IOException {
        MemoryBlockStore store = new MemoryBlockStore();
        try (Engine engine = new Engine(Options.defaults(), store, directory, clock)) {
            run(engine, 1, 10);
            now += 5L * 365 * 86_400_000;
            run(engine, 1, 10);
            engine.flush();
            assertThat(store.bytes()).isLessThan(4_000);
        }
    }
}
