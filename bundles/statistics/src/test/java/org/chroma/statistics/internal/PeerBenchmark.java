package org.chroma.statistics.internal;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.rrd4j.ConsolFun;
import org.rrd4j.DsType;
import org.rrd4j.core.RrdBackendFactory;
import org.rrd4j.core.RrdDb;
import org.rrd4j.core.RrdDef;
import org.rrd4j.core.RrdRandomAccessFileBackendFactory;
import org.rrd4j.core.Sample;

/**
 * Runs the workload on the peers, in the same way as {@link WorkloadBenchmark} on the engine, and prints the same figures. Arguments: entities,
 * steps, directory. A peer that is not installed is said to be missing.
 */
final class PeerBenchmark {
    private static final int[][] ARCHIVES = {{1, 8_640}, {6, 10_080}, {30, 8_640}, {360, 8_760}, {8_640, 3_650}};

    private PeerBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int entities = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
        int steps = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 720;
        Path directory = arguments.length > 2 ? Path.of(arguments[2]) : Files.createTempDirectory("chroma-peers");
        if (RrdTool.present()) {
            rrdtool(entities, steps, Files.createDirectories(directory.resolve("rrdtool")));
        } else {
            System.out.println("rrdtool IS NOT INSTALLED and was not measured");
        }
        rrd4j(entities, steps, Files.createDirectories(directory.resolve("rrd4j")));
    }

    /** Through its pipe, thirty series per file; CPU time is that of its process. */
    private static void rrdtool(int entities, int steps, Path directory) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("rrdtool", "-")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        try (BufferedWriter in = new BufferedWriter(
                        new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII), 1 << 16);
                BufferedReader out = new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            CountDownLatch done = new CountDownLatch(1);
            String last = Long.toString(Workload.T0 + 10L * (steps - 1));
            Thread drain = new Thread(() -> out.lines().forEach(line -> {
                if (line.startsWith("ERROR")) {
                    System.out.println("rrdtool: " + line);
                } else if (line.equals(last)) {
                    done.countDown();
                }
            }));
            drain.start();
            for (int e = 0; e < entities; e++) {
                StringBuilder create =
                        new StringBuilder("create " + e + ".rrd --start " + (Workload.T0 - 10) + " --step 10");
                for (int s = 0; s < Workload.SERIES; s++) {
                    create.append(" DS:s").append(s).append(":DERIVE:20:0:U");
                }
                for (int[] archive : ARCHIVES) {
                    create.append(" RRA:AVERAGE:0.5:")
                            .append(archive[0])
                            .append(':')
                            .append(archive[1]);
                }
                in.write(create.append('\n').toString());
            }
            Workload workload = new Workload(entities);
            long[] values = new long[Workload.SERIES];
            for (int t = 0; t < steps; t++) {
                workload.next();
                for (int e = 0; e < entities; e++) {
                    workload.copy(e, values);
                    StringBuilder update = new StringBuilder("update " + e + ".rrd " + (Workload.T0 + 10L * t));
                    for (long value : values) {
                        update.append(':').append(value);
                    }
                    in.write(update.append('\n').toString());
                }
            }
            in.write("last 0.rrd\n"); // answered when all before it is done
            in.flush();
            done.await();
            double seconds = process.toHandle()
                    .info()
                    .totalCpuDuration()
                    .map(cpu -> cpu.toNanos() / 1e9)
                    .orElse(Double.NaN);
            in.write("quit\n");
            in.flush();
            drain.join();
            report("rrdtool, pipe, 30 series per file", entities, steps, seconds, directory);
        }
        process.waitFor();
    }

    private static void rrd4j(int entities, int steps, Path directory) throws IOException {
        RrdBackendFactory factory = new RrdRandomAccessFileBackendFactory();
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        List<RrdDb> databases = new ArrayList<>();
        for (int e = 0; e < entities; e++) {
            RrdDef definition = new RrdDef(directory.resolve(e + ".rrd").toString(), Workload.T0 - 10, 10);
            for (int s = 0; s < Workload.SERIES; s++) {
                definition.addDatasource("s" + s, DsType.DERIVE, 20, 0, Double.NaN);
            }
            for (int[] archive : ARCHIVES) {
                definition.addArchive(ConsolFun.AVERAGE, 0.5, archive[0], archive[1]);
            }
            databases.add(RrdDb.getBuilder()
                    .setRrdDef(definition)
                    .setBackendFactory(factory)
                    .build());
        }
        Workload workload = new Workload(entities);
        long[] values = new long[Workload.SERIES];
        double[] reals = new double[Workload.SERIES];
        long cpu = system.getProcessCpuTime();
        long generating = 0;
        for (int t = 0; t < steps; t++) {
            long before = threads.getCurrentThreadCpuTime();
            workload.next();
            generating += threads.getCurrentThreadCpuTime() - before;
            for (int e = 0; e < entities; e++) {
                workload.copy(e, values);
                for (int s = 0; s < reals.length; s++) {
                    reals[s] = values[s];
                }
                Sample sample = databases.get(e).createSample(Workload.T0 + 10L * t);
                sample.setValues(reals);
                sample.update();
            }
        }
        double seconds = (system.getProcessCpuTime() - cpu - generating) / 1e9;
        for (RrdDb database : databases) {
            database.close();
        }
        report("RRD4j 3.10, file, 30 series per file", entities, steps, seconds, directory);
    }

    private static void report(String peer, int entities, int steps, double seconds, Path directory)
            throws IOException {
        long samples = (long) entities * steps * Workload.SERIES;
        long bytes;
        try (Stream<Path> files = Files.list(directory)) {
            bytes = files.mapToLong(file -> {
                        try {
                            return Files.size(file);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .sum();
        }
        System.out.printf(
                "%s: %.3f million samples per CPU-second (%.1f s for %.1f million); %.1f bytes per sample of a full first archive%n",
                peer, samples / seconds / 1e6, seconds, samples / 1e6, bytes / (entities * Workload.SERIES * 8_640.0));
    }
}
