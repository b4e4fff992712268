package org.chroma.api.internal.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.chroma.api.internal.resource.RestServer.Client;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The browser's pages are checked against the types that the resources say of themselves, and the resources against
 * their own words. {@code -Dchroma.types=record} writes the types again.
 */
class ApiTypesTest {
    private static final Path TYPES = Path.of("..", "ui", "src", "main", "types", "api.d.ts");

    private RestServer server;
    private Client admin;

    @BeforeEach
    void start() throws Exception {
        server = new RestServer();
        admin = server.admin();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private Map<String, JsonNode> schemas() throws Exception {
        Map<String, JsonNode> schemas = new TreeMap<>();
        JsonNode resources = admin.json("/api/");
        for (var resource : resources.properties()) {
            JsonNode schema = resource.getValue().path("schema");
            if (schema.isTextual()) {
                schemas.put(resource.getKey(), admin.json(schema.asText()));
            }
        }
        return schemas;
    }

    @Test
    void theBrowsersTypesAreWhatTheApiSays() throws Exception {
        String now = new ApiTypes(schemas()).typeScript();
        if ("record".equals(System.getProperty("chroma.types"))) {
            Files.writeString(TYPES, now);
        }
        assertThat(Files.readString(TYPES))
                .as(
                        "the REST interface changed: record its types with mvn -pl bundles/api -am test -Dtest=ApiTypesTest "
                                + "-Dsurefire.failIfNoSpecifiedTests=false -Dchroma.types=record")
                .isEqualTo(now);
    }

    @Test
    void everyAnswerIsAsItsSchemaSays() throws Exception {
        server.manager.addServers(2, 6);
        JsonNode created = admin.post("/api/filesystem/", MainJobTest.request(server, "lfs", 1, 2, 3, 4))
                .expect(202)
                .json();
        server.manager.await(server.manager
                .view()
                .command(created.path("command").path("id").asLong())
                .orElseThrow());
        ApiTypes types = new ApiTypes(schemas());
        List<String> contradictions = new ArrayList<>();
        Set<String> seen = new TreeSet<>();
        for (String resource : schemas().keySet()) {
            for (JsonNode object : admin.json("/api/" + resource + "/?limit=0").path("objects")) {
                seen.add(resource);
                contradictions.addAll(types.contradictions(resource, object, false));
                JsonNode detail = admin.json(object.path("resource_uri").asText());
                contradictions.addAll(types.contradictions(resource, detail, true));
            }
        }
        assertThat(contradictions).isEmpty();
        assertThat(seen)
                .contains(
                        "host", "target", "filesystem", "volume", "command", "job", "step", "user", "storage_resource");
    }
}
