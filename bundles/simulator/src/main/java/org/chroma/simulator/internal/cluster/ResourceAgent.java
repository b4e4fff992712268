package org.chroma.simulator.internal.cluster;

import java.io.IOException;
import java.util.Map;

/** What Pacemaker calls to start and stop a resource. Called without the cluster's lock. */
public interface ResourceAgent {

    /** OCF's exit code for success. */
    int SUCCESS = 0;
    /** OCF's exit code for any failure. */
    int ERROR = 1;
    /** OCF's exit code where the agent's own programs are missing. */
    int NOT_INSTALLED = 5;

    int start(SimServer server, Map<String, String> attributes) throws IOException, InterruptedException;

    int stop(SimServer server, Map<String, String> attributes) throws IOException, InterruptedException;

    /** Whether the resource runs on the server; called with the cluster's lock. */
    boolean runs(SimServer server, Map<String, String> attributes);
}
