package org.chroma.prometheus.internal;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.chroma.statistics.StatisticsException;
import org.chroma.statistics.Window;

/**
 * The rows that answer a window, as the local store lays them: each ends at a multiple of its length. The endpoint
 * keeps every reading, so that any length reaches back as far as any other.
 *
 * @param step seconds of a row
 * @param first number of the first row
 * @param count how many
 */
record Axis(long step, long first, int count) {
    /** Most rows of one answer. */
    private static final long MOST_ROWS = 1_000_000;

    /**
     * Lengths of rows beside the interval between two readings: those that the local store has unless it is configured
     * otherwise.
     */
    private static final long[] LENGTHS = {60, 300, 3_600, 86_400};

    /**
     * Chooses the length of rows.
     *
     * @param interval seconds between two readings
     */
    static Axis of(Window window, int interval) {
        List<Long> lengths = LongStream.concat(
                        LongStream.of(interval),
                        LongStream.of(LENGTHS).filter(length -> length > interval && length % interval == 0))
                .boxed()
                .toList();
        long chosen = lengths.get(lengths.size() - 1);
        if (window.points() > 0) {
            for (long length : lengths) {
                if (rows(length, window) <= window.points()) {
                    chosen = length;
                    break;
                }
            }
        } else {
            for (long length : lengths) {
                if (distance(length, window.step()) < distance(chosen, window.step())) {
                    chosen = length;
                }
            }
        }
        long count = rows(chosen, window);
        if (count > MOST_ROWS) {
            throw new StatisticsException(
                    StatisticsException.Fault.CALLER, "The window has " + count + " rows of " + chosen + " s");
        }
        return new Axis(chosen, firstRow(chosen, window), (int) count);
    }

    private static long distance(long length, Duration wanted) {
        return Math.abs(length - wanted.toSeconds());
    }

    private static long firstRow(long length, Window window) {
        return Math.floorDiv(window.begin().getEpochSecond(), length) + 1;
    }

    private static long rows(long length, Window window) {
        long last = -Math.floorDiv(-window.end().getEpochSecond(), length);
        return last - firstRow(length, window) + 1;
    }

    /** Seconds since 1970 at which the row ends. */
    long time(int row) {
        return (first + row) * step;
    }

    /** How many of the rows have ended. */
    int ended(long nowSeconds) {
        return (int) Math.max(0, Math.min(count, Math.floorDiv(nowSeconds, step) - first + 1));
    }

    /** The row that ends at a time, or -1. */
    int row(long seconds) {
        long row = Math.floorDiv(seconds, step) - first;
        return seconds % step == 0 && row >= 0 && row < count ? (int) row : -1;
    }
}
