package org.chroma.statistics.internal.options;

import org.chroma.statistics.Consolidation;

/**
 * One round-robin archive, as {@code RRA:AVERAGE:0.5:6:1000} defines it.
 *
 * @param function how steps become a row
 * @param tolerance greatest share of unknown steps in a known row (rrdtool's xff), from 0 to below 1
 * @param rows how many rows are kept
 */
public record Archive(Consolidation function, double tolerance, int rows) {
    public Archive {
        if (!(tolerance >= 0 && tolerance < 1) || rows < 1) {
            throw new IllegalArgumentException("Not an archive: xff " + tolerance + ", rows " + rows);
        }
    }
}
