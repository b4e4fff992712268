package org.chroma.simulator.internal.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.chroma.spi.Machine;

/** Does what the command chroma-agent does on a simulated server. */
@FunctionalInterface
interface AgentCommand {

    /** Runs it; answers its exit status. */
    int run(Machine machine, List<String> arguments, InputStream in, OutputStream out, OutputStream err)
            throws IOException, InterruptedException;
}
