package org.chroma.statistics.internal.query;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.chroma.statistics.Series;
import org.chroma.statistics.internal.block.Column;
import org.chroma.statistics.internal.block.RawBlock;
import org.chroma.statistics.internal.block.RawSpan;
import org.chroma.statistics.internal.block.RowBlock;
import org.chroma.statistics.internal.block.SeriesState;
import org.chroma.statistics.internal.entity.Entity;
import org.chroma.statistics.internal.options.Options;
import org.chroma.statistics.internal.options.Resolution;
import org.chroma.statistics.internal.rows.Rates;
import org.chroma.statistics.internal.rows.RollUp;
import org.chroma.statistics.internal.rows.RowAxis;
import org.chroma.statistics.internal.rows.RowState;
import org.chroma.statistics.internal.rows.Timeline;
import org.chroma.statistics.internal.store.BlockCache;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows of some series of one entity: from stored blocks, and for what is not stored yet, computed from the
 * readings.
 */
final class SeriesReader {
    private final Options options;
    private final BlockCache cache;
    /** Of readings that are under way or were: thousands of entities are read one after the other. */
    private final Queue<Scratch> scratches = new ConcurrentLinkedQueue<>();

    /** Large arrays that one reading at a time uses. */
    private static final class Scratch {
        final Timeline time;
        final Column column = new Column();
        double[] values = new double[0];
        double[][] rows = new double[0][];
        private RowAxis axis = new RowAxis(1, 0, 1);

        Scratch(long stepMillis) {
            time = new Timeline(stepMillis);
        }

        RowAxis axis(int steps, double longestHeartbeat, int mostRows) {
            if (!axis.fits(steps, longestHeartbeat, mostRows)) {
                axis = new RowAxis(steps, longestHeartbeat, mostRows);
            }
            return axis;
        }
    }

    SeriesReader(Options options, BlockCache cache) {
        this.options = options;
        this.cache = cache;
    }

    /** What of an entity lies in memory, as of one instant. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record View(
            List<Series> series,
            List<RawSpan> spans,
            SeriesState[] start,
            @Nullable RawBlock newest,
            long closedUntil,
            long rolledUntil,
            byte[] carry) {}

    private static View view(Entity entity) {
        synchronized (entity) {
            List<RawSpan> spans = new ArrayList<>();
            SeriesState[] start = entity.openStart;
            Entity.Closing closing = entity.closing;
            if (closing != null) {
                spans.addAll(closing.spans);
                start = closing.start;
            }
            spans.addAll(entity.chunks);
            if (entity.head.count() > 0) {
                spans.add(entity.head.view());
            }
            return new View(
                    entity.series,
                    spans,
                    start == null ? new SeriesState[0] : start,
                    entity.newest,
                    entity.closedUntil,
                    entity.rolledUntil,
                    entity.carry);
        }
    }

    /**
     * Computes and collects rows.
     *
     * @param ordinals which series
     * @param archives which archives of the resolution
     * @param first number of the first row
     * @param out receives values by series and archive; NaN where unknown
     */
    void read(
            Entity entity,
            int[] ordinals,
            Resolution resolution,
            int[] archives,
            long first,
            int count,
            double[][][] out)
            throws IOException {
        for (double[][] series : out) {
            for (double[] values : series) {
                Arrays.fill(values, Double.NaN);
            }
        }
        View view = view(entity);
        long rowMillis = options.rowSeconds(resolution) * 1000;
        long from = (first - 1) * rowMillis;
        long to = (first + count - 1) * rowMillis;
        if (view.closedUntil == Entity.NOT_BEGUN || count <= 0) {
            return;
        }
        Scratch known = scratches.poll();
        Scratch scratch = known == null ? new Scratch(options.stepMillis()) : known;
        Walk walk = new Walk(view, ordinals, resolution, archives, first, count, out, scratch);
        walk.wantedAfter = resolution.steps() == 1 ? from : Long.MIN_VALUE;
        if (resolution.steps() == 1) {
            readings(entity, view, from, to, walk);
        } else {
            rows(entity, view, resolution, ordinals, archives, first, from, to, out);
            if (to > view.rolledUntil) {
                walk.carry(RollUp.Carry.read(view.carry, options, RollUp.stored(options), view.rolledUntil));
                readings(entity, view, view.rolledUntil, to, walk);
            }
        }
        scratches.add(scratch);
    }

    /** Computes rows from all readings after a time. */
    private void readings(Entity entity, View view, long after, long to, Walk walk) throws IOException {
        if (view.closedUntil > after) {
            RawBlock newest = view.newest;
            long storedUntil = view.closedUntil;
            if (newest != null && newest.last() == view.closedUntil) {
                storedUntil = newest.previous();
            } else {
                newest = null;
            }
            if (storedUntil > after) {
                for (RawBlock block : cache.readings(entity.id, after + 1, storedUntil)) {
                    if (block.previous() >= to) {
                        return;
                    }
                    walk.block(block);
                }
            }
            if (newest != null && newest.previous() < to) {
                walk.block(newest);
            }
        }
        if (view.closedUntil < to && !view.spans.isEmpty()) {
            int begin = view.spans.size() - 1;
            while (begin >= 0
                    && walk.restart(
                                    view.spans.get(begin).times(),
                                    view.spans.get(begin).count())
                            < 0) {
                begin--;
            }
            if (begin < 0) {
                begin = 0;
                walk.start(view.start, view.spans.get(0).previous());
            }
            for (RawSpan span : view.spans.subList(begin, view.spans.size())) {
                if (span.previous() >= to) {
                    return;
                }
                walk.span(span);
            }
        }
    }

