package org.chroma.statistics.internal.entity;

import java.util.ArrayList;
import java.util.List;
import org.chroma.statistics.Batch;
import org.chroma.statistics.Recorder;
import org.chroma.statistics.Series;

/**
 * A recorder that knows where its columns lie in the entity, so that nothing is looked up for each row. It outlives the
 * entity: where that was dropped, the next row rebuilds it and binds the columns to the new one. What changes with
 * that is guarded by the lock for writing.
 */
public final class Columns implements Recorder {
    private final String key;
    private final List<Series> columns;
    private Entity entity;
    private int[] ordinals;
    private boolean straight;

    /**
     * Binds columns to an entity.
     *
     * @param entity must have all of the columns
     */
    public Columns(Entity entity, List<Series> columns) {
        this.key = entity.key;
        this.columns = columns;
        this.entity = entity;
        this.ordinals = bind(entity);
    }

    /** From here on rows are of this entity, which must have all of the columns. */
    public int[] bind(Entity to) {
        entity = to;
        ordinals = new int[columns.size()];
        straight = true;
        for (int i = 0; i < ordinals.length; i++) {
            Integer ordinal = to.index.get(columns.get(i).id());
            ordinals[i] = ordinal == null ? -1 : ordinal;
            straight &= ordinals[i] == i;
        }
        return ordinals;
    }

    /** The entity that the columns are bound to; it may have been dropped. */
    public Entity bound() {
        return entity;
    }

    /** Where a column lies in the entity. */
    int ordinal(int column) {
        return ordinals[column];
    }

    /** Whether each column has the same place in the entity. */
    boolean straight() {
        return straight;
    }

    /** A row with the definitions that the entity has of its series. */
    public List<Batch.Reading> readings(long[] row) {
        List<Batch.Reading> readings = new ArrayList<>(row.length);
        for (int i = 0; i < row.length; i++) {
            readings.add(new Batch.Reading(entity.series.get(ordinals[i]), row[i]));
        }
        return readings;
    }

    @Override
    public String entity() {
        return key;
    }

    @Override
    public List<Series> columns() {
        return columns;
    }
}
