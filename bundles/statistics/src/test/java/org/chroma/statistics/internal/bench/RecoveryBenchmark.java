package org.chroma.statistics.internal.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.chroma.statistics.Selector;

/**
 * Recovery after a kill at full load, at the worst instant: an hour of all 330,000 series is in the log and in no
 * block. Arguments: directory, size; and {@code write} for the process that is killed.
 */
final class RecoveryBenchmark {
    /** Updates when it is killed: one more than so many begins the storing of blocks. */
    private static final int HOUR = 357;

    private RecoveryBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path place = Path.of(arguments[0]).resolve("recovery");
        if (arguments.length > 2) {
            write(place);
            return;
        }
        long acknowledged = kill(List.of(arguments[0], arguments[1], "write"));
        double log = DiskUse.of(place.resolve("log"));
        long begun = System.nanoTime();
        long cpu = WorkloadStore.processCpuNanos();
        try (WorkloadStore store = WorkloadStore.reopened(place)) {
            double seconds = (System.nanoTime() - begun) / 1e9;
            double busy = (store.cpuNanos() - cpu) / 1e9;
            long lost = store.engine.entities(Selector.all()).stream()
                    .filter(entity -> entity.lastUpdate() < Workload.time(0, (int) acknowledged, false))
                    .count();
            System.out.printf(
                    "recovery: %.1f s (%.1f CPU-seconds) for %,d series with %.0f MB of log (%,d samples); entities that lost an acknowledged reading: %d%n",
                    seconds,
                    busy,
                    store.engine.counters().series(),
                    log / 1e6,
                    (acknowledged + 1) * store.engine.counters().series(),
                    lost);
            if (lost > 0 || store.engine.counters().entities() != BenchmarkSize.LARGE_SYSTEM) {
                throw new IllegalStateException("Acknowledged readings are lost");
            }
            Figures figures = new Figures(Path.of(arguments[0]).resolve("figures"));
            figures.put("recovery", seconds);
        }
    }

    /** Runs the writer, kills it when it has acknowledged enough, and returns the last acknowledged step. */
    private static long kill(List<String> arguments) throws IOException, InterruptedException {
        Process writer = ChildProcess.java(RecoveryBenchmark.class, arguments)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long acknowledged = -1;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                acknowledged = Long.parseLong(line);
                if (acknowledged == HOUR) {
                    writer.toHandle().destroyForcibly(); // what it printed must still be read
                }
            }
        }
        if (!writer.waitFor(60, TimeUnit.SECONDS) || acknowledged < HOUR) {
            throw new IllegalStateException("The writer ended at step " + acknowledged);
        }
        return acknowledged;
    }

    private static void write(Path place) throws IOException {
        try (WorkloadStore store = new WorkloadStore(place, BenchmarkSize.LARGE_SYSTEM, false)) {
            for (int step = 0; ; step++) {
                store.generate(store.entities());
                store.write(0, store.entities());
                System.out.println(step);
            }
        }
    }
}
