package org.chroma.statistics.internal.bench;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.chroma.statistics.Series;
import org.chroma.statistics.internal.block.Column;
import org.chroma.statistics.internal.block.Head;
import org.chroma.statistics.internal.block.RawBlock;
import org.chroma.statistics.internal.block.RawColumns;
import org.chroma.statistics.internal.block.SeriesState;
import org.chroma.statistics.internal.codec.ByteWriter;
import org.chroma.statistics.internal.log.UpdateCodec;
import org.chroma.statistics.internal.options.Options;
import org.chroma.statistics.internal.rows.RollUp;
import org.chroma.statistics.internal.rows.Timeline;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a sample passes through on its way, each part by itself on one entity of the workload: nanoseconds per sample.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PartsBenchmark {
    private static final int ENTITY = 3;
    private static final int UPDATES = 360;
    private static final int BLOCKS = 6;
    private static final int SAMPLES = UPDATES * Workload.SERIES;

    private final Options options = Options.defaults();
    private final List<Series> series = Workload.series();
    private final RollUp rollUp = new RollUp(options);
    private final long before = Workload.time(ENTITY, 0, false) - 1_000;
    private final long[][] rows = new long[UPDATES][Workload.SERIES];
    private final byte[] whole = new byte[Workload.SERIES];
    private final long[] times = new long[UPDATES];
    private final Column[] columns = new Column[Workload.SERIES];
    private final RawBlock[] blocks = new RawBlock[BLOCKS];
    private final ByteWriter out = new ByteWriter(1 << 16);
    private final Column column = new Column();

    @Setup
    public void generate() {
        Arrays.fill(whole, SeriesState.INTEGER);
        Workload workload = new Workload(ENTITY + 1);
        SeriesState[] states = fresh();
        long previous = before;
        for (int b = 0; b < BLOCKS; b++) {
            for (int u = 0; u < UPDATES; u++) {
                times[u] = Workload.time(ENTITY, workload.next(), false);
                workload.copy(ENTITY, rows[u]);
            }
            for (int s = 0; s < Workload.SERIES; s++) {
                columns[s] = transposed(s);
            }
            blocks[b] = block(previous, states);
            previous = blocks[b].last();
        }
    }

    private SeriesState[] fresh() {
        SeriesState[] states = new SeriesState[Workload.SERIES];
        Arrays.setAll(states, s -> SeriesState.fresh(before, options.stepMillis()));
        return states;
    }

    private Column transposed(int which) {
        Column made = new Column();
        made.reserve(UPDATES);
        for (int u = 0; u < UPDATES; u++) {
            made.values[u] = rows[u][which];
        }
        made.allKnown = true;
        return made;
    }

    private RawBlock block(long previous, SeriesState[] states) {
        Timeline time = new Timeline(options.stepMillis());
        time.set(previous, times, UPDATES);
        RawBlock.Builder builder = new RawBlock.Builder(previous, times, UPDATES, Workload.SERIES);
        double[] values = new double[time.events];
        for (int s = 0; s < Workload.SERIES; s++) {
            builder.add(states[s], columns[s], UPDATES);
            RollUp.rates(series.get(s), options).apply(states[s], time, columns[s], values);
        }
        return new RawBlock(builder.build());
    }

    /** As each update goes into the log: the difference from the one before. */
    @Benchmark
    @OperationsPerInvocation(SAMPLES)
    public int encodeForLog() {
        out.length = 0;
        long[] last = rows[0];
        for (long[] row : rows) {
            UpdateCodec.write(out, row, whole, Workload.SERIES, last, whole, false);
            last = row;
        }
        return out.length;
    }

    /** As readings wait in memory: rows, packed by column each 32 updates. */
    @Benchmark
    @OperationsPerInvocation(SAMPLES)
    public int collectInHead() {
        int bytes = 0;
        Head head = new Head(before, Workload.SERIES);
        for (int u = 0; u < UPDATES; u++) {
            head.append(times[u], rows[u], whole, Workload.SERIES);
            if (head.full()) {
                bytes += head.pack().bytes();
                head = new Head(times[u], Workload.SERIES);
            }
        }
        return bytes + head.count();
    }

    /** The columns of a stored block. */
    @Benchmark
    @OperationsPerInvocation(SAMPLES)
    public int encodeColumns() {
        out.length = 0;
        for (Column one : columns) {
            RawColumns.encode(out, one, UPDATES, one.values[0]);
        }
        return out.length;
    }

    @Benchmark
    @OperationsPerInvocation(SAMPLES)
    public long decodeColumns() {
        long any = 0;
        for (int s = 0; s < Workload.SERIES; s++) {
            blocks[BLOCKS - 1].column(s, column);
            any ^= column.values[UPDATES - 1];
        }
        return any;
    }

    /** A whole stored block: columns, and the rates that say where each series stands after it. */
    @Benchmark
    @OperationsPerInvocation(SAMPLES)
    public int makeBlock() {
        return block(before, fresh()).bytes();
    }

    /** Rows of a minute, five minutes, an hour and a day out of six blocks. */
    @Benchmark
    @OperationsPerInvocation(SAMPLES * BLOCKS)
    public int consolidate() {
        return rollUp.run(1, series, List.of(blocks), fresh(), new byte[0])
                .blocks()
                .size();
    }
}
