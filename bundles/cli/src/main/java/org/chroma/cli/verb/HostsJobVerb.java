package org.chroma.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.chroma.cli.client.Client;
import org.chroma.cli.client.Exit;
import org.chroma.cli.client.Noun;
import org.chroma.cli.client.Verb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a job on some servers, or on all. */
@Command
public final class HostsJobVerb extends Verb {
    private final String className;
    private final String message;

    @Parameters(arity = "0..*", paramLabel = "SERVER", description = "servers (default: all)")
    List<String> servers = new ArrayList<>();

    @Option(names = "--dry-run", description = "only show what would happen")
    boolean dryRun;

    public HostsJobVerb(Client client, String className, String message) {
        super(client);
        this.className = className;
        this.message = message;
    }

    @Override
    public Integer call() throws Exception {
        ObjectNode body = client.object().put("message", message);
        ObjectNode job = body.putArray("jobs").addObject().put("class_name", className);
        ObjectNode arguments = job.putObject("args");
        if (!servers.isEmpty()) {
            ArrayNode hosts = arguments.putArray("hosts");
            for (String server : servers) {
                hosts.add(client.find(Noun.SERVER, server).path("resource_uri").asText());
            }
        }
        JsonNode preview = client.api().post("command/", body.deepCopy().put("dry_run", true));
        if (dryRun) {
            new PlanPrinter(client).print(preview);
            return Exit.OK;
        }
        if (!client.confirmed(preview)) {
            client.progress().println("Nothing was done");
            return Exit.FAILED;
        }
        return client.finish(client.object().set("command", client.api().post("command/", body)), true);
    }
}
