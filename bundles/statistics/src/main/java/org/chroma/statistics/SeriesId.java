package org.chroma.statistics;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Names one series of an entity: {@code stats_read_bytes}, or with labels {@code job_read_bytes{job="cp.500"}}.
 *
 * @param name letters, digits, {@code _ . : -}, not empty
 * @param labels what tells apart series of one name; empty for most series
 */
public record SeriesId(String name, Map<String, String> labels) implements Comparable<SeriesId> {

    public SeriesId {
        if (name.isEmpty() || !name.chars().allMatch(SeriesId::allowed)) {
            throw new IllegalArgumentException("Not a series name: \"" + name + "\"");
        }
        if (labels.isEmpty()) {
            labels = Map.of();
        } else {
            SortedMap<String, String> sorted = new TreeMap<>(labels);
            labels = Collections.unmodifiableSortedMap(sorted);
        }
    }

    /** A series without labels. */
    public static SeriesId of(String name) {
        return new SeriesId(name, Map.of());
    }

    private static boolean allowed(int c) {
        return c < 128 && (Character.isLetterOrDigit(c) || "_.:-".indexOf(c) >= 0);
    }

    @Override
    public int compareTo(SeriesId other) {
        int byName = name.compareTo(other.name);
        return byName != 0 ? byName : toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return labels.isEmpty()
                ? name
                : labels.entrySet().stream()
                        .map(label -> label.getKey() + "=\""
                                + label.getValue().replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                        .collect(Collectors.joining(",", name + "{", "}"));
    }
}
