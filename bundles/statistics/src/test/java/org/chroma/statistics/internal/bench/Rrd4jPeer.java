package org.chroma.statistics.internal.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rrd4j.ConsolFun;
import org.rrd4j.DsType;
import org.rrd4j.core.FetchData;
import org.rrd4j.core.RrdBackendFactory;
import org.rrd4j.core.RrdDb;
import org.rrd4j.core.RrdDef;
import org.rrd4j.core.RrdNioBackendFactory;
import org.rrd4j.core.RrdRandomAccessFileBackendFactory;
import org.rrd4j.core.Sample;

/** RRD4j in this process: mapped into memory, which is what it does by default, or on plain files. */
final class Rrd4jPeer implements Peer {
    private static final int READS = 50;
    private final boolean mapped;

    Rrd4jPeer(boolean mapped) {
        this.mapped = mapped;
    }

    @Override
    public String name() {
        return "RRD4j 3.10, " + (mapped ? "mapped files" : "plain files") + ", 30 series per file";
    }

    @Override
    public String id() {
        return mapped ? "rrd4j-mapped" : "rrd4j-file";
    }

    @Override
    public String missing() {
        return "";
    }

    @Override
    public void run(BenchmarkSize size, Path directory, Figures figures) throws IOException {
        try (RrdBackendFactory factory =
                mapped ? new RrdNioBackendFactory() : new RrdRandomAccessFileBackendFactory()) {
            // On plain files one update takes so long that fewer of them tell the same.
            int entities = mapped ? size.peerEntities() : Math.min(100, size.peerEntities());
            List<RrdDb> databases = create(factory, entities, directory);
            double seconds = write(databases, size.peerSteps());
            figures.put(id() + ".ingest", (double) entities * size.peerSteps() * Workload.SERIES / seconds);
            figures.put(id() + ".disk", DiskUse.of(directory) / (entities * Workload.SERIES * 8_640.0));
            long end = Workload.T0 + 10L * size.peerSteps();
            double[] times = new double[READS];
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < READS; i++) {
                    long begun = System.nanoTime();
                    sum(databases.subList(i % entities, i % entities + 1), end - 86_400, end, 300);
                    times[i] = (System.nanoTime() - begun) / 1e6;
                }
            }
            figures.put(id() + ".day", Figures.median(times));
            if (entities >= 1_000) {
                double[] sums = new double[10];
                for (int i = 0; i < sums.length; i++) {
                    long begun = System.nanoTime();
                    sum(databases.subList(0, 1_000), end - 3_600, end, 10);
                    sums[i] = (System.nanoTime() - begun) / 1e6;
                }
                figures.put(id() + ".sum1000", Figures.median(sums));
            }
            for (RrdDb database : databases) {
                database.close();
            }
        }
    }

    private static List<RrdDb> create(RrdBackendFactory factory, int entities, Path directory) throws IOException {
        List<RrdDb> databases = new ArrayList<>();
        for (int e = 0; e < entities; e++) {
            RrdDef definition = new RrdDef(directory.resolve(e + ".rrd").toString(), Workload.T0 - 10, 10);
            for (int s = 0; s < Workload.SERIES; s++) {
                definition.addDatasource("s" + s, DsType.DERIVE, 20, 0, Double.NaN);
            }
            for (int[] archive : RrdToolPeer.ARCHIVES) {
                definition.addArchive(ConsolFun.AVERAGE, 0.5, archive[0], archive[1]);
            }
            databases.add(RrdDb.getBuilder()
                    .setRrdDef(definition)
                    .setBackendFactory(factory)
                    .build());
        }
        return databases;
    }

    /** CPU-seconds of writing. */
    private static double write(List<RrdDb> databases, int steps) throws IOException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Workload workload = new Workload(databases.size());
        long[] values = new long[Workload.SERIES];
        double[] reals = new double[Workload.SERIES];
        long cpu = system.getProcessCpuTime();
        long generating = 0;
        for (int t = 0; t < steps; t++) {
            long before = threads.getCurrentThreadCpuTime();
            workload.next();
            generating += threads.getCurrentThreadCpuTime() - before;
            for (int e = 0; e < databases.size(); e++) {
                workload.copy(e, values);
                for (int s = 0; s < reals.length; s++) {
                    reals[s] = values[s];
                }
                Sample sample = databases.get(e).createSample(Workload.T0 + 10L * t);
                sample.setValues(reals);
                sample.update();
            }
        }
        return (system.getProcessCpuTime() - cpu - generating) / 1e9;
    }

    private static void sum(List<RrdDb> databases, long begin, long end, int row) throws IOException {
        double total = 0;
        for (RrdDb database : databases) {
            FetchData data = database.createFetchRequest(ConsolFun.AVERAGE, begin, end, row)
                    .fetchData();
            for (double value : data.getValues("s25")) {
                total += Double.isNaN(value) ? 0 : value;
            }
        }
        if (total <= 0) {
            throw new IOException("RRD4j knows no rate of s25 from " + begin + " to " + end);
        }
    }
}
