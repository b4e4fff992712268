package org.chroma.simulator.internal.cluster;

/** Hears of what outsiders notice of a server. Called without the cluster's lock. */
public interface ClusterListener {

    /** A server was added. */
    void added(SimServer server);

    /** A server's power, network or faults changed. */
    void changed(SimServer server);
}
