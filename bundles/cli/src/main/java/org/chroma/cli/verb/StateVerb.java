package org.chroma.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import org.chroma.cli.client.Client;
import org.chroma.cli.client.Exit;
import org.chroma.cli.client.Noun;
import org.chroma.cli.client.Verb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings something into a state. */
@Command
public final class StateVerb extends Verb {
    private final Noun noun;
    private final String state;

    @Parameters(index = "0", paramLabel = "NAME", description = "its name or number")
    String subject = "";

    @Option(names = "--dry-run", description = "only show what would happen")
    boolean dryRun;

    public StateVerb(Client client, Noun noun, String state) {
        super(client);
        this.noun = noun;
        this.state = state;
    }

    @Override
    public Integer call() throws Exception {
        String uri = client.find(noun, subject).path("resource_uri").asText();
        JsonNode preview =
                client.api().put(uri, client.object().put("state", state).put("dry_run", true));
        if (dryRun) {
            new PlanPrinter(client).print(preview);
            return Exit.OK;
        }
        if (!client.confirmed(preview)) {
            client.progress().println("Nothing was done");
            return Exit.FAILED;
        }
        return client.finish(client.api().put(uri, client.object().put("state", state)));
    }
}
