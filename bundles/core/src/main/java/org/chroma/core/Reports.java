package org.chroma.core;

import java.time.Instant;
import java.util.Map;
import org.chroma.spi.Observation;
import org.osgi.annotation.versioning.ProviderType;

/** Takes what servers report. Published as an OSGi service by the core, called by the endpoint of the agents. */
@ProviderType
public interface Reports {

    /**
     * Reconciles one report in one transaction. Returns when it is committed.
     *
     * @param host the number of the reporting server, known to be it
     * @param observedAt when the report was begun, on the manager's clock; everything in it is younger
     * @param observations by plugin; a plugin that is missing has nothing new
     * @param failures by plugin: why it could not look
     * @throws ChromaException with NOT_FOUND where the host is not known (any more)
     */
    void accept(long host, Instant observedAt, Map<String, Observation> observations, Map<String, String> failures);

    /** What came of reports since the manager started. */
    Tally tally();

    /**
     * Counts of reports.
     *
     * @param accepted those that were reconciled
     * @param refused those that could not be
     * @param readings readings of accepted reports that went to the statistics
     */
    record Tally(long accepted, long refused, long readings) {}
}