    private void rows(
            Entity entity,
            View view,
            Resolution resolution,
            int[] ordinals,
            int[] archives,
            long first,
            long from,
            long to,
            double[][][] out)
            throws IOException {
        if (view.rolledUntil <= from) {
            return;
        }
        long seconds = options.rowSeconds(resolution);
        for (RowBlock block : cache.rows(entity.id, seconds, from, Math.min(to, view.rolledUntil))) {
            long[] numbers = block.numbers();
            if (numbers.length == 0
                    || numbers[numbers.length - 1] < first
                    || numbers[0] >= first + out[0][0].length
                    || numbers[numbers.length - 1] * seconds * 1000 > view.rolledUntil) {
                continue;
            }
            for (int s = 0; s < ordinals.length; s++) {
                for (int a = 0; a < archives.length; a++) {
                    deposit(numbers, numbers.length, block.values(ordinals[s], archives[a]), first, out[s][a]);
                }
            }
        }
    }

    private static void deposit(long[] numbers, int count, double[] rows, long first, double[] out) {
        for (int i = 0; i < count; i++) {
            long at = numbers[i] - first;
            if (at >= 0 && at < out.length) {
                out[(int) at] = rows[i];
            }
        }
    }

    /** Goes through readings in order of time, computing rows of one resolution. */
    private final class Walk {
        private final int[] ordinals;
        private final Resolution resolution;
        private final int[] archives;
        private final long first;
        private final double[][][] out;
        private final Rates[] rates;
        private final SeriesState[] states;
        private final RowState[] rowStates;
        private final Scratch scratch;
        private final Timeline time;
        private final RowAxis axis;
        private double[][] rows;
        private long expected = Long.MIN_VALUE;
        /** Rows up to this time are not wanted, so what lies before may be skipped; only for rows of single steps. */
        private long wantedAfter = Long.MIN_VALUE;

        Walk(
                View view,
                int[] ordinals,
                Resolution resolution,
                int[] archives,
                long first,
                int count,
                double[][][] out,
                Scratch scratch) {
            this.scratch = scratch;
            this.ordinals = ordinals;
            this.resolution = resolution;
            this.archives = archives;
            this.first = first;
            this.out = out;
            rates = new Rates[ordinals.length];
            states = new SeriesState[ordinals.length];
            rowStates = new RowState[ordinals.length];
            int kept = resolution.steps() == 1 ? 1 : resolution.archives().size();
            rows = scratch.rows.length == kept ? scratch.rows : new double[kept][0];
            for (int s = 0; s < ordinals.length; s++) {
                rates[s] = RollUp.rates(view.series.get(ordinals[s]), options);
                states[s] = new SeriesState();
                rowStates[s] = new RowState();
            }
            time = scratch.time;
            axis = scratch.axis(
                    resolution.steps(),
                    RollUp.longestHeartbeat(view.series, options),
                    Math.max(resolution.rows(), count));
        }

        /** Begins with the incomplete rows of the last roll-up. */
        void carry(RollUp.Carry carry) {
            int r = RollUp.stored(options).indexOf(resolution);
            for (int s = 0; s < ordinals.length; s++) {
                carry.copy(ordinals[s], r, rowStates[s]);
            }
        }

        void block(RawBlock block) {
            for (int s = 0; s < ordinals.length; s++) {
                block.state(ordinals[s], options.stepMillis(), states[s]);
            }
            contiguous(block.previous());
            span(block);
        }

        void start(SeriesState[] start, long previous) {
            for (int s = 0; s < ordinals.length; s++) {
                states[s].set(
                        ordinals[s] < start.length
                                ? start[ordinals[s]]
                                : SeriesState.fresh(previous, options.stepMillis()));
            }
            contiguous(previous);
        }

        /** Where readings are missing, the rows begun before them are lost. */
        private void contiguous(long previous) {
            if (expected != Long.MIN_VALUE && expected != previous) {
                for (RowState row : rowStates) {
                    row.reset(Math.floorDiv(previous, options.stepMillis()), resolution.steps());
                }
            }
        }

        /**
         * Finds the newest update of a span from which the walk may start: one that completes a step before anything
         * that is wanted. What comes after depends only on it and on the reading before it. Returns -1 if there is
         * none.
         */
        int restart(long[] times, int count) {
            if (count < 2 || times[1] > wantedAfter) {
                return -1;
            }
            int low = 1;
            int high = count;
            while (high - low > 1) {
                int middle = (low + high) >>> 1;
                if (times[middle] <= wantedAfter) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            long step = options.stepMillis();
            while (low > 0 && Math.floorDiv(times[low], step) == Math.floorDiv(times[low - 1], step)) {
                low--;
            }
            return low == 0 ? -1 : low;
        }

        void span(RawSpan span) {
            long[] times = span.times();
            int begin = Math.max(0, restart(times, span.count()));
            int updates = span.count() - begin;
            time.set(begin == 0 ? span.previous() : times[begin - 1], times, begin, updates);
            axis.set(time);
            expected = updates == 0 ? span.previous() : times[begin + updates - 1];
            if (scratch.values.length < time.events) {
                scratch.values = new double[time.events];
            }
            double[] values = scratch.values;
            Column column = scratch.column;
            if (rows[0].length < axis.count) {
                rows = new double[rows.length][axis.count];
                scratch.rows = rows;
            }
            for (int s = 0; s < ordinals.length; s++) {
                span.column(ordinals[s], column);
                if (begin > 0) {
                    states[s].after(column, begin - 1);
                }
                rates[s].apply(states[s], time, column, values);
                rowStates[s].apply(resolution.archives(), options.emptyGaps(), time, axis, values, rows);
                for (int a = 0; a < archives.length; a++) {
                    double[] computed = rows.length == 1 ? rows[0] : rows[archives[a]];
                    deposit(axis.number, axis.count, computed, first, out[s][a]);
                }
            }
        }
    }
}
