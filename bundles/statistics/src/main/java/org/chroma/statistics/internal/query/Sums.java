package org.chroma.statistics.internal.query;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.chroma.statistics.Reduction;
import org.chroma.statistics.SeriesId;

/** Many series reduced to one per group and name, instant by instant; unknown values are left out. */
final class Sums {
    private final int instants;
    private final Reduction reduction;
    private final Map<String, Map<SeriesId, Sum>> groups = new TreeMap<>();

    Sums(int instants, Reduction reduction) {
        this.instants = instants;
        this.reduction = reduction;
    }

    void add(String group, SeriesId series, double[] values) {
        sum(group, series).add(values);
    }

    /** Adds what was summed elsewhere. */
    void add(Sums part) {
        part.groups.forEach((group, sums) ->
                sums.forEach((series, sum) -> sum(group, series).add(sum)));
    }

    /** The groups in order, each with its sums by series. */
    void forEach(BiConsumer<String, Map<SeriesId, Sum>> consumer) {
        groups.forEach(consumer);
    }

    private Sum sum(String group, SeriesId series) {
        return groups.computeIfAbsent(group, any -> new LinkedHashMap<>())
                .computeIfAbsent(series, any -> new Sum(instants, reduction));
    }

    /** One of them: sums, means or extremes. */
    static final class Sum {
        private final double[] values;
        private final int[] counts;
        private final Reduction reduction;

        private Sum(int instants, Reduction reduction) {
            values = new double[instants];
            counts = new int[instants];
            this.reduction = reduction;
        }

        private void add(double[] more) {
            for (int i = 0; i < values.length; i++) {
                double value = more[i];
                if (!Double.isNaN(value)) {
                    add(i, value, 1);
                }
            }
        }

        private void add(Sum other) {
            for (int i = 0; i < values.length; i++) {
                if (other.counts[i] > 0) {
                    add(i, other.values[i], other.counts[i]);
                }
            }
        }

        private void add(int i, double value, int count) {
            boolean first = counts[i] == 0;
            counts[i] += count;
            values[i] = first
                    ? value
                    : switch (reduction) {
                        case SUM, AVERAGE -> values[i] + value;
                        case MINIMUM -> Math.min(values[i], value);
                        case MAXIMUM -> Math.max(values[i], value);
                    };
        }

        /** The values; NaN where none was known. To be asked for once. */
        double[] result() {
            for (int i = 0; i < values.length; i++) {
                if (counts[i] == 0) {
                    values[i] = Double.NaN;
                } else if (reduction == Reduction.AVERAGE) {
                    values[i] /= counts[i];
                }
            }
            return values;
        }
    }
}
