package org.chroma.statistics.internal.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.chroma.statistics.Statistics;

/**
 * The engine with a piece of the workload in it, its entities named as the manager names servers: for measuring what
 * stands above it.
 */
public final class FilledStatistics implements AutoCloseable {
    private final WorkloadStore store;

    /** @param first how many entities have a day of it; the others have the last hours */
    public FilledStatistics(Path directory, int entities, int first, int steps) throws IOException {
        store = new WorkloadStore(directory, entities, false);
        store.fill(first, 8_640 - steps);
        store.fill(entities, steps);
    }

    public Statistics statistics() {
        return store.engine;
    }

    /** Just after the newest readings. */
    public Instant now() {
        return store.now();
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
