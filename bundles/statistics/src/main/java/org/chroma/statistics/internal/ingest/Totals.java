package org.chroma.statistics.internal.ingest;

import java.util.concurrent.atomic.AtomicLong;
import org.chroma.statistics.WriteResult;

/**
 * What became of all readings since the store was opened. Counted without a lock: each number is right, together they
 * may be of two instants.
 */
public final class Totals {
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong late = new AtomicLong();
    private final AtomicLong early = new AtomicLong();
    private final AtomicLong duplicate = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    void add(WriteResult result) {
        accepted.addAndGet(result.accepted());
        late.addAndGet(result.late());
        early.addAndGet(result.early());
        duplicate.addAndGet(result.duplicate());
        refused.addAndGet(result.refused());
    }

    /** Counts a definition that was over a bound, as one refused reading. */
    void refusedDefinition() {
        refused.incrementAndGet();
    }

    public long accepted() {
        return accepted.get();
    }

    public long late() {
        return late.get();
    }

    public long early() {
        return early.get();
    }

    public long duplicate() {
        return duplicate.get();
    }

    public long refused() {
        return refused.get();
    }
}
