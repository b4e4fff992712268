package org.chroma.statistics.internal.bench;

import java.io.IOException;
import java.nio.file.Path;

/** Another store, on which the same workload runs. */
interface Peer {
    String name();

    /** Name under which its figures are kept. */
    String id();

    /** The program that is needed and missing; empty if it can run. */
    String missing();

    /**
     * Runs the workload and puts what it measured into the figures: {@code id.ingest} in samples per CPU-second,
     * {@code id.disk} in bytes per sample, {@code id.day} and {@code id.sum1000} in milliseconds, as far as the peer
     * can do it.
     */
    void run(BenchmarkSize size, Path directory, Figures figures) throws IOException, InterruptedException;
}
