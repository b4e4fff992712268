package org.chroma.statistics.internal.bench;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;

/** What was measured, by name; kept in a file, because each part of the benchmark is a process of its own. */
final class Figures {
    private final Path file;
    private final Properties values = new Properties();

    Figures(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            try (Reader in = Files.newBufferedReader(file)) {
                values.load(in);
            }
        }
    }

    void put(String name, double value) throws IOException {
        values.setProperty(name, Double.toString(value));
        try (Writer out = Files.newBufferedWriter(file)) {
            values.store(out, null);
        }
    }

    /** NaN for what was not measured. */
    double get(String name) {
        return Double.parseDouble(values.getProperty(name, "NaN"));
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    static double percentile95(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length * 95 / 100];
    }
}
