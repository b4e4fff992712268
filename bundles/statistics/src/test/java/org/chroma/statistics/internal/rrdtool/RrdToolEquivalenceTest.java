package org.chroma.statistics.internal.rrdtool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every consolidated value must be rrdtool's, to one part in a thousand million. */
class RrdToolEquivalenceTest {
    private static final int LIVE_CASES = Integer.getInteger("chroma.rrdtool.cases", 500);

    @Test
    void storedCorpus(@TempDir Path directory) throws IOException {
        List<String> differences = new ArrayList<>();
        int cases = 0;
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Objects.requireNonNull(getClass().getResourceAsStream("rrdtool-corpus.gz"))),
                StandardCharsets.US_ASCII))) {
            for (RrdCase work = RrdCase.read(in); work != null; work = RrdCase.read(in)) {
                check(directory, work, cases++, differences);
            }
        }
        assertThat(cases).isGreaterThanOrEqualTo(100);
        assertThat(differences).isEmpty();
    }

    @Test
    void liveRrdtool(@TempDir Path directory) throws IOException {
        if (!RrdTool.present()) {
            System.err.println("""
                    ************************************************************************
                    * rrdtool IS NOT INSTALLED: THE LIVE COMPARISON WITH IT WAS NOT RUN.   *
                    * Only the stored corpus was compared. On Debian: apt install rrdtool  *
                    ************************************************************************""");
            Assumptions.abort("rrdtool is not installed; the live comparison was not run");
        }
        long seed = Long.getLong("chroma.rrdtool.seed", System.nanoTime());
        List<String> differences = new ArrayList<>();
        int series = 0;
        try (RrdTool tool = new RrdTool(directory)) {
            for (int i = 0; i < LIVE_CASES; i++) {
                RrdCase work = RrdCase.random(seed + i);
                tool.run(work, "case.rrd");
                Files.delete(directory.resolve("case.rrd"));
                check(directory, work, seed + i, differences);
                series += work.sources.size();
            }
        }
        System.out.println("Compared " + series + " series of " + LIVE_CASES + " databases with rrdtool, seed " + seed);
        assertThat(differences).isEmpty();
    }

    private static void check(Path directory, RrdCase work, long seed, List<String> differences) throws IOException {
        if (differences.size() < 20) {
            List<String> found = work.differences(directory.resolve("log" + seed), seed);
            if (!found.isEmpty()) {
                differences.add("case " + seed + ": " + found.size() + " differences");
                differences.addAll(found.subList(0, Math.min(5, found.size())));
            }
        }
    }

    /**
     * Makes the stored corpus: arguments are the file, the number of cases, and the seeds of cases that once found a
     * difference. The latest is 12464704770612: sums that cancel.
     */
    public static void main(String[] arguments) throws IOException {
        Path scratch = Files.createTempDirectory("corpus");
        try (RrdTool tool = new RrdTool(scratch);
                PrintStream out = new PrintStream(
                        new GZIPOutputStream(Files.newOutputStream(Path.of(arguments[0]))),
                        false,
                        StandardCharsets.US_ASCII)) {
            LongStream seeds = LongStream.concat(
                    LongStream.range(0, Long.parseLong(arguments[1])),
                    Stream.of(arguments).skip(2).mapToLong(Long::parseLong));
            for (long seed : seeds.toArray()) {
                RrdCase work = RrdCase.random(seed);
                tool.run(work, "case.rrd");
                Files.delete(scratch.resolve("case.rrd"));
                work.write(out);
            }
        }
    }
}
