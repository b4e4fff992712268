package org.chroma.statistics.internal;

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
            warm.run(Math.min(size.scalingSteps() * 6, 2_160));
        }
        for (int series : SERIES) {
            int entities = (series + Workload.SERIES - 1) / Workload.SERIES;
            try (WorkloadStore store = new WorkloadStore(directory.resolve("scale-" + series), entities, false)) {
                long before = store.cpuNanos();
                // Just before the hour's blocks are made, memory and log hold the most.
                int fill = Math.min(359, size.scalingSteps() - 1);
                for (int i = 0; i < fill; i++) {
                    store.generate(entities);
                    store.write(0, entities);
                }
                long cpu = store.cpuNanos() - before;
                double heap = HeapUse.afterCollection();
                before = store.cpuNanos();
                store.run(size.scalingSteps() - fill);
                cpu += store.cpuNanos() - before;
                double samples = (double) entities * size.scalingSteps() * Workload.SERIES;
                System.out.printf(
                        "%,d series: %.0f ns of CPU per sample, %.2f million samples per CPU-second; heap with an hour of readings %.0f MB%n",
                        entities * Workload.SERIES, cpu / samples, samples / cpu * 1e3, heap / 1e6);
                figures.put("scaling." + series, cpu / samples);
                figures.put("heap." + series, heap);
            }
        }
        System.out.printf("    all within -Xmx%d MB%n", Runtime.getRuntime().maxMemory() >> 20);
    }
}
