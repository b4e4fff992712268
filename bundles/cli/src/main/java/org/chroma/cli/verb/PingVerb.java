package org.chroma.cli.verb;

import java.util.Map;
import org.chroma.cli.client.Client;
import org.chroma.cli.client.Exit;
import org.chroma.cli.client.Verb;
import picocli.CommandLine.Command;

/** Tells whether a manager does its work at an address, without logging in there. */
@Command(description = "check whether the manager answers")
public final class PingVerb extends Verb {

    public PingVerb(Client client) {
        super(client);
    }

    @Override
    public Integer call() throws Exception {
        client.api().get("session/", Map.of());
        client.progress().println("The manager answers.");
        return Exit.OK;
    }
}
