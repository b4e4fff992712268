package org.chroma.statistics;

import java.util.List;
import java.util.Map;

/**
 * What the store knows of a measured object.
 *
 * @param key such as {@code target-4}
 * @param attributes what it can be selected and grouped by, such as {@code filesystem=lfs}
 * @param series its series in order of definition
 * @param lastUpdate milliseconds since 1970; 0 if there was none
 */
public record EntityInfo(String key, Map<String, String> attributes, List<Series> series, long lastUpdate) {
    public EntityInfo {
        attributes = Map.copyOf(attributes);
        series = List.copyOf(series);
    }
}
