package org.chroma.statistics.internal.bench;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes the workload at the rate at which a real system sends it: each entity once in ten seconds, spread over them.
 */
final class PacedIngest implements AutoCloseable {
    private static final int SLICES = 100;
    private static final long SLICE_NANOS = TimeUnit.SECONDS.toNanos(10) / SLICES;

    private final WorkloadStore store;
    private final Thread thread;
    private final long begun = System.nanoTime();
    private volatile boolean stopping;
    /** Written by the thread, and read when it has ended. */
    private long behind;

    private long samples;
    private @Nullable RuntimeException failure;

    PacedIngest(WorkloadStore store) {
        this.store = store;
        thread = new Thread(this::run, "paced-ingest");
        thread.start();
    }

    private void run() {
        try {
            for (long slice = 0; !stopping; slice++) {
                long wait = begun + slice * SLICE_NANOS - System.nanoTime();
                if (wait > 0) {
                    TimeUnit.NANOSECONDS.sleep(wait);
                }
                behind = Math.max(behind, -wait);
                int entities = store.entities();
                int part = (int) (slice % SLICES);
                if (part == 0) {
                    store.generate(entities);
                }
                int from = part * entities / SLICES;
                int to = (part + 1) * entities / SLICES;
                store.write(from, to);
                samples += (long) (to - from) * Workload.SERIES;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    /** Stops and says how it went: samples per second, and by how long it fell behind at worst. */
    String stop() {
        close();
        double seconds = (System.nanoTime() - begun) / 1e9;
        return "%,.0f samples per 10 s, at worst %d ms late".formatted(samples / seconds * 10, behind / 1_000_000);
    }

    @Override
    public void close() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        RuntimeException problem = failure;
        if (problem != null) {
            throw problem;
        }
    }
}
