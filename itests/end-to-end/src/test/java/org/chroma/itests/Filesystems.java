package org.chroma.itests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Asks for filesystems on the demo's volumes. */
final class Filesystems {
    private final Rest rest;

    Filesystems(Rest rest) {
        this.rest = rest;
    }

    /** Volumes that a target may be put on, smallest first. */
    List<JsonNode> usableVolumes() {
        List<JsonNode> volumes = new ArrayList<>();
        rest.list("/api/volume/?category=usable").forEach(volumes::add);
        volumes.sort(Comparator.comparingLong(
                        (JsonNode volume) -> volume.path("size").asLong())
                .thenComparingLong(volume -> volume.path("id").asLong()));
        return volumes;
    }

    /** The request for a filesystem with a new MGT, on the smallest volumes that fit. */
    ObjectNode request(String name, int mdts, int osts) {
        List<JsonNode> volumes = usableVolumes();
        int next = 0;
        ObjectNode request = Rest.JSON.createObjectNode().put("name", name);
        request.putObject("mgt").put("volume_id", volumes.get(next++).path("id").asText());
        ArrayNode mdtList = request.putArray("mdts");
        for (int i = 0; i < mdts; i++) {
            target(mdtList, volumes.get(next++));
        }
        ArrayNode ostList = request.putArray("osts");
        for (int i = 0; i < osts; i++) {
            target(ostList, volumes.get(next++));
        }
        request.putObject("conf_params");
        return request;
    }

    /** Allows what is on the volumes of a request to be overwritten. */
    static ObjectNode reformatting(ObjectNode request) {
        ((ObjectNode) request.path("mgt")).put("reformat", true);
        for (String list : List.of("mdts", "osts")) {
            request.path(list).forEach(target -> ((ObjectNode) target).put("reformat", true));
        }
        return request;
    }

    private static void target(ArrayNode list, JsonNode volume) {
        list.addObject().put("volume_id", volume.path("id").asText()).putObject("conf_params");
    }

    JsonNode byName(String name) {
        for (JsonNode filesystem : rest.list("/api/filesystem/")) {
            if (filesystem.path("name").asText().equals(name)) {
                return filesystem;
            }
        }
        throw new AssertionError("There is no filesystem " + name);
    }

    /** Brings an object into a state and waits for it. */
    void bring(String uri, String state) {
        Rest.Answer answer = rest.send("PUT", uri, Rest.JSON.createObjectNode().put("state", state));
        if (answer.status() != 204) {
            rest.succeed(answer.expect(202).body());
        }
    }

    void awaitState(String uri, String state) {
        Wait.until(
                uri + " is " + state,
                60,
                () -> rest.get(uri).path("state").asText().equals(state) ? Boolean.TRUE : null,
                () -> rest.get(uri).path("state").asText());
    }
}
