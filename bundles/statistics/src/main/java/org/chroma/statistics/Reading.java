package org.chroma.statistics;

/**
 * The newest raw reading of a series: not a rate.
 *
 * @param series the series
 * @param value the reading, NaN if unknown
 */
public record Reading(SeriesId series, double value) {}
