package org.chroma.api.internal.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.chroma.api.internal.resource.RestServer.Client;
import org.chroma.core.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MainJobTest {
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

    private JsonNode await(JsonNode command) throws Exception {
        Command started =
                server.manager.view().command(command.path("id").asLong()).orElseThrow();
        server.manager.await(started);
        JsonNode ended = admin.json(command.path("resource_uri").asText());
        assertThat(ended.path("errored").asBoolean())
                .as(server.manager.jobsOf(started))
                .isFalse();
        return ended;
    }

    private static ObjectNode target(long volume) {
        ObjectNode target = RestServer.JSON.createObjectNode().put("volume_id", volume);
        target.putObject("conf_params");
        return target;
    }

    private ObjectNode request(String name, int mgt, int mdt, int... osts) {
        return request(server, name, mgt, mdt, osts);
    }

    /** A request for a filesystem on volumes that are named by the numbers of their disks. */
    static ObjectNode request(RestServer server, String name, int mgt, int mdt, int... osts) {
        ObjectNode request = RestServer.JSON.createObjectNode().put("name", name);
        request.putObject("mgt").put("volume_id", server.manager.volume(mgt).id());
        request.set("mdt", target(server.manager.volume(mdt).id()));
        ArrayNode list = request.putArray("osts");
        for (int ost : osts) {
            list.add(target(server.manager.volume(ost).id()));
        }
        request.putObject("conf_params");
        return request;
    }

    @Test
    void addsAServer() throws Exception {
        JsonNode tested = admin.post("/api/test_host/", Map.of("address", "s1"))
                .expect(202)
                .json();
        assertThat(tested.path("address").asText()).isEqualTo("s1");
        assertThat(tested.path("checks")).isNotEmpty();
        JsonNode several = admin.post("/api/test_host/", Map.of("addresses", List.of("s1", "s2")))
                .expect(202)
                .json();
        assertThat(several.path("objects")).hasSize(2);

        JsonNode answer = admin.post("/api/host/", Map.of("address", "s1", "root_password", "secret"))
                .expect(202)
                .json();
        assertThat(answer.path("host").path("address").asText()).isEqualTo("s1");
        await(answer.path("command"));

        JsonNode host = admin.json("/api/host/").path("objects").path(0);
        assertThat(host.path("fqdn").asText()).isEqualTo("s1.example.com");
        assertThat(host.path("id").isTextual()).isTrue();
        assertThat(admin.json("/api/host/" + host.path("id").asText() + "/")).isEqualTo(host);
        assertThat(admin.post("/api/host/", Map.of("address", "s1"))
                        .expect(400)
                        .json()
                        .has("address"))
                .isTrue();
        assertThat(admin.post("/api/test_host/", Map.of("address", "s1"))
                        .expect(400)
                        .json()
                        .has("address"))
                .isTrue();
        assertThat(admin.json("/api/command/").toString()).doesNotContain("secret");
    }

    @Test
    void livesTheLifeOfAFilesystem() throws Exception {
        server.manager.addServers(2, 6);
        ObjectNode request = request("lfs", 1, 2, 3, 4);

        JsonNode plan = admin.post("/api/filesystem/", request.deepCopy().put("dry_run", true))
                .expect(200)
                .json();
        assertThat(plan.path("jobs")).isNotEmpty();
        assertThat(plan.path("transition_job").path("class").asText()).isNotEmpty();
        assertThat(plan.path("dependency_jobs").size())
                .isEqualTo(plan.path("jobs").size() - 1);
        assertThat(admin.json("/api/filesystem/").path("objects")).isEmpty();

        JsonNode created = admin.post("/api/filesystem/", request).expect(202).json();
        JsonNode command = await(created.path("command"));
        assertThat(command.path("jobs")).hasSameSizeAs(plan.path("jobs"));
        String address = created.path("filesystem").path("resource_uri").asText();
        JsonNode filesystem = admin.json(address);
        assertThat(filesystem.path("state").asText()).isEqualTo("available");
        assertThat(filesystem.path("mdts").path(0).path("kind").asText()).isEqualTo("MDT");
        assertThat(filesystem.path("mount_path").asText()).endsWith(":/lfs");
        assertThat(filesystem.path("mount_command").asText()).startsWith("mount -t lustre ");
        assertThat(filesystem.path("conf_params").has("sys.timeout")).isTrue();
        assertThat(filesystem.path("bytes_total").isNull()).isTrue();

        JsonNode job = admin.json(command.path("jobs").path(0).asText());
        assertThat(job.path("state").asText()).isEqualTo("succeeded");
        assertThat(job.path("commands").path(0).asText())
                .isEqualTo(command.path("resource_uri").asText());
        assertThat(admin.json("/api/step/?job=" + job.path("id").asText()).path("objects"))
                .hasSameSizeAs(job.path("steps"));
        assertThat(admin.json("/api/job/?limit=0&command=" + command.path("id").asText())
                        .path("objects"))
                .hasSameSizeAs(command.path("jobs"));

        assertThat(admin.json("/api/target/?kind=OST")
                        .path("meta")
                        .path("total_count")
                        .asInt())
                .isEqualTo(2);
        assertThat(admin.json("/api/target/?filesystem_id="
                                + filesystem.path("id").asText())
                        .path("objects"))
                .hasSize(4);
        JsonNode ost = admin.json("/api/target/?kind=OST&order_by=name")
                .path("objects")
                .path(0);
        assertThat(ost.path("name").asText()).isEqualTo("lfs-OST0000");
        assertThat(ost.path("filesystem_name").asText()).isEqualTo("lfs");
        assertThat(ost.path("active_host_name").asText()).isNotEqualTo("---");
        assertThat(admin.json("/api/volume/?category=unused").path("objects")).hasSize(2);
        assertThat(admin.json("/api/host/?role=OSS").path("objects")).isNotEmpty();

        // Sent back as it came, nothing changes.
        admin.put(address, filesystem).expect(204);
        JsonNode stop = admin.put(address, Map.of("state", "stopped", "dry_run", true))
                .expect(200)
                .json();
        assertThat(stop.path("dependency_jobs")).isNotEmpty();
        await(admin.put(address, Map.of("state", "stopped")).expect(202).json().path("command"));
        assertThat(admin.put(address, Map.of("state", "stopped", "dry_run", true))
                        .expect(200)
                        .json())
                .isEmpty();
        assertThat(admin.put(address, Map.of("state", "flying"))
                        .expect(400)
                        .json()
                        .has("state"))
                .isTrue();

        JsonNode params = admin.put(address, Map.of("conf_params", Map.of("sys.timeout", "30")))
                .expect(202)
                .json();
        assertThat(params.path("filesystem")
                        .path("conf_params")
                        .path("sys.timeout")
                        .asText())
                .isEqualTo("30");
        server.manager.awaitIdle();
        admin.put(address, Map.of("state", "flying", "conf_params", Map.of("sys.timeout", "40")))
                .expect(400);
        assertThat(admin.json(address).path("conf_params").path("sys.timeout").asText())
                .as("nothing is half done")
                .isEqualTo("30");
        admin.put(address, Map.of("conf_params", Map.of("sys.timeout", "fast"), "dry_run", true))
                .expect(400);
        assertThat(admin.put(address, Map.of("conf_params", Map.of("sys.timeout", "fast")))
                        .expect(400)
                        .json()
                        .path("conf_params")
                        .has("sys.timeout"))
                .isTrue();

        await(admin.delete(address).expect(202).json().path("command"));
        admin.get(address).expect(404);
    }

    @Test
    void tellsEveryErrorOfANewFilesystemInItsOwnShape() throws Exception {
        server.manager.addServers(1, 4);
        ObjectNode request = request("far too long a name", 1, 2, 3, 3);
        ((ObjectNode) request.path("mdt")).put("inode_count", 5).put("bytes_per_inode", 1_024);
        ((ObjectNode) request.path("mdt").path("conf_params")).put("lov.stripesize", "big");

        JsonNode errors = admin.post("/api/filesystem/", request).expect(400).json();

        assertThat(errors.path("name")).isNotEmpty();
        assertThat(errors.path("mgt")).isEmpty();
        assertThat(errors.path("mdt").has("inode_count")).isTrue();
        assertThat(errors.path("mdt").path("conf_params").has("lov.stripesize")).isTrue();
        assertThat(errors.path("osts")).hasSize(2);
        assertThat(errors.path("osts").path(0)).isEmpty();
        assertThat(errors.path("osts").path(1).has("volume_id")).isTrue();
        assertThat(errors.has("mdts")).isFalse();
        assertThat(server.manager.view().cluster().targets()).isEmpty();

        JsonNode missing =
                admin.post("/api/filesystem/", Map.of("name", "x")).expect(400).json();
        assertThat(missing.fieldNames()).toIterable().containsExactlyInAnyOrder("mgt", "mdt", "osts");

        ObjectNode mistyped = request("lfs", 1, 2, 3);
        ((ObjectNode) mistyped.path("osts").path(0)).put("inode_size", "x").put("colour", "red");
        JsonNode problems = admin.post("/api/filesystem/", mistyped).expect(400).json();
        assertThat(problems.path("osts").path(0).fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("inode_size", "colour");
    }

    @Test
    void createsWithSeveralMdtsAndAddsTargets() throws Exception {
        server.manager.addServers(2, 6);
        ObjectNode request = request("lfs", 1, 2, 4);
        ArrayNode mdts = request.putArray("mdts");
        mdts.add(request.remove("mdt"));
        mdts.add(target(server.manager.volume(3).id()));
        JsonNode created = admin.post("/api/filesystem/", request).expect(202).json();
        await(created.path("command"));
        assertThat(admin.json("/api/target/?kind=MDT").path("objects")).hasSize(2);

        String id = created.path("filesystem").path("id").asText();
        JsonNode added = admin.post(
                        "/api/target/",
                        Map.of(
                                "kind",
                                "OST",
                                "filesystem_id",
                                id,
                                "volume_id",
                                server.manager.volume(5).id()))
                .expect(202)
                .json();
        await(added.path("command"));
        String ost = added.path("target").path("resource_uri").asText();
        assertThat(admin.json(ost).path("state").asText()).isEqualTo("mounted");

        JsonNode offered = admin.json(ost).path("available_jobs");
        assertThat(offered.findValuesAsText("class_name")).contains("FailoverTargetJob");
        ObjectNode order = RestServer.JSON.createObjectNode().put("message", "Fail over");
        ObjectNode job = order.putArray("jobs").addObject().put("class_name", "FailoverTargetJob");
        for (JsonNode offer : offered) {
            if (offer.path("class_name").asText().equals("FailoverTargetJob")) {
                job.set("args", offer.path("args"));
            }
        }
        JsonNode preview = admin.post("/api/command/", order.deepCopy().put("dry_run", true))
                .expect(200)
                .json();
        assertThat(preview.path("jobs")).hasSize(1);
        await(admin.post("/api/command/", order).expect(201).json());
        assertThat(admin.json(ost).path("active_host").asText())
                .isEqualTo(admin.json(ost).path("failover_servers").path(0).asText());

        for (Object wrong : List.of(
                Map.of("kind", "XYZ", "volume_id", 1),
                Map.of("kind", "OST", "volume_id", 1),
                Map.of("kind", "MGT", "volume_id", server.manager.volume(6).id(), "filesystem_id", id),
                Map.of("volume_id", 1),
                Map.of("kind", "OST", "filesystem_id", id, "volume_id", 999))) {
            admin.post("/api/target/", wrong).expect(400);
        }
    }

    @Test
    void choosesServersOfAVolume() throws Exception {
        server.manager.addServers(2, 1);
        String address = "/api/volume/" + server.manager.volume(1).id() + "/";
        JsonNode volume = admin.json(address);
        assertThat(volume.path("volume_nodes")).hasSize(2);
        ObjectNode body = RestServer.JSON.createObjectNode();
        ArrayNode nodes = body.putArray("nodes");
        String second = volume.path("volume_nodes").path(1).path("id").asText();
        nodes.addObject().put("id", second).put("primary", true).put("use", true);

        JsonNode changed = admin.put(address, body).expect(202).json();

        assertThat(changed.path("status").asText()).isEqualTo("configured-noha");
        assertThat(changed.path("volume_nodes").path(1).path("primary").asBoolean())
                .isTrue();
        nodes.addObject().put("id", 999).put("primary", true).put("use", true);
        assertThat(admin.put(address, body).expect(400).json().path("nodes")).isNotEmpty();
    }

    @Test
    void showsWhatPluginsReport() throws Exception {
        server.manager.addServers(1, 2);
        JsonNode classes = admin.json("/api/storage_resource_class/").path("objects");
        assertThat(classes.findValuesAsText("class_name")).contains("ScsiDevice", "LinuxDeviceNode");
        assertThat(admin.json("/api/storage_resource_class/linux/ScsiDevice/")
                        .path("columns")
                        .path(0)
                        .path("name")
                        .asText())
                .isEqualTo("size");
        JsonNode disks = admin.json("/api/storage_resource/linux/ScsiDevice/?order_by=-attr_size")
                .path("objects");
        assertThat(disks).hasSize(2);
        assertThat(disks.path(0).path("attributes").path("size").path("class").asText())
                .isEqualTo("Bytes");
        JsonNode node = admin.json("/api/storage_resource/?class_name=LinuxDeviceNode")
                .path("objects")
                .path(0);
        assertThat(admin.json("/api/storage_resource/?ancestor_of="
                                + node.path("id").asText())
                        .path("objects"))
                .hasSize(2);
    }
}
