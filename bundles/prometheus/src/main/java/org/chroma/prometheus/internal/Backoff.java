package org.chroma.prometheus.internal;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before the next attempt: twice as long each time up to a most, and a random part less, so that many
 * managers do not come back at the same moment.
 */
final class Backoff {
    /** However long an endpoint asks to be left alone, it is tried again after this. */
    static final Duration MOST_ASKED = Duration.ofMinutes(10);

    private final Duration first;
    private final Duration most;
    private final RandomGenerator random;

    Backoff(Duration first, Duration most, RandomGenerator random) {
        this.first = first;
        this.most = most;
        this.random = random;
    }

    /**
     * The time to wait.
     *
     * @param failures how many attempts failed in a row, at least 1
     * @param asked what the endpoint asked for, or null
     */
    Duration after(int failures, @Nullable Duration asked) {
        long ceiling = Math.min(most.toMillis(), first.toMillis() << Math.min(failures - 1, 30));
        Duration own = Duration.ofMillis(ceiling / 2 + random.nextLong(ceiling / 2 + 1));
        if (asked == null || asked.compareTo(own) <= 0) {
            return own;
        }
        return asked.compareTo(MOST_ASKED) < 0 ? asked : MOST_ASKED;
    }
}
