package org.chroma.core.port;

import java.util.List;
import java.util.Set;
import org.chroma.spi.Sample;

/** Takes readings for the statistics. */
public interface SampleSink {

    /**
     * Stores readings.
     *
     * @param samples of one report; names of subjects are already those of known objects
     */
    void write(List<Attributed> samples);

    /** The object is gone: its series, and those of jobs on it, are deleted soon. Returns at once. */
    void drop(String entity);

    /**
     * Deletes the series of all servers and targets that are gone, as {@link #drop} does; for what happened while
     * nobody listened.
     *
     * @param entities the servers and targets that are there
     */
    void keepOnly(Set<String> entities);

    /**
     * A reading and the object that it belongs to.
     *
     * @param entity as {@code host/3} or {@code target/7}
     */
    record Attributed(String entity, Sample sample) {}
}
