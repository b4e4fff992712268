package org.chroma.plugin.lustre.internal;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chroma.spi.Metric;
import org.chroma.spi.Metric.About;
import org.chroma.spi.Metric.Family;
import org.chroma.spi.Metric.Total;

/**
 * The histograms of {@code brw_stats}, each by the first words of its table: one constant is one series with
 * labels.
 */
enum BrwHistogram {
    PAGES(
            "pages per bulk r/w",
            "brw_pages",
            "requests",
            Family.counter("lustre_pages_per_bulk_rw", "Bulk requests by their number of pages")),
    DISCONTIGUOUS_PAGES(
            "discontiguous pages",
            "brw_discont_pages",
            "requests",
            Family.counter(
                    "lustre_discontiguous_pages", "Bulk requests by the gaps between their pages within the file")),
    DISCONTIGUOUS_BLOCKS(
            "discontiguous blocks",
            "brw_discont_blocks",
            "requests",
            Family.counter("lustre_discontiguous_blocks", "Bulk requests by the gaps between their blocks on disk")),
    FRAGMENTS(
            "disk fragmented I/Os",
            "brw_dio_frags",
            "requests",
            Family.unknown("lustre_dio_frags", "Disk requests by the number of pieces that they were cut into")),
    IN_FLIGHT(
            "disk I/Os in flight",
            "brw_rpc_hist",
            "requests",
            Family.unknown("lustre_disk_io", "Disk requests by the number of those under way when they began")),
    IO_TIME(
            "I/O time (1/1000s)",
            "brw_io_time",
            "requests",
            Family.counter("lustre_io_time_milliseconds", "Disk requests by the milliseconds that they took at most")),
    IO_SIZE(
            "disk I/O size",
            "brw_disk_iosize",
            "requests",
            // No counter by type: OpenMetrics would call it lustre_disk_io, and that is another one of the exporters'.
            Family.unknown("lustre_disk_io_total", "Disk requests by the bytes that they moved at most")),
    BLOCK_MAPS(
            "block maps msec",
            "brw_block_maps",
            "look-ups",
            Family.counter(
                    "lustre_block_maps_milliseconds", "Look-ups of blocks by the milliseconds that they took at most"));

    private static final Map<String, BrwHistogram> BY_SERIES =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(BrwHistogram::series, histogram -> histogram));

    private final String title;
    private final Metric declaration;

    BrwHistogram(String title, String series, String unit, Family family) {
        this.title = title;
        this.declaration = Metric.counter(series)
                .unit(unit)
                .help(family.help())
                .about(About.TARGET)
                .total(Total.SUM)
                .family(family)
                .build();
    }

    /** The histogram whose table begins with a line. */
    static Optional<BrwHistogram> titled(String line) {
        return Stream.of(values())
                .filter(histogram -> line.startsWith(histogram.title))
                .findFirst();
    }

    /** The histogram with a series' name; empty for a name that a manager of this version does not know. */
    static Optional<BrwHistogram> ofSeries(String series) {
        return Optional.ofNullable(BY_SERIES.get(series));
    }

    /** Its name in metric queries, and on the way to the manager. */
    String series() {
        return declaration.name();
    }

    Metric declaration() {
        return declaration;
    }
}
