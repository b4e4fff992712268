package org.chroma.statistics.internal.rows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chroma.statistics.Series;
import org.chroma.statistics.internal.block.Column;
import org.chroma.statistics.internal.block.RawBlock;
import org.chroma.statistics.internal.block.RawSpan;
import org.chroma.statistics.internal.block.RowBlock;
import org.chroma.statistics.internal.block.SeriesState;
import org.chroma.statistics.internal.codec.ByteReader;
import org.chroma.statistics.internal.codec.ByteWriter;
import org.chroma.statistics.internal.options.Options;
import org.chroma.statistics.internal.options.Resolution;
import org.chroma.statistics.internal.store.BlockStore;
import org.jspecify.annotations.Nullable;

/** Consolidates the readings of an entity into rows of every coarser resolution, carrying incomplete rows on. */
public final class RollUp {
    private final Options options;

    public RollUp(Options options) {
        this.options = options;
    }

    /** Resolutions whose rows are stored; rows of one step are computed from the readings. */
    public static List<Resolution> stored(Options options) {
        return options.resolutions().stream().filter(r -> r.steps() > 1).toList();
    }

    /** Heartbeat of a series in seconds. */
    static double heartbeat(Series series, Options options) {
        return series.heartbeat().isZero()
                ? 2.0 * options.step()
                : series.heartbeat().toMillis() / 1000.0;
    }

    public static double longestHeartbeat(List<Series> series, Options options) {
        double longest = 2.0 * options.step();
        for (Series one : series) {
            longest = Math.max(longest, heartbeat(one, options));
        }
        return longest;
    }

    public static Rates rates(Series series, Options options) {
        return new Rates(
                series.type(), heartbeat(series, options), series.minimum(), series.maximum(), options.rrdtoolFaults());
    }

    /** What a roll-up leaves: blocks of rows to store, and the incomplete rows. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Result(List<BlockStore.Block> blocks, byte[] carry) {}

    /**
     * Makes rows of the updates since the last roll-up.
     *
     * @param spans readings since the last roll-up, without a gap between them
     * @param start states of the series before the spans
     * @param carry incomplete rows before the spans; anything that does not fit the options counts as none
     */
    public Result run(
            long entity, List<Series> series, List<? extends RawSpan> spans, SeriesState[] start, byte[] carry) {
        List<Resolution> resolutions = stored(options);
        int updates = spans.stream().mapToInt(RawSpan::count).sum();
        long[] times = new long[updates];
        int at = 0;
        for (RawSpan span : spans) {
            System.arraycopy(span.times(), 0, times, at, span.count());
            at += span.count();
        }
        Timeline time = new Timeline(options.stepMillis());
        time.set(spans.get(0).previous(), times, updates);
        double longest = longestHeartbeat(series, options);
        List<RowAxis> axes = new ArrayList<>();
        List<RowBlock.@Nullable Builder> builders = new ArrayList<>();
        for (Resolution resolution : resolutions) {
            RowAxis axis = new RowAxis(resolution.steps(), longest, resolution.rows());
            axis.set(time);
            axes.add(axis);
            builders.add(
                    axis.count == 0
                            ? null
                            : new RowBlock.Builder(
                                    options.rowSeconds(resolution),
                                    resolution.steps(),
                                    options.step(),
                                    axis.number,
                                    axis.count,
                                    series.size(),
                                    resolution.archives().size()));
        }
        Carry before = Carry.read(carry, options, resolutions, spans.get(0).previous());
        Carry after = new Carry(options, resolutions, series.size());
        double[] values = new double[time.events];
        double[][][] rows = new double[resolutions.size()][][];
        for (int r = 0; r < rows.length; r++) {
            rows[r] = new double[resolutions.get(r).archives().size()][axes.get(r).count];
        }
        Column part = new Column();
        Column column = new Column();
        for (int s = 0; s < series.size(); s++) {
            RawBlock.join(spans, s, part, column);
            SeriesState state = s < start.length
                    ? start[s].copy()
                    : SeriesState.fresh(spans.get(0).previous(), options.stepMillis());
            rates(series.get(s), options).apply(state, time, column, values);
            for (int r = 0; r < resolutions.size(); r++) {
                RowState row = after.state(s, r);
                before.copy(s, r, row);
                row.apply(resolutions.get(r).archives(), options.emptyGaps(), time, axes.get(r), values, rows[r]);
                RowBlock.Builder builder = builders.get(r);
                if (builder != null) {
                    for (double[] ofArchive : rows[r]) {
                        builder.add(ofArchive);
                    }
                }
            }
        }
        List<BlockStore.Block> blocks = new ArrayList<>();
        for (int r = 0; r < resolutions.size(); r++) {
            RowBlock.Builder builder = builders.get(r);
            if (builder != null) {
                long seconds = options.rowSeconds(resolutions.get(r));
                RowAxis axis = axes.get(r);
                blocks.add(new BlockStore.Block(
                        entity,
                        seconds,
                        axis.number[0] * seconds * 1000,
                        axis.number[axis.count - 1] * seconds * 1000,
                        builder.build()));
            }
        }
        return new Result(blocks, after.write());
    }

    /** Incomplete rows of all series in all resolutions. */
    public static final class Carry {
        private final Options options;
        private final List<Resolution> resolutions;
        private final RowState[] states;
        private long freshStep;

        Carry(Options options, List<Resolution> resolutions, int series) {
            this.options = options;
            this.resolutions = resolutions;
            states = new RowState[series * resolutions.size()];
            Arrays.setAll(states, i -> new RowState());
        }

        RowState state(int series, int resolution) {
            return states[series * resolutions.size() + resolution];
        }

        /** The incomplete row of a series, or a fresh one for a series that was defined since. */
        public void copy(int series, int resolution, RowState into) {
            if ((series + 1) * resolutions.size() <= states.length) {
                into.set(state(series, resolution));
            } else {
                into.reset(freshStep, resolutions.get(resolution).steps());
            }
        }

        private int signature() {
            int signature = options.step();
            for (Resolution resolution : resolutions) {
                signature = signature * 31 + resolution.steps();
            }
            return signature;
        }

        byte[] write() {
            ByteWriter out = new ByteWriter(states.length * 4);
            out.u8(1);
            out.i32(signature());
            out.varint(states.length);
            for (RowState state : states) {
                state.write(out);
            }
            return out.sealed();
        }

        /**
         * Reads incomplete rows; where there are none that fit the options, all is unknown.
         *
         * @param time the time at which the rows stand
         */
        public static Carry read(byte[] data, Options options, List<Resolution> resolutions, long time) {
            Carry none = new Carry(options, resolutions, 0);
            none.freshStep = Math.floorDiv(time, options.stepMillis());
            if (data.length == 0) {
                return none;
            }
            ByteReader in = ByteReader.unsealed(data);
            if (in.u8() != 1 || in.i32() != none.signature()) {
                return none;
            }
            int count = in.count(1 << 26);
            Carry carry = new Carry(options, resolutions, resolutions.isEmpty() ? 0 : count / resolutions.size());
            carry.freshStep = none.freshStep;
            for (RowState state : carry.states) {
                state.read(in);
            }
            return carry;
        }
    }
}
