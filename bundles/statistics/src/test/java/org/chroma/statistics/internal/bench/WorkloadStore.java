package org.chroma.statistics.internal.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.Closeable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.chroma.statistics.Batch;
import org.chroma.statistics.Recorder;
import org.chroma.statistics.WriteResult;
import org.chroma.statistics.internal.Engine;
import org.chroma.statistics.internal.StatisticsService;
import org.chroma.statistics.internal.TestDatabase;
import org.chroma.statistics.internal.options.Options;
import org.chroma.statistics.internal.store.JdbcBlockStore;

/**
 * The engine on Derby and a real log, and the workload that is written to it, durably. Its clock is that of the
 * workload.
 */
final class WorkloadStore implements Closeable {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    /** Entities in one batch, as from one server. */
    private static final int TOGETHER = 100;

    final CountingStore blocks;
    final Engine engine;
    private final boolean jitter;
    private final Workload workload;
    private final List<Recorder> recorders = new ArrayList<>();
    private final long[][] values;
    private final Batch batch = new Batch();
    private volatile long now = Workload.time(0, 0, false);
    private int step;
    private long generating;

    WorkloadStore(Path directory, int entities, boolean jitter) throws IOException {
        this.jitter = jitter;
        Options options = Options.defaults();
        blocks = new CountingStore(
                new JdbcBlockStore(TestDatabase.derby(directory), r -> StatisticsService.retention(options, r)));
        engine = new Engine(options, blocks, directory.resolve("log"), () -> Instant.ofEpochMilli(now));
        workload = new Workload(entities);
        values = new long[entities][Workload.SERIES];
        for (int e = 0; e < entities; e++) {
            engine.define(key(e), Map.of("filesystem", "fs" + e % 4), List.of());
            recorders.add(engine.recorder(key(e), Workload.series()));
        }
    }

    /** What is there, for reading only. */
    static WorkloadStore reopened(Path directory) throws IOException {
        return new WorkloadStore(directory, 0, false);
    }

    /** As the manager names its servers. */
    static String key(int entity) {
        return "host/" + (entity + 1);
    }

    int entities() {
        return recorders.size();
    }

    Instant now() {
        return Instant.ofEpochMilli(now);
    }

    static long processCpuNanos() {
        return SYSTEM.getProcessCpuTime();
    }

    /** CPU time of this process but for what making the workload took. */
    long cpuNanos() {
        return SYSTEM.getProcessCpuTime() - generating;
    }

    /** Makes the next readings of the first so many entities. */
    void generate(int some) {
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        step = workload.next(some);
        for (int e = 0; e < some; e++) {
            workload.copy(e, values[e]);
        }
        now = Workload.time(0, step, false) + 20;
        generating += ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
    }

    /** Writes those of some entities and waits until they are durable. */
    void write(int from, int to) {
        List<CompletableFuture<WriteResult>> pending = new ArrayList<>();
        for (int e = from; e < to; e++) {
            batch.add(recorders.get(e), Workload.time(e, step, jitter), values[e]);
            if (batch.rows().size() == TOGETHER || e == to - 1) {
                pending.add(engine.write(batch));
                batch.clear();
            }
        }
        for (CompletableFuture<WriteResult> one : pending) {
            WriteResult result = one.join();
            if (!result.complete()) {
                throw new IllegalStateException("Not everything was accepted: " + result);
            }
        }
    }

    /** Writes steps of all entities as fast as it goes. */
    void run(int steps) {
        fill(entities(), steps);
    }

    /** The same of the first so many; the upkeep that a manager does each minute is done each hour of the workload. */
    void fill(int some, int steps) {
        for (int i = 0; i < steps; i++) {
            generate(some);
            write(0, some);
            if (step % 360 == 359) {
                upkeep();
            }
        }
        upkeep();
    }

    void upkeep() {
        engine.settle();
        engine.maintainNow();
    }

    @Override
    public void close() throws IOException {
        engine.close();
    }
}
