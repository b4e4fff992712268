package org.chroma.statistics;

import java.util.List;
import java.util.Map;

/**
 * What the store knows of a measured object.
 *
 * @param key such as {@code target/4}
 * @param attributes what it can be selected and grouped by, such as {@code filesystem=lfs}
 * @param series its series in order of definition
 * @param lastUpdate milliseconds since 1970; 0 if there was none
 */
public record EntityInfo(String key, Map<String, String> attributes, List<Series> series, long lastUpdate) {
    /**
     * Stands between an object and the name of a job on it, in the key of what is known of that job:
     * {@code target/7/job/cp.500}, with the attributes {@code object} and {@code job}.
     */
    public static final String JOB = "/job/";

    public EntityInfo {
        attributes = Map.copyOf(attributes);
        series = List.copyOf(series);
    }
}
