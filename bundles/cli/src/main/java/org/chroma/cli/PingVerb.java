package org.chroma.cli;

import java.util.Map;
import picocli.CommandLine.Command;

/** Tells whether a manager does its work at an address, without logging in there. */
@Command(description = "tell whether the manager answers")
final class PingVerb extends Verb {

    PingVerb(Client client) {
        super(client);
    }

    @Override
    public Integer call() throws Exception {
        client.api().get("session/", Map.of());
        client.progress().println("The manager answers.");
        return Exit.OK;
    }
}
