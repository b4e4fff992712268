package org.chroma.api.internal.metrics;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chroma.statistics.Exposition;
import org.chroma.statistics.Labels;
import org.chroma.statistics.MetricType;

/**
 * How targets read and write their disks: one constant is one of Lustre's histograms, written as the exporters do, a count for each
 * size. Of the two that one wants quantiles of there are proper histograms besides.
 */
enum BrwMetric {
    PAGES("brw_pages", "lustre_pages_per_bulk_rw", MetricType.COUNTER, "Bulk requests by their number of pages"),
    DISCONTIGUOUS_PAGES(
            "brw_discont_pages",
            "lustre_discontiguous_pages",
            MetricType.COUNTER,
            "Bulk requests by the gaps between their pages within the file"),
    DISCONTIGUOUS_BLOCKS(
            "brw_discont_blocks",
            "lustre_discontiguous_blocks",
            MetricType.COUNTER,
            "Bulk requests by the gaps between their blocks on disk"),
    FRAGMENTS(
            "brw_dio_frags",
            "lustre_dio_frags",
            MetricType.UNKNOWN,
            "Disk requests by the number of pieces that they were cut into"),
    IN_FLIGHT(
            "brw_rpc_hist",
            "lustre_disk_io",
            MetricType.UNKNOWN,
            "Disk requests by the number of those under way when they began"),
    IO_TIME(
            "brw_io_time",
            "lustre_io_time_milliseconds",
            MetricType.COUNTER,
            "Disk requests by the milliseconds that they took at most"),
    // No counter by type: OpenMetrics would call it lustre_disk_io, and that is another one of the exporters'.
    IO_SIZE(
            "brw_disk_iosize",
            "lustre_disk_io_total",
            MetricType.UNKNOWN,
            "Disk requests by the bytes that they moved at most"),
    BLOCK_MAPS(
            "brw_block_maps",
            "lustre_block_maps_milliseconds",
            MetricType.COUNTER,
            "Look-ups of blocks by the milliseconds that they took at most");

    /** 4 KiB to 64 MiB. */
    private static final double[] BYTES = powers(4_096, 15, 1);

    /** 1 ms to 32 s, in seconds. */
    private static final double[] SECONDS = powers(1, 16, 1_000);

    private final String series;
    private final String metric;
    private final MetricType type;
    private final String help;

    BrwMetric(String series, String metric, MetricType type, String help) {
        this.series = series;
        this.metric = metric;
        this.type = type;
        this.help = help;
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
        Map<BrwMetric, List<Readings.Point>> points = new EnumMap<>(BrwMetric.class);
        for (BrwMetric each : values()) {
            List<Readings.Point> taken = readings.take(each.series);
            points.put(each, taken);
            out.family(each.metric, each.type, "", each.help);
            for (Readings.Point point : taken) {
                out.sample(
                        point.object()
                                .and("operation", point.label("operation"))
                                .and("size", point.label("size")),
                        point.value());
            }
        }
        out.family("chroma_disk_io_size_bytes", MetricType.HISTOGRAM, "bytes", "Disk requests by their size");
        histogram(points.getOrDefault(IO_SIZE, List.of()), BYTES, 1, out);
        out.family("chroma_disk_io_time_seconds", MetricType.HISTOGRAM, "seconds", "Disk requests by their duration");
        histogram(points.getOrDefault(IO_TIME, List.of()), SECONDS, 1_000, out);
    }

    private static void histogram(List<Readings.Point> points, double[] bounds, double divisor, Exposition out)
            throws IOException {
        Map<String, List<Readings.Point>> byLabels = new LinkedHashMap<>();
        for (Readings.Point point : points) {
            byLabels.computeIfAbsent(point.object() + "|" + point.label("operation"), any -> new ArrayList<>())
                    .add(point);
        }
        for (List<Readings.Point> same : byLabels.values()) {
            Labels labels = same.get(0).object().and("operation", same.get(0).label("operation"));
            double[] counts = new double[bounds.length + 1];
            for (Readings.Point point : same) {
                counts[place(point.label("size"), bounds, divisor)] += point.value();
            }
            out.histogram(labels, bounds, counts);
        }
    }

    /** Where a size belongs; what is no number is above all bounds. */
    private static int place(String size, double[] bounds, double divisor) {
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
