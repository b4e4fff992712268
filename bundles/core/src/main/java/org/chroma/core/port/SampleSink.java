package org.chroma.core.port;

import java.util.List;
import org.chroma.spi.Sample;

/** Takes readings for the statistics. */
public interface SampleSink {

    /**
     * Stores readings.
     *
     * @param samples of one report; names of subjects are already those of known objects
     */
    void write(List<Attributed> samples);

    /** The object is gone: its series are deleted. */
    void drop(String entity);

    /**
     * A reading and the object that it belongs to.
     *
     * @param entity as {@code host/3} or {@code target/7}
     */
    record Attributed(String entity, Sample sample) {}
}
