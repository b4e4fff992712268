package org.chroma.statistics.internal;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.chroma.statistics.Batch;
import org.chroma.statistics.Consolidation;
import org.chroma.statistics.Recorder;
import org.chroma.statistics.Reduction;
import org.chroma.statistics.Selector;
import org.chroma.statistics.SeriesId;
import org.chroma.statistics.Window;
import org.chroma.statistics.WriteResult;

/**
 * Runs the workload on the engine with Derby and a real log, and prints what it costs. Arguments: entities, steps, {@code jitter} or
 * {@code regular}, directory. Everything counts: log with fsync, blocks in the database, all resolutions.
 */
final class WorkloadBenchmark {
    private static final int TOGETHER = 100;

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private long now;
    private final InstantSource clock = () -> Instant.ofEpochMilli(now);

    private WorkloadBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        int entities = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000;
        int steps = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 4_320;
        boolean jitter = arguments.length > 2 && arguments[2].equals("jitter");
        Path directory =
                arguments.length > 3 ? Path.of(arguments[3]) : Files.createTempDirectory("chroma-statistics-bench");
        System.out.println("--- warm-up of the virtual machine, not counted");
        new WorkloadBenchmark().run(Math.min(entities, 300), 2_880, jitter, directory.resolve("warm"));
        System.out.println("--- measured");
        new WorkloadBenchmark().run(entities, steps, jitter, directory.resolve("measured"));
    }

    private void run(int entities, int steps, boolean jitter, Path directory) throws IOException {
        Options options = Options.defaults();
        Engine engine = open(options, directory);
        now = Workload.time(0, 0, false);
        List<Recorder> recorders = new ArrayList<>();
        for (int e = 0; e < entities; e++) {
            engine.define("target-" + e, Map.of("filesystem", "fs" + e % 4), List.of());
            recorders.add(engine.recorder("target-" + e, Workload.series()));
        }
        Workload workload = new Workload(entities);
        long[][] values = new long[entities][Workload.SERIES];
        Batch batch = new Batch();
        long generating = 0;
        long cpu = system.getProcessCpuTime();
        long wall = System.nanoTime();
        long warmCpu = 0;
        for (int t = 0; t < steps; t++) {
            long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            workload.next();
            for (int e = 0; e < entities; e++) {
                workload.copy(e, values[e]);
            }
            generating += ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
            if (t == steps / 10) {
                warmCpu = system.getProcessCpuTime() - cpu - generating;
            }
            now = Workload.time(0, t, false) + 20;
            List<CompletableFuture<WriteResult>> pending = new ArrayList<>();
            for (int e = 0; e < entities; e++) {
                batch.add(recorders.get(e), Workload.time(e, t, jitter), values[e]);
                if (batch.rows().size() == TOGETHER || e == entities - 1) {
                    pending.add(engine.write(batch));
                    batch.clear();
                }
            }
            for (CompletableFuture<WriteResult> one : pending) {
                if (!one.join().complete()) {
                    throw new IllegalStateException(one.join().toString());
                }
            }
            if (t % 360 == 359) {
                engine.settle();
                engine.maintainNow();
            }
        }
        engine.settle();
        engine.maintainNow();
        long samples = (long) entities * steps * Workload.SERIES;
        long used = system.getProcessCpuTime() - cpu - generating;
        System.out.printf(
                "%d entities, %d series, %d steps, %s: %.1f million samples%n",
                entities, entities * Workload.SERIES, steps, jitter ? "jittered" : "regular", samples / 1e6);
        System.out.printf(
                "ingest: %.2f million samples per CPU-second over all (%.1f s), %.2f after the first tenth; wall %.1f s with generating%n",
                samples / (used / 1e3),
                used / 1e9,
                0.9 * samples / ((used - warmCpu) / 1e3),
                (System.nanoTime() - wall) / 1e9);
        threads(generating);
        long files = size(directory);
        System.out.printf(
                "disk: %.3f bytes per sample in files (database with its log %.3f, log %.3f); in blocks %.3f%n",
                (double) files / samples,
                (double) size(directory.resolve("db")) / samples,
                (double) size(directory.resolve("log")) / samples,
                (double) engine.counters().storedBytes() / samples);
        memory();
        reads(engine, entities);
        long begun = System.nanoTime();
        engine.close();
        Engine again = open(options, directory);
        System.out.printf(
                "reopening with %.1f MB of log: %.2f s%n",
                again.counters().logBytes() / 1e6, (System.nanoTime() - begun) / 1e9);
        again.close();
    }

    private Engine open(Options options, Path directory) throws IOException {
        return new Engine(
                options,
                new JdbcBlockStore(EngineTest.derby(directory), r -> StatisticsService.retention(options, r)),
                directory.resolve("log"),
                clock);
    }

    private static void threads(long generating) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (long id : threads.getAllThreadIds()) {
            ThreadInfo info = threads.getThreadInfo(id);
            long used = threads.getThreadCpuTime(id);
            if (info != null && used > 100_000_000) {
                boolean main = info.getThreadName().equals("main");
                System.out.printf(
                        "    thread %s: %.1f s%n", info.getThreadName(), (main ? used - generating : used) / 1e9);
            }
        }
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            System.out.printf(
                    "    %s: %d times, %.1f s%n",
                    collector.getName(), collector.getCollectionCount(), collector.getCollectionTime() / 1e3);
        }
    }

    private static void memory() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        System.out.printf("heap after collection: %.0f MB%n", (runtime.totalMemory() - runtime.freeMemory()) / 1e6);
    }

    private void reads(Engine engine, int entities) {
        Instant end = Instant.ofEpochMilli(now);
        Window day = Window.points(end.minusSeconds(86_400), end, 500);
        Window hour = Window.points(end.minusSeconds(3_600), end, 500);
        SeriesId id = SeriesId.of("s25");
        List<SeriesId> one = List.of(id);
        int[] next = {0};
        time("one series, one day, up to 500 points", 200, () -> {
            String key = "target-" + next[0]++ % Math.min(entities, 50);
            engine.read(Selector.keys(List.of(key)), one, List.of(Consolidation.AVERAGE), day);
        });
        for (int count : new int[] {1_000, 10_000}) {
            if (count <= entities) {
                List<String> keys = Stream.iterate(0, i -> i + 1)
                        .limit(count)
                        .map(i -> "target-" + i)
                        .toList();
                Selector some = Selector.keys(keys);
                time(
                        "sum of " + count + " series over an hour",
                        20,
                        () -> engine.aggregate(some, one, Consolidation.AVERAGE, hour, Reduction.SUM, ""));
                time("latest of " + count, 20, () -> engine.latest(some, one));
            }
        }
    }

    private static void time(String what, int repeats, Runnable work) {
        double[] milliseconds = new double[repeats];
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < repeats; i++) {
                long begun = System.nanoTime();
                work.run();
                milliseconds[i] = (System.nanoTime() - begun) / 1e6;
            }
        }
        Arrays.sort(milliseconds);
        System.out.printf(
                "%s: median %.3f ms, 95 %% %.3f ms%n",
                what, milliseconds[repeats / 2], milliseconds[repeats * 95 / 100]);
    }

    private static long size(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.sorted(Comparator.naturalOrder())
                    .filter(Files::isRegularFile)
                    .mapToLong(file -> {
                        try {
                            return Files.size(file);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .sum();
        }
    }
}
