package org.chroma.statistics.internal.block;

/** Readings of one entity for a run of updates, wherever they are kept. */
public interface RawSpan {
    /** Time of the update before the first, in milliseconds. */
    long previous();

    int count();

    /** Times of the updates in milliseconds, at least {@link #count} elements; may be decoded at each call. */
    long[] times();

    /** Decodes the readings of a series; all unknown if the span does not have it. */
    void column(int series, Column into);
}
