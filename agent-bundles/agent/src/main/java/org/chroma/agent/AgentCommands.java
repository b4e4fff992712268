package org.chroma.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.chroma.spi.Machine;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What the command {@code chroma-agent} does on a machine. Published as an OSGi service by the agent.
 *
 * <pre>{@code
 * chroma-agent status                     who this server is and who its manager is, as JSON
 * chroma-agent register < order.json      gives it a manager; prints the reply as JSON
 * chroma-agent ACTION [--args JSON]       runs an action, as the manager would; prints its result as JSON
 * }</pre>
 */
@ProviderType
public interface AgentCommands {

    /**
     * Runs one command and waits for its end.
     *
     * @param machine one that is published as an OSGi service
     * @param arguments without {@code chroma-agent} itself
     * @param in read only by {@code register}
     * @param out gets the one JSON document
     * @param err gets the console, or one sentence that says what is wrong
     * @return the exit status: 0, or 1 where the command failed, or 2 where it makes no sense
     * @throws IOException where a stream breaks
     */
    int run(Machine machine, List<String> arguments, InputStream in, OutputStream out, OutputStream err)
            throws IOException, InterruptedException;
}
