package org.chroma.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which servers are silent: what is known of them otherwise is how they were, not how they are. */
public final class Contact {
    private static final String FIELD = "contact";
    private static final String LOST = "lost";

    private Contact() {}

    /** Adds to servers whether the manager hears of them, as it says by its alerts. */
    public static void mark(Client client, Iterable<JsonNode> hosts)
            throws IOException, InterruptedException, ApiException {
        Set<String> silent = new HashSet<>();
        for (JsonNode alert : client.list(Noun.ALERT, Map.of("active", "true", "alert_type", "HostContactAlert"))) {
            silent.add(alert.path("alert_item").asText());
        }
        for (JsonNode host : hosts) {
            if (host instanceof ObjectNode object) {
                boolean lost = silent.contains(host.path("resource_uri").asText());
                boolean expected = host.path("last_contact").isTextual();
                object.put(FIELD, lost ? LOST : expected ? "ok" : "none yet");
            }
        }
    }

    /** The state of a server in a word. */
    static String state(JsonNode host) {
        return host.path(FIELD).asText().equals(LOST) ? "no contact" : Column.text(host.path("state"));
    }
}
