package org.chroma.statistics;

/**
 * One place in a top-N list.
 *
 * @param entity key of the entity, or the group
 * @param series the series
 * @param value mean over the window (greatest or least value for those functions)
 */
public record Ranked(String entity, SeriesId series, double value) {}
