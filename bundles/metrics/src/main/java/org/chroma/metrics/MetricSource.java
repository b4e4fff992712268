package org.chroma.metrics;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A part of the manager that counts what it does, for {@code /metrics} and the console to show. Published as an OSGi
 * service, so that neither of them has to know the part.
 */
@ConsumerType
public interface MetricSource {

    /**
     * What it counts, as it is now; each name is that of this source alone and begins with {@code chroma_}. Must answer
     * at once and wait for nothing outside.
     */
    List<MetricFamily> metrics();

    /** What keeps the part from its work right now, for people; empty where nothing does. */
    default String problem() {
        return "";
    }
}
