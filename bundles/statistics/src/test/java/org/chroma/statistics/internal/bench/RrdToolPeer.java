package org.chroma.statistics.internal.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.chroma.statistics.internal.rrdtool.RrdTool;

/** The real rrdtool through its pipe, thirty series per file; CPU time is that of its process. */
final class RrdToolPeer implements Peer {
    /** Steps per row and rows of the workload's archives. */
    static final int[][] ARCHIVES = {{1, 8_640}, {6, 10_080}, {30, 8_640}, {360, 8_760}, {8_640, 3_650}};

    private static final int READS = 50;

    /**
     * Updates of one file that are given together; more than one is a delay in durability that Chroma does not take.
     */
    private final int together;

    RrdToolPeer(int together) {
        this.together = together;
    }

    @Override
    public String name() {
        return "rrdtool, pipe, 30 series per file, "
                + (together == 1 ? "each update by itself" : together + " updates per call");
    }

    @Override
    public String id() {
        return "rrdtool-" + together;
    }

    @Override
    public String missing() {
        return RrdTool.present() ? "" : "rrdtool";
    }

    @Override
    public void run(BenchmarkSize size, Path directory, Figures figures) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("rrdtool", "-")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        try (BufferedWriter in = new BufferedWriter(
                        new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII), 1 << 16);
                BufferedReader out = new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            Answers answers = new Answers(out);
            create(in, size.peerEntities());
            answers.await(in);
            double before = cpuSeconds(process);
            update(in, size);
            answers.await(in);
            double seconds = cpuSeconds(process) - before;
            figures.put(id() + ".ingest", (double) size.peerEntities() * size.peerSteps() * Workload.SERIES / seconds);
            figures.put(id() + ".disk", DiskUse.of(directory) / (size.peerEntities() * Workload.SERIES * 8_640.0));
            long end = Workload.T0 + 10L * size.peerSteps();
            double[] times = new double[READS];
            for (int i = 0; i < READS; i++) {
                long begun = System.nanoTime();
                in.write("xport --start " + (end - 86_400) + " --end " + end + " --step 300 DEF:a="
                        + i % size.peerEntities() + ".rrd:s25:AVERAGE XPORT:a\n");
                answers.await(in);
                times[i] = (System.nanoTime() - begun) / 1e6;
            }
            figures.put(id() + ".day", Figures.median(times));
            in.write("quit\n");
            in.flush();
            answers.join();
        }
        process.waitFor();
    }

    private static void create(BufferedWriter in, int entities) throws IOException {
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
    }

    private void update(BufferedWriter in, BenchmarkSize size) throws IOException {
        Workload workload = new Workload(size.peerEntities());
        StringBuilder[] updates = new StringBuilder[size.peerEntities()];
        long[] values = new long[Workload.SERIES];
        for (int t = 0; t < size.peerSteps(); t++) {
            workload.next();
            for (int e = 0; e < updates.length; e++) {
                if (t % together == 0) {
                    updates[e] = new StringBuilder("update " + e + ".rrd");
                }
                workload.copy(e, values);
                updates[e].append(' ').append(Workload.T0 + 10L * t);
                for (long value : values) {
                    updates[e].append(':').append(value);
                }
                if (t % together == together - 1 || t == size.peerSteps() - 1) {
                    in.write(updates[e].append('\n').toString());
                }
            }
        }
    }

    private static double cpuSeconds(Process process) {
        return process.toHandle()
                .info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .map(nanos -> nanos / 1e9)
                .orElseThrow(() -> new IllegalStateException("The system does not say what CPU time rrdtool took"));
    }

    /** Reads what rrdtool answers, so that it never has to wait; an error ends the waiting. */
    private static final class Answers {
        private static final String MARK = "last 0.rrd\n";
        private final Deque<CompletableFuture<Void>> waiting = new ArrayDeque<>();
        private final Thread thread;

        Answers(BufferedReader out) {
            thread = new Thread(() -> out.lines().forEach(this::line), "rrdtool");
            thread.start();
        }

        private synchronized void line(String line) {
            if (line.startsWith("ERROR")) {
                waiting.forEach(one -> one.completeExceptionally(new IOException("rrdtool says " + line)));
            } else if (line.matches("\\d{10}") && !waiting.isEmpty()) {
                waiting.remove().complete(null);
            }
        }

        /** Waits until everything before is done: a question whose answer is a bare time comes last. */
        void await(BufferedWriter in) throws IOException {
            CompletableFuture<Void> done = new CompletableFuture<>();
            synchronized (this) {
                waiting.add(done);
            }
            in.write(MARK);
            in.flush();
            done.join();
        }

        void join() throws InterruptedException {
            thread.join();
        }
    }
}
