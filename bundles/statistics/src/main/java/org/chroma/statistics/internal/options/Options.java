package org.chroma.statistics.internal.options;

import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.chroma.statistics.Consolidation;

/**
 * How one store works.
 *
 * @param step seconds per step
 * @param resolutions the archives by row length, the finest (one step per row) first; {@link Options} adds what is
 *     missing of it
 * @param emptyGaps whether of several rows that one update completes all but the last stay unknown; false as in rrdtool
 * @param rrdtoolFaults whether to repeat two faults of rrdtool 1.7.2, for comparing with it: it adds 2^32 - 1 where a
 *     32-bit counter wraps, not 2^32, and does not know the difference of a negative and a positive reading
 * @param ahead how far in the future an update may be
 * @param behind how far in the past an entity's first update may be
 * @param bounds what may be stored at most
 * @param blockUpdates updates per raw block
 * @param rollUpBlocks raw blocks after which rows are consolidated and stored
 * @param segmentBytes size at which a new log segment begins
 * @param cacheBytes blocks kept in memory for reading
 */
public record Options(
        int step,
        List<Resolution> resolutions,
        boolean emptyGaps,
        boolean rrdtoolFaults,
        Duration ahead,
        Duration behind,
        Bounds bounds,
        int blockUpdates,
        int rollUpBlocks,
        long segmentBytes,
        long cacheBytes) {

    /** What may be stored at most; what is over is refused. */
    public record Bounds(int entities, int seriesPerEntity, int textBytes, long storeBytes, long logBytes) {}

    static final Bounds BOUNDS = new Bounds(100_000, 5_000, 2_048, 1L << 40, 4L << 30);

    /** Functions that rows of several steps keep by default beside the mean, from this many steps on. */
    static final int PEAKS_FROM = 30;

    public Options {
        if (step < 1 || step > 86_400) {
            throw new IllegalArgumentException("Step must be 1 to 86400 seconds, not " + step);
        }
        resolutions = resolutions.stream()
                .sorted(Comparator.comparingInt(Resolution::steps))
                .toList();
        if (resolutions.isEmpty()) {
            throw new IllegalArgumentException("At least one archive is needed");
        }
        for (int i = 1; i < resolutions.size(); i++) {
            if (resolutions.get(i).steps() == resolutions.get(i - 1).steps()) {
                throw new IllegalArgumentException(
                        "Two resolutions have rows of " + resolutions.get(i).steps() + " steps");
            }
        }
    }

    /** 10 s for 1 day, 1 min for 3 days, 5 min for 7 days, 1 h for 30 days, 1 day for 10 years; peaks from 5 min on. */
    public static Options defaults() {
        return new Options(
                10,
                List.of(
                        resolution(1, 8_640),
                        resolution(6, 4_320),
                        resolution(30, 2_016),
                        resolution(360, 720),
                        resolution(8_640, 3_650)),
                false,
                false,
                Duration.ofMinutes(10),
                Duration.ofDays(1),
                BOUNDS,
                360,
                6,
                32 << 20,
                64 << 20);
    }

    /**
     * The usual functions: all for single steps (they cost nothing), mean alone below five minutes, else mean, minimum,
     * maximum.
     */
    public static Resolution resolution(int steps, int rows) {
        Set<Consolidation> functions = steps == 1
                ? EnumSet.allOf(Consolidation.class)
                : steps < PEAKS_FROM
                        ? EnumSet.of(Consolidation.AVERAGE)
                        : EnumSet.of(Consolidation.AVERAGE, Consolidation.MINIMUM, Consolidation.MAXIMUM);
        return new Resolution(
                steps, functions.stream().map(f -> new Archive(f, 0.5, rows)).toList());
    }

    public long stepMillis() {
        return step * 1000L;
    }

    /** Length of a resolution's row in seconds. */
    public long rowSeconds(Resolution resolution) {
        return (long) step * resolution.steps();
    }

    /** Shortest time by which an update must follow the one before, in milliseconds. */
    public long leastAdvance() {
        return Math.min(1000, stepMillis() / 2);
    }

    /** How long readings are kept at least: as long as the rows of single steps, and until they are rolled up. */
    public long rawMillis() {
        Resolution finest = resolutions.get(0);
        return finest.steps() == 1 ? finest.rows() * stepMillis() : 2L * blockUpdates * rollUpBlocks * stepMillis();
    }

    public Options withResolutions(int newStep, List<Resolution> value) {
        return new Options(
                newStep,
                value,
                emptyGaps,
                rrdtoolFaults,
                ahead,
                behind,
                bounds,
                blockUpdates,
                rollUpBlocks,
                segmentBytes,
                cacheBytes);
    }

    public Options withEmptyGaps(boolean value) {
        return new Options(
                step,
                resolutions,
                value,
                rrdtoolFaults,
                ahead,
                behind,
                bounds,
                blockUpdates,
                rollUpBlocks,
                segmentBytes,
                cacheBytes);
    }

    public Options withRrdtoolFaults() {
        return new Options(
                step,
                resolutions,
                emptyGaps,
                true,
                ahead,
                behind,
                bounds,
                blockUpdates,
                rollUpBlocks,
                segmentBytes,
                cacheBytes);
    }

    public Options withTolerance(Duration newAhead, Duration newBehind) {
        return new Options(
                step,
                resolutions,
                emptyGaps,
                rrdtoolFaults,
                newAhead,
                newBehind,
                bounds,
                blockUpdates,
                rollUpBlocks,
                segmentBytes,
                cacheBytes);
    }

    public Options withBounds(Bounds value) {
        return new Options(
                step,
                resolutions,
                emptyGaps,
                rrdtoolFaults,
                ahead,
                behind,
                value,
                blockUpdates,
                rollUpBlocks,
                segmentBytes,
                cacheBytes);
    }

    public Options withBlocks(int updates, int perRollUp, long segment, long cache) {
        return new Options(
                step, resolutions, emptyGaps, rrdtoolFaults, ahead, behind, bounds, updates, perRollUp, segment, cache);
    }
}
