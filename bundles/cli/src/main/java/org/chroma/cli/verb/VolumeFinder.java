package org.chroma.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.chroma.cli.client.Client;
import org.chroma.cli.client.Noun;
import org.chroma.cli.client.UsageException;

/** Finds the volumes that users name as {@code SERVER:PATH}, by label or by number. */
final class VolumeFinder {
    private final Client client;

    VolumeFinder(Client client) {
        this.client = client;
    }

    /** True for {@code SERVER:PATH}. */
    static boolean isPath(String named) {
        return named.contains(":/");
    }

    /** The volume's number. Named by a server's path, that server becomes its primary one. */
    long find(String named) throws Exception {
        if (!isPath(named)) {
            return client.find(Noun.VOLUME, named).path("id").asLong();
        }
        String path = named.substring(named.indexOf(":/") + 1);
        JsonNode host = client.find(Noun.SERVER, named.substring(0, named.indexOf(":/")));
        for (JsonNode volume :
                client.list(Noun.VOLUME, Map.of("host_id", host.path("id").asText()))) {
            for (JsonNode node : volume.path("volume_nodes")) {
                if (node.path("path").asText().equals(path)
                        && node.path("host_id").asText().equals(host.path("id").asText())) {
                    if (!node.path("primary").asBoolean()) {
                        makePrimary(volume, node);
                    }
                    return volume.path("id").asLong();
                }
            }
        }
        throw new UsageException(
                "%s has no volume at %s".formatted(host.path("label").asText(), path));
    }

    private void makePrimary(JsonNode volume, JsonNode primary) throws Exception {
        ObjectNode body = client.object().put("id", volume.path("id").asText());
        ArrayNode nodes = body.putArray("nodes");
        for (JsonNode node : volume.path("volume_nodes")) {
            boolean chosen = node.path("id").asText().equals(primary.path("id").asText());
            nodes.addObject()
                    .put("id", node.path("id").asText())
                    .put("primary", chosen)
                    .put("use", chosen || node.path("use").asBoolean());
        }
        client.api().put(volume.path("resource_uri").asText(), body);
    }
}
