package org.chroma.statistics.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.chroma.statistics.Batch;
import org.chroma.statistics.Consolidation;
import org.chroma.statistics.Range;
import org.chroma.statistics.Selector;
import org.chroma.statistics.Series;
import org.chroma.statistics.Window;
import org.chroma.statistics.internal.options.Options;
import org.chroma.statistics.internal.store.BlockStore;
import org.chroma.statistics.internal.store.FileBlockStore;
import org.chroma.statistics.internal.store.JdbcBlockStore;
import org.chroma.statistics.internal.store.MemoryBlockStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged survives the death of the process at any instant. */
class CrashTest {
    private static final int ENTITIES = 5;
    /** A hundred take a minute; every build runs some of them. */
    private static final int CRASHES = Integer.getInteger("chroma.crashes", 25);

    private static final long START = 1_600_000_000_000L / 86_400_000 * 86_400_000;
    private static final Series COUNT = Series.counter("count");
    private static final Series LEVEL = Series.gauge("level");

    private static Options options() {
        return Options.defaults().withBlocks(40, 3, 20_000, 1 << 20);
    }

    private static long time(long update) {
        return START + update * 10_000;
    }

    private static long count(int entity, long update) {
        return 1_000 + update * update * (entity + 1);
    }

    private static Engine open(Path directory, boolean derby, InstantSource clock) throws IOException {
        Options options = options();
        Files.createDirectories(directory);
        return new Engine(
                options,
                derby
                        ? new JdbcBlockStore(
                                TestDatabase.derby(directory), r -> StatisticsService.retention(options, r))
                        : new FileBlockStore(directory.resolve("blocks")),
                directory.resolve("log"),
                clock);
    }

    /** Writes for ever from where the store stands and prints each acknowledged update. */
    public static void main(String[] arguments) throws IOException {
        long[] now = {time(1_000_000)};
        try (Engine engine =
                open(Path.of(arguments[0]), arguments[1].equals("derby"), () -> Instant.ofEpochMilli(now[0]))) {
            long update = 1
                    + engine.entities(Selector.all()).stream()
                            .mapToLong(info -> (info.lastUpdate() - START) / 10_000)
                            .max()
                            .orElse(0);
            System.out.println("open " + update);
            for (; ; update++) {
                now[0] = time(update);
                Batch batch = new Batch();
                for (int e = 0; e < ENTITIES; e++) {
                    batch.add("target-" + e, time(update), COUNT, count(e, update));
                    batch.add("target-" + e, time(update), LEVEL, e + 0.5);
                }
                if (!engine.write(batch).join().complete()) {
                    throw new IllegalStateException("update " + update + " refused");
                }
                System.out.println(update);
                if (update % 97 == 0) {
                    engine.maintainNow();
                }
            }
        }
    }

    @Test
    void acknowledgedUpdatesSurviveKillOnDerby(@TempDir Path directory) throws IOException, InterruptedException {
        crash(directory, true, CRASHES / 5);
    }

    @Test
    void acknowledgedUpdatesSurviveKillOnFiles(@TempDir Path directory) throws IOException, InterruptedException {
        crash(directory, false, CRASHES - CRASHES / 5);
    }

