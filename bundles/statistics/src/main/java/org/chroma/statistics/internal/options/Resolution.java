package org.chroma.statistics.internal.options;

import java.util.List;
import org.chroma.statistics.Consolidation;

/**
 * All archives of one row length.
 *
 * @param steps steps per row, at least 1
 * @param archives at least one
 */
public record Resolution(int steps, List<Archive> archives) {
    public Resolution {
        archives = List.copyOf(archives);
        if (steps < 1 || archives.isEmpty()) {
            throw new IllegalArgumentException("A resolution needs at least one step and one archive");
        }
    }

    public int rows() {
        return archives.stream().mapToInt(Archive::rows).max().orElseThrow();
    }

    /** Index of the first archive with the function, or -1. */
    public int indexOf(Consolidation function) {
        for (int i = 0; i < archives.size(); i++) {
            if (archives.get(i).function() == function) {
                return i;
            }
        }
        return -1;
    }
}
