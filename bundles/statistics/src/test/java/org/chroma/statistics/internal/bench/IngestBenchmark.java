package org.chroma.statistics.internal.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.chroma.statistics.internal.StatisticsService;
import org.chroma.statistics.internal.options.Options;
import org.chroma.statistics.internal.store.BlockStore;

/**
 * Ingest and disk: the workload as fast as it goes, everything durable and consolidated. Arguments: directory, size,
 * {@code regular} or
 * {@code jittered}.
 */
final class IngestBenchmark {
    private final Path directory;
    private final BenchmarkSize size;
    private final String variant;
    private final Figures figures;

    private IngestBenchmark(String[] arguments) throws IOException {
        directory = Path.of(arguments[0]);
        size = BenchmarkSize.named(arguments[1]);
        variant = arguments[2];
        figures = new Figures(directory.resolve("figures"));
    }

    public static void main(String[] arguments) throws IOException {
        new IngestBenchmark(arguments).run();
    }

    private void run() throws IOException {
        boolean jitter = variant.equals("jittered");
        try (WorkloadStore warm =
                new WorkloadStore(directory.resolve("warm"), Math.min(size.entities(), 300), jitter)) {
            warm.run(Math.min(size.steps(), 2_160));
        }
        double[] rates = new double[size.repeats()];
        for (int i = 0; i < rates.length; i++) {
            Path place = directory.resolve("repeat-" + i);
            try (WorkloadStore store = new WorkloadStore(place, size.entities(), jitter)) {
                rates[i] = measure(store);
                if (i == rates.length - 1) {
                    disk(store, place);
                }
            }
        }
        double median = Figures.median(rates);
        figures.put(variant + ".ingest", median);
        System.out.printf(
                "ingest, %s: %.2f million samples per CPU-second (median; %s)%n", variant, median / 1e6, spread(rates));
    }

    private double measure(WorkloadStore store) {
        long before = store.cpuNanos();
        long begun = System.nanoTime();
        store.run(size.steps());
        double samples = samples();
        double seconds = (store.cpuNanos() - before) / 1e9;
        System.out.printf(
                "    %.1f million samples in %.1f CPU-seconds, %.1f s by the clock with making them%n",
                samples / 1e6, seconds, (System.nanoTime() - begun) / 1e9);
        return samples / seconds;
    }

    private double samples() {
        return (double) size.entities() * size.steps() * Workload.SERIES;
    }

    private static String spread(double[] rates) {
        StringBuilder text = new StringBuilder();
        for (double rate : rates) {
            text.append(text.isEmpty() ? "" : ", ").append("%.2f".formatted(rate / 1e6));
        }
        return text.toString();
    }

    /**
     * Disk per sample, of what one sample leaves behind: its reading, its share of each resolution's rows, and of the
     * log when that is longest, which is just before the blocks of an hour are stored; readings are kept for a day, so
     * that is one hour's log for a day's samples.
     */
    private void disk(WorkloadStore store, Path place) throws IOException {
        double samples = samples();
        double files = DiskUse.of(place.resolve("db"));
        int last = 359 - size.steps() % 360;
        long logBefore = store.engine.counters().logBytes();
        for (int i = 0; i < last; i++) {
            store.generate(store.entities());
            store.write(0, store.entities());
        }
        double hourOfLog =
                (store.engine.counters().logBytes() - logBefore) / ((double) store.entities() * Workload.SERIES * last);
        double log = hourOfLog * 359 / 8_640;
        double readings = 0;
        double rows = 0;
        StringBuilder parts = new StringBuilder();
        double kept = 0;
        for (Map.Entry<Long, Long> entry : store.blocks.bytesByResolution().entrySet()) {
            long resolution = entry.getKey();
            double each = entry.getValue() / samples;
            boolean raw = resolution == BlockStore.RAW;
            readings += raw ? each : 0;
            rows += raw ? 0 : each;
            parts.append(raw ? "readings" : ", rows of " + resolution + " s").append(" %.3f".formatted(each));
            kept += each * StatisticsService.retention(Options.defaults(), resolution) / 86_400_000;
        }
        figures.put(variant + ".readings", readings);
        figures.put(variant + ".disk", files / samples + log);
        System.out.printf(
                "disk, %s: %.3f bytes per sample in the database's files, %.3f in the log when it is longest (%.3f per sample in it)%n",
                variant, files / samples, log, hourOfLog);
        System.out.printf("    in blocks: %s; together %.3f%n", parts, readings + rows);
        System.out.printf(
                "    years later, with every resolution as full as it gets: %.2f bytes per sample of the day of readings%n",
                kept + log);
    }
}
