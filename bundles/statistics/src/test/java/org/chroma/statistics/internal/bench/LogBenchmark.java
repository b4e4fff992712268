package org.chroma.statistics.internal.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.chroma.statistics.internal.codec.ByteReader;
import org.chroma.statistics.internal.log.WriteAheadLog;
import org.chroma.statistics.internal.options.Options;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One batch of readings made durable: microseconds until the disk has it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LogBenchmark {
    /** Bytes of a batch: about 100 and 10,000 entities of the workload. */
    @Param({"2800", "280000"})
    public int bytes;

    private byte[] payload = new byte[0];
    private @Nullable Path directory;
    private @Nullable WriteAheadLog log;

    private static final WriteAheadLog.Replay NOTHING = new WriteAheadLog.Replay() {
        @Override
        public void frame(int segment, ByteReader payload) {}

        @Override
        public void segment(int segment) {}
    };

    @Setup
    public void open() throws IOException {
        payload = new byte[bytes];
        directory = Files.createTempDirectory("chroma-statistics-log");
        log = new WriteAheadLog(directory, Options.defaults().segmentBytes());
        log.open(NOTHING);
    }

    @Benchmark
    public void append() throws IOException {
        if (log == null) {
            throw new IllegalStateException("The log is not open");
        }
        int segment = log.segment();
        log.append(segment, payload, payload.length).join();
        log.deleteBefore(segment);
    }

    @TearDown
    public void close() throws IOException {
        if (log == null || directory == null) {
            return;
        }
        log.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : List.copyOf(files.sorted(Comparator.reverseOrder()).toList())) {
                Files.delete(file);
            }
        }
    }
}
