package org.chroma.statistics;

import java.util.List;

/**
 * The newest update of an entity.
 *
 * @param entity key
 * @param time milliseconds since 1970; 0 if there was no update yet
 * @param readings one per series asked for that the entity has
 */
public record Latest(String entity, long time, List<Reading> readings) {
    public Latest {
        readings = List.copyOf(readings);
    }
}
