package org.chroma.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.chroma.cli.client.Client;
import org.chroma.cli.client.Exit;
import org.chroma.cli.client.Noun;
import org.chroma.cli.client.UsageException;
import org.chroma.cli.client.Verb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Chooses on which servers a volume's target runs. */
@Command(description = "choose the primary and failover servers of an unused volume")
public final class VolumeSetVerb extends Verb {
    @Parameters(index = "0", paramLabel = "VOLUME", description = "label or number")
    String subject = "";

    @Option(
            names = "--primary",
            required = true,
            paramLabel = "SERVER",
            description = "the server that normally runs its target")
    String primary = "";

    @Option(
            names = "--failover",
            paramLabel = "SERVER",
            description = "the failover servers; by default those so far, and the former primary server")
    List<String> failover = new ArrayList<>();

    @Option(names = "--no-failover", description = "no failover server")
    boolean noFailover;

    public VolumeSetVerb(Client client) {
        super(client);
    }

    @Override
    public Integer call() throws Exception {
        if (noFailover && !failover.isEmpty()) {
            throw new UsageException("--failover and --no-failover cannot be combined");
        }
        JsonNode volume = client.find(Noun.VOLUME, subject);
        String first = client.find(Noun.SERVER, primary).path("id").asText();
        Set<String> wanted = new HashSet<>(Set.of(first));
        for (String server : failover) {
            wanted.add(client.find(Noun.SERVER, server).path("id").asText());
        }
        boolean keeps = failover.isEmpty() && !noFailover;
        ObjectNode body = client.object().put("id", volume.path("id").asText());
        ArrayNode nodes = body.putArray("nodes");
        for (JsonNode node : volume.path("volume_nodes")) {
            String host = node.path("host_id").asText();
            boolean named = wanted.remove(host);
            boolean served =
                    node.path("primary").asBoolean() || node.path("use").asBoolean();
            nodes.addObject()
                    .put("id", node.path("id").asText())
                    .put("primary", host.equals(first))
                    .put("use", named || (keeps && served));
        }
        if (!wanted.isEmpty()) {
            throw new UsageException("The volume " + subject + " cannot be reached from every server named");
        }
        client.api().put(volume.path("resource_uri").asText(), body);
        client.printer().one(client.find(Noun.VOLUME, volume.path("id").asText()));
        return Exit.OK;
    }
}
