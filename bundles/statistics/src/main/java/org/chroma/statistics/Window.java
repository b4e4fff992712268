package org.chroma.statistics;

import java.time.Duration;
import java.time.Instant;

/**
 * The time that a query asks about and how finely.
 *
 * @param begin start; rows begin after it
 * @param end end, after {@code begin}
 * @param points the finest resolution that covers {@code begin} and answers with at most so many rows is taken, else
 *     the coarsest; 0 if
 *     {@code step} decides
 * @param step the resolution nearest to this is taken among those that cover {@code begin}, as rrdtool does; only if
 *     {@code points} is 0
 */
public record Window(Instant begin, Instant end, int points, Duration step) {
    public Window {
        if (!begin.isBefore(end)) {
            throw new IllegalArgumentException("Begin " + begin + " is not before end " + end);
        }
        if (points < 0 || step.isNegative()) {
            throw new IllegalArgumentException("Points and step must not be negative");
        }
    }

    public static Window points(Instant begin, Instant end, int points) {
        if (points < 1) {
            throw new IllegalArgumentException("At least one point must be wanted, not " + points);
        }
        return new Window(begin, end, points, Duration.ZERO);
    }

    /** A zero step asks for the finest resolution. */
    public static Window step(Instant begin, Instant end, Duration step) {
        return new Window(begin, end, 0, step);
    }
}
