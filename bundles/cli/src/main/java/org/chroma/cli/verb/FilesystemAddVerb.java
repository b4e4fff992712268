package org.chroma.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chroma.cli.client.Client;
import org.chroma.cli.client.Exit;
import org.chroma.cli.client.Noun;
import org.chroma.cli.client.Verb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Creates a filesystem and makes it available. */
@Command(description = "create a filesystem and make it available")
public final class FilesystemAddVerb extends Verb {
    @Parameters(index = "0", paramLabel = "NAME", description = "1 to 8 letters, digits, _ or -")
    String name = "";

    @Option(
            names = "--mgt",
            required = true,
            paramLabel = "VOLUME|SERVER",
            description = "volume (SERVER:PATH, label or number) of a new MGT, or the server of an existing one")
    String mgt = "";

    @Option(
            names = {"--mdts", "--mdt"},
            required = true,
            arity = "1..*",
            paramLabel = "VOLUME",
            description = "volumes of the MDTs")
    List<String> mdts = new ArrayList<>();

    @Option(
            names = {"--osts", "--ost"},
            required = true,
            arity = "1..*",
            paramLabel = "VOLUME",
            description = "volumes of the OSTs")
    List<String> osts = new ArrayList<>();

    @Option(
            names = "--conf-param",
            paramLabel = "KEY=VALUE",
            description = "parameter of the filesystem, for example llite.max_cached_mb=64")
    Map<String, String> confParams = Map.of();

    @Option(names = "--reformat", description = "overwrite what is on the volumes")
    boolean reformat;

    @Option(names = "--dry-run", description = "only show what would happen")
    boolean dryRun;

    public FilesystemAddVerb(Client client) {
        super(client);
    }

    @Override
    public Integer call() throws Exception {
        ObjectNode body = client.object().put("name", name);
        body.set("mgt", mgtChoice());
        volumes(body.putArray("mdts"), mdts);
        volumes(body.putArray("osts"), osts);
        ObjectNode params = body.putObject("conf_params");
        confParams.forEach(params::put);
        if (dryRun) {
            new PlanPrinter(client).print(client.api().post("filesystem/", body.put("dry_run", true)));
            return Exit.OK;
        }
        return client.finish(client.api().post("filesystem/", body));
    }

    private ObjectNode mgtChoice() throws Exception {
        if (!VolumeFinder.isPath(mgt)) {
            for (JsonNode target : client.list(Noun.TARGET, Map.of("kind", "MGT"))) {
                if (target.path("primary_server_name").asText().equals(mgt)
                        || target.path("primary_server_name").asText().startsWith(mgt + ".")) {
                    return client.object().put("id", target.path("id").asText());
                }
            }
        }
        ObjectNode choice = client.object().put("volume_id", new VolumeFinder(client).find(mgt));
        return reformat ? choice.put("reformat", true) : choice;
    }

    private void volumes(ArrayNode into, List<String> named) throws Exception {
        for (String one : named) {
            ObjectNode target = into.addObject().put("volume_id", new VolumeFinder(client).find(one));
            target.putObject("conf_params");
            if (reformat) {
                target.put("reformat", true);
            }
        }
    }
}
