package org.chroma.plugin.lustre.internal;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * The histograms of {@code brw_stats}, each by the first words of its table: one constant is one series with labels.
 */
enum BrwHistogram {
    PAGES("pages per bulk r/w", "brw_pages"),
    DISCONTIGUOUS_PAGES("discontiguous pages", "brw_discont_pages"),
    DISCONTIGUOUS_BLOCKS("discontiguous blocks", "brw_discont_blocks"),
    FRAGMENTS("disk fragmented I/Os", "brw_dio_frags"),
    IN_FLIGHT("disk I/Os in flight", "brw_rpc_hist"),
    IO_TIME("I/O time (1/1000s)", "brw_io_time"),
    IO_SIZE("disk I/O size", "brw_disk_iosize"),
    BLOCK_MAPS("block maps msec", "brw_block_maps");

    private final String title;
    private final String series;

    BrwHistogram(String title, String series) {
        this.title = title;
        this.series = series;
    }

    /** The histogram whose table begins with a line. */
    static Optional<BrwHistogram> titled(String line) {
        return Stream.of(values())
                .filter(histogram -> line.startsWith(histogram.title))
                .findFirst();
    }

    /** Its name in metric queries, and on the way to the manager. */
    String series() {
        return series;
    }

    /** Whether a manager of this version knows a series. */
    static boolean knows(String series) {
        return Stream.of(values()).anyMatch(histogram -> histogram.series.equals(series));
    }
}
