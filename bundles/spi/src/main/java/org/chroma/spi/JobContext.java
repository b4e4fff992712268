package org.chroma.spi;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** What a step of a job is handed. */
@ProviderType
public interface JobContext {

    /**
     * Runs an action on a server and waits for its answer; its console goes to the step's console.
     *
     * @param host the server's number
     * @throws Exception when the server cannot be reached or the action failed, with the server's own words
     */
    <R> @Nullable R run(long host, Action<R> action) throws Exception;

    /** Adds a line to the step's log, which users read. */
    void log(String line);
}
