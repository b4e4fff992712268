package org.chroma.simulator.internal.service;

import org.chroma.simulator.internal.cluster.PairLayout;

/** Takes more servers into the simulated cluster. */
interface Pairs {

    /**
     * Adds servers that share disks; nothing happens where they were added before.
     *
     * @throws IllegalArgumentException where a server has a name that another pair's has
     */
    void add(PairLayout pair);

    /** The number of a pair's first server, from which addresses follow; always the same for the same name. */
    int number(String pair);
}
