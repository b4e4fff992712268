package org.chroma.cli.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.chroma.cli.client.Client;
import org.chroma.cli.client.Exit;
import org.chroma.cli.client.Noun;
import org.chroma.cli.client.Verb;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Creates an MGT, or adds MDTs or OSTs to a filesystem. */
@Command(description = "create targets of this kind and start them")
public final class TargetAddVerb extends Verb {
    private final String kind;

    @Parameters(arity = "1..*", paramLabel = "VOLUME", description = "SERVER:PATH, label or number")
    List<String> volumes = new ArrayList<>();

    @Option(
            names = "--filesystem",
            paramLabel = "FILESYSTEM",
            description = "the filesystem to add them to; not for an MGT")
    @Nullable
    String filesystem;

    @Option(names = "--reformat", description = "overwrite what is on the volumes")
    boolean reformat;

    public TargetAddVerb(Client client, String kind) {
        super(client);
        this.kind = kind.toUpperCase(Locale.ROOT);
    }

    @Override
    public Integer call() throws Exception {
        int worst = Exit.OK;
        for (String volume : volumes) {
            ObjectNode body = client.object().put("kind", kind).put("volume_id", new VolumeFinder(client).find(volume));
            if (filesystem != null) {
                body.put(
                        "filesystem_id",
                        client.find(Noun.FILESYSTEM, filesystem).path("id").asText());
            }
            if (reformat) {
                body.put("reformat", true);
            }
            worst = Math.max(worst, client.finish(client.api().post("target/", body)));
        }
        return worst;
    }
}
