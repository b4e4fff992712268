package org.chroma.statistics.internal.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures the parts with JMH and prints one line for each. Arguments: directory, size. */
final class JmhParts {
    private JmhParts() {}

    public static void main(String[] arguments) throws IOException, RunnerException {
        boolean smoke = BenchmarkSize.named(arguments[1]).equals(BenchmarkSize.SMOKE);
        OptionsBuilder options = new OptionsBuilder();
        options.include(PartsBenchmark.class.getSimpleName())
                .include(LogBenchmark.class.getSimpleName())
                .verbosity(VerboseMode.SILENT)
                .jvmArgsAppend(
                        ChildProcess.HEAP,
                        "-Djava.io.tmpdir=" + Path.of(arguments[0]).toAbsolutePath());
        if (smoke) {
            options.warmupIterations(0).measurementIterations(1);
        }
        Collection<RunResult> results = new Runner(options.build()).run();
        Figures figures = new Figures(Path.of(arguments[0]).resolve("figures"));
        for (RunResult result : results) {
            String bytes = result.getParams().getParam("bytes");
            String name = result.getPrimaryResult().getLabel() + (bytes == null ? "" : " of " + bytes + " bytes");
            System.out.printf(
                    "%s: %.2f ± %.2f %s%s%n",
                    name,
                    result.getPrimaryResult().getScore(),
                    result.getPrimaryResult().getScoreError(),
                    result.getPrimaryResult().getScoreUnit(),
                    bytes == null ? " (op = one sample)" : "");
            figures.put(
                    "jmh." + name.replace(' ', '-'), result.getPrimaryResult().getScore());
        }
    }
}
