package org.chroma.core.port;

import java.util.List;
import org.chroma.core.Credentials;
import org.chroma.spi.OutputListener;
import org.jspecify.annotations.Nullable;

/** Reaches servers that are not managed yet, through their ordinary SSH service. */
public interface ServerAccess {

    /** Runs all connectivity checks; never throws for what a check finds. */
    List<Check> test(String address, @Nullable Credentials credentials) throws InterruptedException;

    /**
     * Registers the server's agent with this manager: hands over a one-time token, and pins what the agent answers.
     * Doing it again for the same host renews both.
     *
     * @throws org.chroma.core.ChromaException with UNREACHABLE, AGENT_BROKEN or ACTION_FAILED and a sentence that says
     *     what to do
     */
    Registered register(long host, String address, @Nullable Credentials credentials, OutputListener console)
            throws InterruptedException;

    /**
     * One check.
     *
     * @param name {@code resolve}, {@code ping}, {@code auth}, {@code agent}, {@code reverse_resolve},
     *     {@code reverse_ping}, {@code hostname}
     * @param explanation what was found, and what to do where it failed
     */
    record Check(String name, boolean passed, String explanation) {}

    /** What the server said it is called. */
    record Registered(String fqdn, String nodename) {}
}
