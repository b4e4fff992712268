package org.chroma.statistics.internal.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.chroma.statistics.Consolidation;
import org.chroma.statistics.Reduction;
import org.chroma.statistics.Selector;
import org.chroma.statistics.SeriesId;
import org.chroma.statistics.Window;

/** Reads, warm, while 330,000 series are written every ten seconds. Arguments: directory, size. */
final class ReadBenchmark {
    private static final int DAY = 8_640;
    /** Entities with a whole day of history, of which a day is read. */
    private static final int LONG_LIVED = 100;
    /**
     * Quiet between two reads, as from users who look at something: the processors sleep meanwhile and their caches are
     * others', which is no longer warm but is how it happens.
     */
    private static final long PAUSE_MILLIS = 20;

    private static final List<SeriesId> ONE = List.of(SeriesId.of("s25"));

    private final WorkloadStore store;
    private final BenchmarkSize size;
    private final Figures figures;
    private int next;

    private ReadBenchmark(WorkloadStore store, BenchmarkSize size, Figures figures) {
        this.store = store;
        this.size = size;
        this.figures = figures;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Path.of(arguments[0]);
        BenchmarkSize size = BenchmarkSize.named(arguments[1]);
        try (WorkloadStore store = new WorkloadStore(directory.resolve("reads"), BenchmarkSize.LARGE_SYSTEM, false)) {
            new ReadBenchmark(store, size, new Figures(directory.resolve("figures"))).run();
        }
    }

    private void run() throws IOException, InterruptedException {
        store.fill(LONG_LIVED, DAY - size.historySteps());
        store.fill(store.entities(), size.historySteps());
        long cpu = store.cpuNanos();
        long begun = System.nanoTime();
        try (PacedIngest ingest = new PacedIngest(store)) {
            TimeUnit.SECONDS.sleep(Math.max(1, size.readSeconds() / 2));
            double busy = (store.cpuNanos() - cpu) / (double) (System.nanoTime() - begun);
            measure("read.day", "one series, one day, up to 500 points", () -> {
                Instant end = store.now();
                store.engine.read(
                        Selector.keys(List.of(WorkloadStore.key(next++ % LONG_LIVED))),
                        ONE,
                        List.of(Consolidation.AVERAGE),
                        Window.points(end.minusSeconds(86_400), end, 500));
            });
            sum("read.sum1000", 1_000);
            sum("read.sum10000", 10_000);
            Selector many = some(10_000);
            measure("read.latest10000", "latest of 10,000", () -> store.engine.latest(many, ONE));
            System.out.printf(
                    "    meanwhile written: %s; that alone keeps %.1f %% of one processor busy%n",
                    ingest.stop(), busy * 100);
        }
        double heap = HeapUse.afterCollection();
        figures.put("heap.reads", heap);
        System.out.printf("    heap then, with the cache of blocks: %.0f MB%n", heap / 1e6);
    }

    private static Selector some(int count) {
        return Selector.keys(
                IntStream.range(0, count).mapToObj(WorkloadStore::key).toList());
    }

    private void sum(String name, int count) throws IOException, InterruptedException {
        Selector some = some(count);
        String what = "sum of %,d series over an hour".formatted(count);
        Runnable work = () -> {
            Instant end = store.now();
            store.engine.aggregate(
                    some,
                    ONE,
                    Consolidation.AVERAGE,
                    Window.points(end.minusSeconds(3_600), end, 500),
                    Reduction.SUM,
                    "");
        };
        measure(name, what, 0, work);
        measure(name + ".paused", what + ", after 20 ms of quiet each", PAUSE_MILLIS, work);
    }

    private void measure(String name, String what, Runnable work) throws IOException, InterruptedException {
        measure(name, what, PAUSE_MILLIS, work);
    }

    private void measure(String name, String what, long pause, Runnable work) throws IOException, InterruptedException {
        long warm = System.nanoTime() + TimeUnit.SECONDS.toNanos(size.readSeconds()) / 4;
        while (System.nanoTime() < warm) {
            work.run();
        }
        List<Double> times = new ArrayList<>();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(size.readSeconds());
        while (System.nanoTime() < until) {
            long begun = System.nanoTime();
            work.run();
            times.add((System.nanoTime() - begun) / 1e6);
            TimeUnit.MILLISECONDS.sleep(pause);
        }
        double[] all = times.stream().mapToDouble(Double::doubleValue).toArray();
        figures.put(name, Figures.median(all));
        System.out.printf(
                "%s: median %.3f ms, 95 %% within %.3f ms (%d reads)%n",
                what, Figures.median(all), Figures.percentile95(all), all.length);
    }
}