    private static void crash(Path directory, boolean derby, int crashes) throws IOException, InterruptedException {
        long seed = Long.getLong("chroma.crash.seed", System.nanoTime());
        Random random = new Random(seed);
        long acknowledged = 0;
        for (int crash = 0; crash < crashes; crash++) {
            Process writer = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Xshare:auto",
                            "-Dderby.stream.error.file=" + directory.resolve("derby.log"),
                            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                            "-cp",
                            System.getProperty("java.class.path"),
                            CrashTest.class.getName(),
                            directory.resolve("store").toString(),
                            derby ? "derby" : "files")
                    .redirectError(directory.resolve("errors").toFile())
                    .start();
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.US_ASCII))) {
                String line = out.readLine();
                assertThat(line).as(() -> errors(directory)).startsWith("open ");
                long first = Long.parseLong(line.substring(5));
                assertThat(first).as("after crash %s, seed %s", crash, seed).isGreaterThan(acknowledged);
                long stop = first + random.nextInt(60);
                long nanos = random.nextInt(3_000_000);
                while (line != null && acknowledged < stop) {
                    line = out.readLine();
                    acknowledged = line == null ? acknowledged : Long.parseLong(line);
                }
                assertThat(line).as(() -> errors(directory)).isNotNull();
                long until = System.nanoTime() + nanos;
                while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
                writer.toHandle().destroyForcibly(); // the process alone: what it printed must still be read
                for (line = out.readLine(); line != null; line = out.readLine()) {
                    acknowledged = line.matches("\\d+") ? Math.max(acknowledged, Long.parseLong(line)) : acknowledged;
                }
            }
            assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        System.out.printf(
                "Killed a writer %d times on %s; the full test is -Dchroma.crashes=100%n",
                crashes, derby ? "Derby" : "files");
        check(directory.resolve("store"), derby, acknowledged, seed);
    }

    private static String errors(Path directory) {
        try {
            return Files.readString(directory.resolve("errors"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void check(Path store, boolean derby, long acknowledged, long seed) throws IOException {
        long[] now = {time(acknowledged)};
        try (Engine engine = open(store, derby, () -> Instant.ofEpochMilli(now[0]))) {
            assertThat(engine.counters().corruptBlocks()).isZero();
            for (int e = 0; e < ENTITIES; e++) {
                long from = Math.max(2, acknowledged - 8_000);
                Window window = Window.points(
                        Instant.ofEpochMilli(time(from)), Instant.ofEpochMilli(time(acknowledged)), 10_000);
                Range range = engine.read(
                                Selector.keys(List.of("target-" + e)),
                                List.of(COUNT.id()),
                                List.of(Consolidation.AVERAGE),
                                window)
                        .get(0);
                assertThat(range.step()).isEqualTo(10);
                List<String> wrong = new ArrayList<>();
                for (int i = 0; i < range.values().length; i++) {
                    long update = (range.time(i) * 1000 - START) / 10_000;
                    double expected = (count(e, update) - count(e, update - 1)) / 10.0;
                    if (Math.abs(range.values()[i] - expected) > 1e-9 * expected || Double.isNaN(range.values()[i])) {
                        wrong.add("update %d: %s, not %s".formatted(update, range.values()[i], expected));
                    }
                }
                assertThat(wrong).as("target %s, seed %s", e, seed).isEmpty();
            }
        }
    }

    @Test
    void aTornTailIsCutOffAndAWorseDamageSetAside(@TempDir Path directory) throws IOException {
        InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(time(100)));
        Path log = directory.resolve("log");
        MemoryBlockStore store = new MemoryBlockStore();
        write(store, log, clock, 1, 10);
        Path segment = segments(log).get(0);
        byte[] whole = Files.readAllBytes(segment);
        Files.write(segment, new byte[] {55, 0, 0, 0, 1, 2}, StandardOpenOption.APPEND);
        try (Engine engine = new Engine(options(), store, log, clock)) {
            assertThat(engine.entity("target-0").orElseThrow().lastUpdate()).isEqualTo(time(10));
        }
        assertThat(Files.readAllBytes(segment)).isEqualTo(whole);
        byte[] damaged = whole.clone();
        damaged[whole.length / 2] ^= 4;
        Files.write(segment, damaged);
        try (Engine engine = new Engine(options(), store, log, clock)) {
            assertThat(engine.entity("target-0").orElseThrow().lastUpdate()).isBetween(time(1), time(9));
        }
        try (Stream<Path> files = Files.list(log)) {
            assertThat(files.map(Path::toString)).anyMatch(name -> name.endsWith(".damaged"));
        }
    }

    @Test
    void aStoreIsOpenedOnce(@TempDir Path directory) throws IOException {
        InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(time(100)));
        try (Engine engine = new Engine(options(), new MemoryBlockStore(), directory, clock)) {
            assertThat(engine.counters().entities()).isZero();
            Assertions.assertThatThrownBy(() -> new Engine(options(), new MemoryBlockStore(), directory, clock))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use");
        }
    }

    private static List<Path> segments(Path log) throws IOException {
        try (Stream<Path> files = Files.list(log)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
    }

    private static void write(BlockStore store, Path log, InstantSource clock, int from, int to) throws IOException {
        try (Engine engine = new Engine(options(), store, log, clock)) {
            engine.define("target-0", Map.of(), List.of(COUNT));
            for (int update = from; update <= to; update++) {
                engine.write(new Batch().add("target-0", time(update), COUNT, count(0, update)))
                        .join();
            }
        }
    }
}
