package org.chroma.statistics.internal.bench;

import java.io.IOException;
import java.nio.file.Path;

/** What a sample costs, and what memory all of it, at growing numbers of series. Arguments: directory, size. */
final class ScalingBenchmark {
    static final int[] SERIES = {1_000, 10_000, 100_000, 330_000};

    private ScalingBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        BenchmarkSize size = BenchmarkSize.named(arguments[1]);
        Figures figures = new Figures(directory.resolve("figures"));
        try (WorkloadStore warm = new WorkloadStore(directory.resolve("scale-warm"), 300, false)) {
            warm.run(Math.min(size.scalingSteps() * 3, 2_160));
        }
        for (int series : SERIES) {
            int entities = (series + Workload.SERIES - 1) / Workload.SERIES;
            // Few series need more steps to cost anything that can be measured.
            int steps =
                    Math.max(size.scalingSteps(), Math.min(size.scalingSteps() * 6, 4_000_000 / series / 360 * 360));
            try (WorkloadStore store = new WorkloadStore(directory.resolve("scale-" + series), entities, false)) {
                long before = store.cpuNanos();
                store.fill(entities, steps - 1);
                double cpu = store.cpuNanos() - before;
                // Just before the hour's blocks are made, memory holds the most: an hour in the open, and the block of
                // the hour before.
                double heap = HeapUse.afterCollection();
                before = store.cpuNanos();
                store.run(1);
                cpu += store.cpuNanos() - before;
                double samples = (double) entities * steps * Workload.SERIES;
                System.out.printf(
                        "%,d series: %.1f ms of CPU per step of 10 s, %.0f ns per sample; heap when it holds the most %.0f MB%n",
                        entities * Workload.SERIES, cpu / steps / 1e6, cpu / samples, heap / 1e6);
                figures.put("scaling." + series, cpu / samples);
                figures.put("heap." + series, heap);
            }
        }
        System.out.printf("    all within -Xmx%d MB%n", Runtime.getRuntime().maxMemory() >> 20);
    }
}
