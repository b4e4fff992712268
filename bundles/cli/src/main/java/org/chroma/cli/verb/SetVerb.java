package org.chroma.cli.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.chroma.cli.client.Client;
import org.chroma.cli.client.Noun;
import org.chroma.cli.client.Verb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Sets and clears configuration parameters. */
@Command(description = "set configuration parameters; KEY= clears one")
public final class SetVerb extends Verb {
    private final Noun noun;

    @Parameters(index = "0", paramLabel = "NAME", description = "its name or number")
    String subject = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "KEY=VALUE",
            description = "for example osc.max_dirty_mb=64")
    Map<String, String> params = new LinkedHashMap<>();

    public SetVerb(Client client, Noun noun) {
        super(client);
        this.noun = noun;
    }

    @Override
    public Integer call() throws Exception {
        ObjectNode body = client.object();
        ObjectNode values = body.putObject("conf_params");
        params.forEach((key, value) -> {
            if (value == null || value.isEmpty()) {
                values.putNull(key);
            } else {
                values.put(key, value);
            }
        });
        String uri = client.find(noun, subject).path("resource_uri").asText();
        return client.finish(client.api().put(uri, body));
    }
}
