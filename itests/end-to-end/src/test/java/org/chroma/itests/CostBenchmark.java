package org.chroma.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * What the built product costs on this machine: seconds, megabytes (2^20 bytes) of resident memory, and shares of one
 * processor core. Prints one figure a line with what it is measured against.
 */
final class CostBenchmark {
    private static final int MANY_SERVERS = 100;
    private static final Duration SETTLING = Duration.ofSeconds(60);
    private static final Duration WATCHING = Duration.ofSeconds(60);

    /** The kernel counts processor time in hundredths of a second on every machine that Linux runs on today. */
    private static final double TICKS_PER_SECOND = 100;

    private CostBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        build();
        small();
        agent();
        large();
    }

    /** A fresh copy of what is committed, with the libraries at hand. */
    private static void build() throws IOException, InterruptedException {
        Path root = Path.of(System.getProperty("chroma.root"));
        Path copy = Files.createTempDirectory("chroma-build");
        run(root, "git", "clone", "--quiet", root.toString(), copy.toString());
        long begin = System.nanoTime();
        run(copy, "mvn", "--batch-mode", "--quiet", "--offline", "-DskipTests", "package");
        print("build of a fresh clone, tests skipped", seconds(begin), "s", "180");
        Installation.delete(copy);
    }

    private static void small() throws IOException {
        try (Installation chroma = Installation.fresh(CostBenchmark.class)) {
            long begin = System.nanoTime();
            chroma.demo();
            print("demo ready from built state, new data", seconds(begin), "s", "40");
            LockSupport.parkNanos(SETTLING.toNanos());
            print("manager's resident memory, idle, 4 servers", resident(manager(chroma)), "MB", "512");
            print("simulated cluster's resident memory, 6 agents in one machine", resident(agents(chroma)), "MB", "-");
            chroma.chroma("stop").expect(0);
            begin = System.nanoTime();
            chroma.chroma("run").expect(0);
            print("manager to its first REST answer, later start", seconds(begin), "s", "12");
        }
    }

    private static void agent() throws IOException, InterruptedException {
        try (Installation chroma = Installation.fresh(CostBenchmark.class)) {
            chroma.with("CHROMA_ADDRESS", "127.0.0.1")
                    .with("CHROMA_MANAGER_URL", chroma.url())
                    .chroma("run")
                    .expect(0);
            try (RealAgent agent = RealAgent.start(chroma)) {
                // Without Lustre its LNet cannot start, and without ping not all checks pass; it registers and reports
                // all the same.
                chroma.chroma("server-add", agent.address(), "--nowait", "--force")
                        .expect(0);
                Wait.until(
                        "the agent reports",
                        120,
                        () -> chroma.rest()
                                .list("/api/host/")
                                .get(0)
                                .path("last_contact")
                                .isTextual());
                LockSupport.parkNanos(SETTLING.toNanos());
                print("agent's resident memory, registered and reporting", resident(agent.pid()), "MB", "128");
            }
        }
    }

    private static void large() throws IOException {
        try (Installation chroma = Installation.fresh(CostBenchmark.class)) {
            long begin = System.nanoTime();
            chroma.demo("--servers", String.valueOf(MANY_SERVERS));
            print("demo of " + MANY_SERVERS + " servers ready", seconds(begin), "s", "-");
            LockSupport.parkNanos(SETTLING.toNanos());
            long manager = manager(chroma);
            double before = processorSeconds(manager);
            long from = System.nanoTime();
            LockSupport.parkNanos(WATCHING.toNanos());
            double used = processorSeconds(manager) - before;
            print(MANY_SERVERS + " servers report every 10 s, manager", used / seconds(from), "of a core", "0.25");
            print("manager's resident memory, idle, " + MANY_SERVERS + " servers", resident(manager), "MB", "-");
        }
    }

    private static long manager(Installation chroma) {
        return chroma.status().path("pids").path("manager").asLong();
    }

    private static long agents(Installation chroma) {
        return chroma.status().path("pids").path("agents").path(0).asLong();
    }

    private static double resident(long process) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        throw new IOException("/proc/" + process + "/status has no VmRSS");
    }

    private static double processorSeconds(long process) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process + "/stat"));
        // The command's name, in brackets, may hold blanks; user and system time are the 12th and 13th field after it.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    private static void run(Path directory, String... command) throws IOException, InterruptedException {
        int code = new ProcessBuilder(command)
                .directory(directory.toFile())
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new UncheckedIOException(new IOException(List.of(command) + " ended with " + code));
        }
    }

    private static double seconds(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1000.0;
    }

    private static void print(String what, double value, String unit, String limit) {
        System.out.printf("%-64s %9.2f %-9s (wanted: at most %s)%n", what, value, unit, limit);
    }
}
