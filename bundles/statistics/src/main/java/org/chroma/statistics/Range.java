package org.chroma.statistics;

/**
 * Consolidated values of one series at equal distances. Rates are per second.
 *
 * @param entity key of the entity, or the group for an aggregate
 * @param series the series
 * @param function how the values were consolidated
 * @param first time of the first value in seconds since 1970: the end of the interval that it stands for
 * @param step seconds between two values
 * @param values the values; NaN where unknown
 */
@SuppressWarnings("ArrayRecordComponent") // millions of numbers; nobody compares them by equals
public record Range(String entity, SeriesId series, Consolidation function, long first, long step, double[] values) {

    /** Time of a value in seconds since 1970. */
    public long time(int index) {
        return first + index * step;
    }
}
