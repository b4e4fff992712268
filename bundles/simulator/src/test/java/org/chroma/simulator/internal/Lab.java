package org.chroma.simulator.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.chroma.simulator.internal.cluster.Cluster;
import org.chroma.simulator.internal.cluster.ClusterStore;
import org.chroma.simulator.internal.cluster.PairLayout;
import org.chroma.simulator.internal.cluster.SimServer;
import org.chroma.simulator.internal.programs.CommandLine;
import org.chroma.simulator.internal.programs.Programs;
import org.chroma.simulator.internal.programs.SimulatedMachine;
import org.chroma.simulator.internal.programs.TargetResourceAgent;
import org.chroma.spi.Output;

/** The demo's cluster, in which nothing takes time, with a shell-like way to run programs. */
public final class Lab implements AutoCloseable {
    public static final String MGS = "10.77.0.11@tcp:10.77.0.12@tcp";
    public static final String MGT = "/dev/disk/by-id/scsi-SCHROMA_SIMULATED_MDS-MGT";
    public static final String MDT0 = "/dev/disk/by-id/scsi-SCHROMA_SIMULATED_MDS-MDT0";
    public static final String MDT1 = "/dev/disk/by-id/scsi-SCHROMA_SIMULATED_MDS-MDT1";

    private static final Duration LIMIT = Duration.ofSeconds(20);

    public final Cluster cluster;
    private final Programs programs = new Programs();

    public Lab() {
        this(ClusterStore.none(), Clock.systemUTC(), 0);
    }

    public Lab(Path directory) throws IOException {
        this(ClusterStore.in(directory), Clock.systemUTC(), 0);
    }

    public Lab(ClusterStore store, Clock clock, double timeFactor) {
        cluster = new Cluster(clock, timeFactor, store);
        for (String kind : List.of(TargetResourceAgent.CHROMA, TargetResourceAgent.LUSTRE)) {
            cluster.resourceAgent(kind, new TargetResourceAgent(programs, kind));
        }
        cluster.add(PairLayout.metadata(0));
        cluster.add(PairLayout.objects(1, 2, 4, true, false));
    }

    /** A cluster that is there already. */
    public Lab(Cluster cluster) {
        this.cluster = cluster;
    }

    public static String ost(int number) {
        return "/dev/disk/by-id/scsi-SCHROMA_SIMULATED_OSS1-OST" + number;
    }

    public SimServer server(String name) {
        return cluster.server(name).orElseThrow();
    }

    public SimulatedMachine machine(String name) {
        return new SimulatedMachine(server(name), programs);
    }

    /** Runs a command line; quoted words may have blanks. */
    public Output run(String server, String line) {
        try {
            return machine(server).run(LIMIT, CommandLine.words(line).toArray(new String[0]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Runs a command line that must succeed; answers what it printed. */
    public String ok(String server, String line) {
        Output output = run(server, line);
        if (!output.succeeded()) {
            throw new AssertionError(
                    "%s: exit code %d%n%s%n%s".formatted(line, output.exitCode(), output.stdout(), output.stderr()));
        }
        return output.stdout();
    }

    /** An MGT, an MDT and an OST, formatted with failover and mounted on the first server of each pair. */
    public Lab filesystem() {
        format();
        start("mds1", MGT, "/mnt/mgt");
        start("mds1", MDT0, "/mnt/mdt0");
        start("oss1", ost(0), "/mnt/ost0");
        return this;
    }

    /** The same three, formatted only. */
    public Lab format() {
        ok("mds1", "mkfs.lustre --mgs --servicenode=10.77.0.11@tcp --servicenode=10.77.0.12@tcp " + MGT);
        ok(
                "mds1",
                "mkfs.lustre --mdt --fsname=lfs --index=0 --mgsnode=" + MGS
                        + " --servicenode=10.77.0.11@tcp --servicenode=10.77.0.12@tcp " + MDT0);
        ok(
                "oss1",
                "mkfs.lustre --ost --fsname=lfs --index=0 --mgsnode=" + MGS
                        + " --servicenode=10.77.0.13@tcp --servicenode=10.77.0.14@tcp " + ost(0));
        return this;
    }

    public void start(String server, String device, String point) {
        ok(server, "mkdir -p " + point);
        ok(server, "mount -t lustre " + device + " " + point);
    }

    @Override
    public void close() {
        cluster.close();
    }
}
