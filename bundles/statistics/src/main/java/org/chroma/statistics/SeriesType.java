package org.chroma.statistics;

/** How the readings of a series become rates; the words and the arithmetic are rrdtool's. */
public enum SeriesType {
    /** The reading itself counts, as temperature or free space does. */
    GAUGE,
    /** An unsigned 64-bit count that only grows; a smaller reading is a wrap at 2^32 or, failing that, at 2^64. */
    COUNTER,
    /** A signed 64-bit count that may also fall; its rate may be negative. */
    DERIVE,
    /** A count that is reset to zero by each reading. */
    ABSOLUTE
}
