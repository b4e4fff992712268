package org.chroma.core.internal.foreign;

import java.time.Duration;
import java.util.function.LongSupplier;

/** For how long something may be waited for altogether: waiting uses it up, and time brings it back. */
public final class Patience {
    private final long most;
    private final double recovery;
    private final LongSupplier nanoTime;
    private long used;
    private long seen;

    /** Of so much in so long a time. */
    public Patience(Duration most, Duration time) {
        this(most, time, System::nanoTime);
    }

    Patience(Duration most, Duration time, LongSupplier nanoTime) {
        this.most = most.toNanos();
        this.recovery = (double) most.toNanos() / time.toNanos();
        this.nanoTime = nanoTime;
        this.seen = nanoTime.getAsLong();
    }

    /** What is left of it now; zero where it is used up. */
    public synchronized Duration left() {
        recover();
        return Duration.ofNanos(Math.max(0, most - used));
    }

    /** So much was waited. */
    public synchronized void use(Duration waited) {
        recover();
        used = Math.min(most, used + waited.toNanos());
    }

    private void recover() {
        long now = nanoTime.getAsLong();
        used = Math.max(0, used - (long) ((now - seen) * recovery));
        seen = now;
    }
}
