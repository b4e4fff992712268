package org.chroma.prometheus;

import org.osgi.annotation.versioning.ProviderType;

/** The remote write that is configured; there is no such service where none is. */
@ProviderType
public interface RemoteWrite {

    /** What it did since it was started, and what waits now. */
    Counters counters();

    /**
     * Counts of samples: one sample is one reading of one series.
     *
     * @param sent taken by the endpoint
     * @param refused given up because the endpoint said that it will never take them
     * @param dropped given up because the queue was full or its disk failed
     * @param waiting in the queue now
     * @param waitingBytes bytes of the queue's files now
     * @param retries requests that were sent again
     * @param problem why nothing is sent right now; empty where there is no problem
     */
    record Counters(
            long sent, long refused, long dropped, long waiting, long waitingBytes, long retries, String problem) {}
}
