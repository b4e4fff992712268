package org.chroma.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * One filesystem, from bare servers to its removal, over real HTTPS and SSH; each test goes on where the last one
 * ended.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FilesystemLifeIT {
    private Installation chroma;
    private Rest rest;
    private Filesystems filesystems;

    @BeforeAll
    void start() {
        chroma = Installation.fresh(FilesystemLifeIT.class).demo();
        rest = chroma.rest();
        filesystems = new Filesystems(rest);
    }

    @AfterAll
    void stop() {
        chroma.close();
    }

    @Test
    @Order(1)
    void serversAreSetUpAndTheirDisksAreVolumes() {
        JsonNode hosts = rest.list("/api/host/");
        assertThat(hosts).hasSize(4).allSatisfy(host -> {
            assertThat(host.path("state").asText()).isEqualTo("lnet_up");
            assertThat(host.path("nids")).isNotEmpty();
        });
        assertThat(filesystems.usableVolumes()).hasSizeGreaterThanOrEqualTo(11).allSatisfy(volume -> {
            assertThat(volume.path("size").asLong()).isPositive();
            assertThat(volume.path("volume_nodes").size()).isBetween(1, 2);
        });
    }

    @Test
    @Order(2)
    void aPlanIsShownBeforeAnythingIsDone() {
        ObjectNode request = filesystems.request("lfs", 2, 4);
        JsonNode preview = rest.send(
                        "POST", "/api/filesystem/", request.deepCopy().put("dry_run", true))
                .expect(200)
                .body();
        assertThat(preview.path("dependency_jobs").size())
                .isEqualTo(7 * 4); // format, register, configure, start of each
        assertThat(rest.list("/api/filesystem/")).isEmpty();
        assertThat(rest.list("/api/command/?complete=false")).isEmpty();
    }

    @Test
    @Order(3)
    void isCreatedWithTwoMdtsAndFourOsts() {
        JsonNode accepted = rest.send("POST", "/api/filesystem/", filesystems.request("lfs", 2, 4))
                .expect(202)
                .body();
        rest.succeed(accepted);
        JsonNode filesystem = filesystems.byName("lfs");
        assertThat(filesystem.path("state").asText()).isEqualTo("available");
        assertThat(filesystem.path("mdts")).hasSize(2);
        assertThat(filesystem.path("osts")).hasSize(4);
        assertThat(filesystem.path("mount_command").asText())
                .startsWith("mount -t lustre ")
                .endsWith(":/lfs /mnt/lfs");
        assertThat(rest.list("/api/target/"))
                .hasSize(7)
                .allSatisfy(target -> assertThat(target.path("state").asText()).isEqualTo("mounted"));
        assertThat(rest.list("/api/target/?kind=OST"))
                .extracting(target -> target.path("name").asText())
                .containsExactlyInAnyOrder("lfs-OST0000", "lfs-OST0001", "lfs-OST0002", "lfs-OST0003");
    }

    @Test
    @Order(4)
    void everyStepToldWhatItDid() {
        assertThat(rest.list("/api/step/"))
                .isNotEmpty()
                .anySatisfy(step -> assertThat(step.path("console").asText()).contains("mkfs_cmd = mke2fs"));
    }

    @Test
    @Order(5)
    void statisticsFlow() {
        chroma.chroma("sim", "write", "lfs", "100000000").expect(0);
        awaitWrites(Instant.now().minusSeconds(120));
        assertThat(rest.get("/api/host/metric/?metrics=mem_MemTotal,cpu_total&latest=true"))
                .isNotEmpty();
        assertThat(filesystems.byName("lfs").path("bytes_total").asLong()).isPositive();
    }

    private void awaitWrites(Instant begin) {
        String uri = filesystems.byName("lfs").path("resource_uri").asText();
        Wait.until("bytes are written", 90, () -> {
            JsonNode points = rest.get(
                    uri + "metric/?metrics=stats_write_bytes,kbytesfree&begin=" + begin + "&end=" + Instant.now());
            double most = 0;
            for (JsonNode point : points) {
                most = Math.max(
                        most, point.path("data").path("stats_write_bytes").asDouble());
            }
            return most > 1_000_000;
        });
    }

    @Test
    @Order(6)
    void stopsAndStarts() {
        String uri = filesystems.byName("lfs").path("resource_uri").asText();
        filesystems.bring(uri, "stopped");
        filesystems.awaitState(uri, "stopped");
        assertThat(rest.list("/api/target/?kind=MGT"))
                .allSatisfy(target -> assertThat(target.path("state").asText()).isEqualTo("mounted"));
        filesystems.bring(uri, "available");
        filesystems.awaitState(uri, "available");
    }

    @Test
    @Order(7)
    void growsByAnOst() {
        JsonNode filesystem = filesystems.byName("lfs");
        JsonNode accepted = rest.send(
                        "POST",
                        "/api/target/",
                        Rest.JSON
                                .createObjectNode()
                                .put("kind", "OST")
                                .put("filesystem_id", filesystem.path("id").asText())
                                .put(
                                        "volume_id",
                                        filesystems
                                                .usableVolumes()
                                                .get(0)
                                                .path("id")
                                                .asText()))
                .expect(202)
                .body();
        JsonNode command = rest.succeed(accepted);
        assertThat(command.path("jobs")).hasSize(4);
        assertThat(filesystems.byName("lfs").path("osts")).hasSize(5);
        assertThat(filesystems.byName("lfs").path("state").asText()).isEqualTo("available");
    }

    @Test
    @Order(8)
    void parametersAreAppliedOnceAndReadBack() {
        String uri = filesystems.byName("lfs").path("resource_uri").asText();
        ObjectNode params = Rest.JSON.createObjectNode();
        params.putObject("conf_params").put("llite.max_cached_mb", "32");
        rest.succeed(rest.send("PUT", uri, params).expect(202).body());
        assertThat(rest.get(uri).path("conf_params").path("llite.max_cached_mb").asText())
                .isEqualTo("32");
        assertThat(rest.send("PUT", uri, params).status()).isIn(200, 202, 204);
        params.putObject("conf_params").put("llite.max_cached_mb", "many");
        assertThat(rest.send("PUT", uri, params).expect(400).text()).contains("llite.max_cached_mb");
    }

    @Test
    @Order(9)
    void failsOverAndBack() {
        JsonNode ost = failable();
        String uri = ost.path("resource_uri").asText();
        String primary = ost.path("primary_server_name").asText();
        runJob(ost, "FailoverTargetJob");
        assertThat(rest.get(uri).path("active_host_name").asText()).isNotEqualTo(primary);
        runJob(rest.get(uri), "FailbackTargetJob");
        assertThat(rest.get(uri).path("active_host_name").asText()).isEqualTo(primary);
    }

    private JsonNode failable() {
        for (JsonNode ost : rest.list("/api/target/?kind=OST")) {
            for (JsonNode job : ost.path("available_jobs")) {
                if (job.path("class_name").asText().equals("FailoverTargetJob")) {
                    return ost;
                }
            }
        }
        throw new AssertionError("No OST offers a failover: " + rest.list("/api/target/?kind=OST"));
    }

    private void runJob(JsonNode object, String className) {
        for (JsonNode job : object.path("available_jobs")) {
            if (job.path("class_name").asText().equals(className)) {
                ObjectNode command = Rest.JSON.createObjectNode().put("message", className);
                ObjectNode run = command.putArray("jobs").addObject().put("class_name", className);
                run.set("args", job.path("args"));
                rest.succeed(
                        rest.send("POST", "/api/command/", command).expect(201).body());
                return;
            }
        }
        throw new AssertionError(object.path("label") + " does not offer " + className);
    }

    @Test
    @Order(10)
    void commandLineSpeaksTheTruth() {
        assertThat(chroma.chroma("server-list").expect(0).out()).contains("lnet_up");
        assertThat(chroma.chroma("filesystem", "lfs", "ost-list", "-o", "json")
                        .expect(0)
                        .json())
                .hasSize(5);
        assertThat(chroma.chroma("ost-stop", "lfs-OST0004").exitCode()).isEqualTo(2); // wants to be confirmed
        assertThat(chroma.chroma("ost-stop", "lfs-OST0004", "--force").expect(0).out())
                .contains("Finished");
        Installation.Result unavailable = chroma.chroma("filesystem-show", "lfs", "-o", "json");
        assertThat(unavailable.expect(0).json().path("state").asText()).isEqualTo("unavailable");
        String server = chroma.chroma("target-show", "lfs-OST0004", "-o", "json")
                .expect(0)
                .json()
                .path("primary_server_name")
                .asText();
        for (JsonNode host : rest.list("/api/host/")) {
            chroma.chroma("sim", "fail", host.path("nodename").asText(), "mount")
                    .expect(0);
        }
        Installation.Result failed = chroma.chroma("ost-start", "lfs-OST0004");
        assertThat(failed.exitCode()).as(server).isEqualTo(1);
        assertThat(failed.out()).contains("Failed");
        for (JsonNode host : rest.list("/api/host/")) {
            chroma.chroma("sim", "heal", host.path("nodename").asText()).expect(0);
        }
        chroma.chroma("ost-start", "lfs-OST0004").expect(0);
        filesystems.awaitState(filesystems.byName("lfs").path("resource_uri").asText(), "available");
    }

    @Test
    @Order(11)
    void survivesRestartOfEverything() {
        List<String> before = states();
        chroma.chroma("stop").expect(0);
        Instant started = Instant.now();
        chroma.demo();
        rest = chroma.rest();
        filesystems = new Filesystems(rest);
        Wait.until(
                "everything is as before",
                120,
                () -> states().equals(before) ? Boolean.TRUE : null,
                () -> before + " but is " + states());
        awaitWrites(started);
    }

    private List<String> states() {
        List<String> states = new ArrayList<>();
        for (String resource : List.of("host", "target", "filesystem")) {
            for (JsonNode object : rest.list("/api/" + resource + "/")) {
                states.add(object.path("label").asText() + " "
                        + object.path("state").asText());
            }
        }
        return states;
    }

    @Test
    @Order(12)
    void isRemoved() {
        String uri = filesystems.byName("lfs").path("resource_uri").asText();
        filesystems.bring(uri, "removed");
        assertThat(rest.list("/api/filesystem/")).isEmpty();
        assertThat(rest.list("/api/target/"))
                .hasSize(1)
                .allSatisfy(target -> assertThat(target.path("kind").asText()).isEqualTo("MGT"));
    }

    @Test
    @Order(13)
    void isFoundAgainWhereChromaForgotIt() {
        ObjectNode request = Filesystems.reformatting(filesystems.request("lost", 1, 2));
        request.putObject("mgt")
                .put("id", rest.list("/api/target/").get(0).path("id").asText());
        rest.succeed(rest.send("POST", "/api/filesystem/", request).expect(202).body());
        List<String> addresses = new ArrayList<>();
        for (JsonNode host : rest.list("/api/host/")) {
            addresses.add(host.path("address").asText());
            chroma.chroma("server-force-remove", host.path("nodename").asText(), "--force")
                    .expect(0);
        }
        assertThat(rest.list("/api/host/")).isEmpty();
        assertThat(rest.list("/api/filesystem/")).isEmpty();

        List<String> add = new ArrayList<>(List.of("server-add"));
        add.addAll(addresses);
        chroma.chroma(add.toArray(String[]::new)).expect(0);
        assertThat(chroma.chroma("filesystem-detect").expect(0).out()).contains("lost");

        JsonNode found = filesystems.byName("lost");
        assertThat(found.path("immutable_state").asBoolean())
                .as("only monitored")
                .isTrue();
        assertThat(found.path("state").asText()).isEqualTo("available");
        assertThat(found.path("osts").size()).isEqualTo(2);
        Wait.until(
                "it is measured",
                60,
                () -> rest.get(found.path("resource_uri").asText())
                        .path("bytes_total")
                        .isNumber());
    }
}
