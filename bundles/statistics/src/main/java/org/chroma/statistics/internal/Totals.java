package org.chroma.statistics.internal;

import java.util.concurrent.atomic.AtomicLong;
import org.chroma.statistics.WriteResult;

/** What became of all readings since the store was opened. Counted without a lock: each number is right, together they may be of two instants. */
final class Totals {
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

    long accepted() {
        return accepted.get();
    }

    long late() {
        return late.get();
    }

    long early() {
        return early.get();
    }

    long duplicate() {
        return duplicate.get();
    }

    long refused() {
        return refused.get();
    }
}
