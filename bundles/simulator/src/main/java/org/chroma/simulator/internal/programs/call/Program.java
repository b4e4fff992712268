package org.chroma.simulator.internal.programs.call;

import java.io.IOException;
import java.util.Set;

/** A program of the simulated servers. It holds the cluster's lock while it runs, except in {@link Call#pause}. */
public interface Program {

    /** The names under which it is installed. */
    Set<String> names();

    /** Runs it; answers its exit code. */
    int run(Call call) throws IOException, InterruptedException;
}
