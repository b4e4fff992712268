package org.chroma.statistics.internal.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that is to be known of what statistics cost, in one run: each part in a virtual machine of its own, then
 * what came out against what is required, and against the peers. Arguments: {@code quick} (default), {@code full} or
 * {@code smoke}; a directory with room for it.
 */
final class StatisticsBenchmark {
    private StatisticsBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        BenchmarkSize size = BenchmarkSize.named(arguments.length > 0 ? arguments[0] : "quick");
        Path directory = Files.createTempDirectory(
                Files.createDirectories(Path.of(arguments.length > 1 ? arguments[1] : "target/bench")), "run");
        System.out.printf(
                "Statistics, %s%n%d processors, Java %s, heap %s for Chroma%n",
                size, Runtime.getRuntime().availableProcessors(), Runtime.version(), ChildProcess.HEAP);
        long begun = System.nanoTime();
        List<String> failed = new ArrayList<>();
        try {
            part("Parts (JMH)", JmhParts.class, failed, directory, size.name());
            part("Ingest and disk", IngestBenchmark.class, failed, directory, size.name(), "regular");
            part("The same with jittered times", IngestBenchmark.class, failed, directory, size.name(), "jittered");
            part("More and more series", ScalingBenchmark.class, failed, directory, size.name());
            part("Reads while 330,000 series are written", ReadBenchmark.class, failed, directory, size.name());
            part("Recovery", RecoveryBenchmark.class, failed, directory, size.name());
            part("Peers", PeerBenchmark.class, failed, directory, size.name());
            Path figures = directory.resolve("figures");
            new BenchmarkReport(new Figures(figures)).print(System.out);
            // What is measured above this bundle compares with them.
            Files.copy(figures, directory.resolveSibling("figures"), StandardCopyOption.REPLACE_EXISTING);
        } finally {
            DiskUse.delete(directory);
        }
        System.out.printf(
                "%nAll of it took %d s.%n",
                Duration.ofNanos(System.nanoTime() - begun).toSeconds());
        if (!failed.isEmpty()) {
            System.out.println("These parts FAILED and count as not measured: " + failed);
            System.exit(1);
        }
    }

    private static void part(String title, Class<?> main, List<String> failed, Path directory, String... more)
            throws IOException, InterruptedException {
        System.out.printf("%n--- %s%n", title);
        List<String> arguments = new ArrayList<>(List.of(directory.toString()));
        arguments.addAll(List.of(more));
        // Peers get the memory that they want.
        String heap = main == PeerBenchmark.class ? "-Xmx2g" : ChildProcess.HEAP;
        int status = ChildProcess.java(heap, main.getName(), arguments)
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            failed.add(title);
        }
        for (Path leftover : leftovers(directory)) {
            DiskUse.delete(leftover);
        }
    }

    private static List<Path> leftovers(Path directory) throws IOException {
        try (var all = Files.list(directory)) {
            return all.filter(Files::isDirectory).toList();
        }
    }
}
