package org.chroma.api.internal.metrics;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chroma.metrics.Exposition;
import org.chroma.metrics.Labels;
import org.chroma.metrics.MetricType;
import org.chroma.statistics.SeriesId;

/**
 * How targets read and write their disks, as histograms of which one can take quantiles. The counts that they are made
 * of are written besides, as the exporters do.
 */
enum DiskHistogram {
    /** 4 KiB to 64 MiB. */
    SIZE(
            "brw_disk_iosize",
            "chroma_disk_io_size_bytes",
            "bytes",
            "Disk requests by their size",
            powers(4_096, 15, 1),
            1),
    /** 1 ms to 32 s, which Lustre has in milliseconds. */
    TIME(
            "brw_io_time",
            "chroma_disk_io_time_seconds",
            "seconds",
            "Disk requests by their duration",
            powers(1, 16, 1_000),
            1_000);

    private final SeriesId series;
    private final String metric;
    private final String unit;
    private final String help;
    private final double[] bounds;
    private final double divisor;

    DiskHistogram(String series, String metric, String unit, String help, double[] bounds, double divisor) {
        this.series = SeriesId.of(series);
        this.metric = metric;
        this.unit = unit;
        this.help = help;
        this.bounds = bounds;
        this.divisor = divisor;
    }

    private static double[] powers(double first, int count, double divisor) {
        double[] bounds = new double[count];
        for (int i = 0; i < count; i++) {
            bounds[i] = Math.scalb(first, i) / divisor;
        }
        return bounds;
    }

    /** Writes all of them. */
    static void write(Readings readings, Exposition out) throws IOException {
        for (DiskHistogram histogram : values()) {
            out.family(histogram.metric, MetricType.HISTOGRAM, histogram.unit, histogram.help);
            histogram.write(readings.of(histogram.series), out);
        }
    }

    private void write(List<Readings.Point> points, Exposition out) throws IOException {
        Map<String, List<Readings.Point>> byLabels = new LinkedHashMap<>();
        for (Readings.Point point : points) {
            byLabels.computeIfAbsent(point.object() + "|" + label(point, "operation"), any -> new ArrayList<>())
                    .add(point);
        }
        for (List<Readings.Point> same : byLabels.values()) {
            Labels labels = same.get(0).object().and("operation", label(same.get(0), "operation"));
            double[] counts = new double[bounds.length + 1];
            for (Readings.Point point : same) {
                counts[place(label(point, "size"))] += point.value();
            }
            out.histogram(labels, bounds, counts);
        }
    }

    private static String label(Readings.Point point, String name) {
        return point.series().name().labels().getOrDefault(name, "");
    }

    /** Where a size belongs; what is no number is above all bounds. */
    private int place(String size) {
        if (size.matches("\\d{1,18}")) {
            for (int i = 0; i < bounds.length; i++) {
                if (Long.parseLong(size) / divisor <= bounds[i]) {
                    return i;
                }
            }
        }
        return bounds.length;
    }
}
