package org.chroma.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chroma.cli.client.Client;
import org.chroma.cli.client.Exit;
import org.chroma.cli.client.Verb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Adds servers, after looking whether they can be reached and used. */
@Command(description = "add servers by address, set them up and start their LNet")
public final class ServerAddVerb extends Verb {
    @Parameters(arity = "1..*", paramLabel = "ADDRESS", description = "[user@]host[:port] of the server's SSH service")
    List<String> addresses = new ArrayList<>();

    public ServerAddVerb(Client client) {
        super(client);
    }

    /** All are asked for before the first is waited for, so that they are set up at once. */
    @Override
    public Integer call() throws Exception {
        int worst = Exit.OK;
        List<JsonNode> accepted = new ArrayList<>();
        for (String address : addresses) {
            if (client.settings().force() || usable(address)) {
                accepted.add(client.api().post("host/", client.object().put("address", address)));
            } else {
                worst = Exit.FAILED;
            }
        }
        for (JsonNode answer : accepted) {
            worst = Math.max(worst, client.finish(answer));
        }
        return worst;
    }

    private boolean usable(String address) throws Exception {
        JsonNode result = client.api().post("test_host/", client.object().put("address", address));
        List<String> failures = failures(result);
        failures.forEach(failure -> client.progress().println(address + ": " + failure));
        if (!failures.isEmpty()) {
            client.progress().println("Not added. Fix this, or add the server anyway with --force");
        }
        return failures.isEmpty();
    }

    private static List<String> failures(JsonNode result) {
        List<String> failures = new ArrayList<>();
        for (JsonNode check : result.path("checks")) {
            if (!check.path("passed").asBoolean()) {
                failures.add(check.path("explanation").asText(check.path("name").asText()));
            }
        }
        if (!result.has("checks")) {
            for (Map.Entry<String, JsonNode> check : result.properties()) {
                if (check.getValue().isBoolean() && !check.getValue().asBoolean()) {
                    failures.add(check.getKey() + " failed");
                }
            }
        }
        return failures;
    }
}
