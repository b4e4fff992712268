package org.chroma.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Agents that are killed in the middle of an action, as by a power failure: the job says so or ends well, nothing stays
 * locked, and asking again goes on where it stopped.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AgentCrashIT {
    /** How the manager says that it lost an agent. */
    private static final String LOST = "%s cannot be reached at ";

    private Installation chroma;
    private Rest rest;
    private Filesystems filesystems;

    @BeforeAll
    void start() {
        chroma = Installation.fresh(AgentCrashIT.class).demo("--osts-per-server", "8");
        rest = chroma.rest();
        filesystems = new Filesystems(rest);
    }

    @AfterAll
    void stop() {
        chroma.close();
    }

    @Test
    @Order(1)
    void aJobWhoseAgentDiesAndStaysAwayFailsAndSaysSo() {
        for (String server : servers()) {
            chroma.chroma("sim", "hang", server, "mkfs.lustre").expect(0);
        }
        Creation creation = create("away");
        Wait.until(
                "mkfs.lustre runs",
                60,
                () -> creation.steps().stream()
                        .anyMatch(step -> step.path("state").asText().equals("incomplete")
                                && step.path("console").asText().contains("# format-target on ")));
        chroma.killAgents();

        JsonNode ended = rest.await(creation.command());

        assertThat(ended.path("errored").asBoolean()).isTrue();
        List<JsonNode> failed = creation.failedJobs();
        assertThat(failed).isNotEmpty().allSatisfy(this::namesTheLostAgent);
        assertNothingIsLocked();

        chroma.demo();
        for (String server : servers()) {
            chroma.chroma("sim", "heal", server).expect(0);
        }
        creation.askAgain();
        creation.assertComplete();
    }

    /** Moments are told by how many steps of the creation are done; it has twelve. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5, 8, 10})
    @Order(2)
    void aJobWhoseAgentDiesAndComesBackEndsOneWayOrTheOther(int finishedSteps) {
        Creation creation = create("back" + finishedSteps);
        creation.awaitSteps(finishedSteps);
        assertThat(creation.command().path("complete").asBoolean())
                .as("it is in the middle")
                .isFalse();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(finishedSteps * 37L % 150)); // anywhere within a step
        chroma.killAgents();
        chroma.demo();

        JsonNode ended = rest.await(creation.command());

        if (ended.path("errored").asBoolean()) {
            assertThat(creation.failedJobs()).isNotEmpty().allSatisfy(this::namesTheLostAgent);
        }
        assertNothingIsLocked();
        creation.askAgain();
        creation.assertComplete();
    }

    @Test
    @Order(3)
    void afterAllThatEverythingRuns() {
        assertThat(rest.list("/api/filesystem/"))
                .hasSize(6)
                .allSatisfy(each -> assertThat(each.path("state").asText()).isEqualTo("available"));
        assertThat(rest.list("/api/target/"))
                .hasSize(1 + 6 * 2)
                .allSatisfy(each -> assertThat(each.path("state").asText()).isEqualTo("mounted"));
        Wait.until(
                "no server is missed",
                60,
                () -> rest.list("/api/alert/?active=true&alert_type=HostContactAlert")
                        .isEmpty());
    }

    private Set<String> servers() {
        Set<String> servers = new TreeSet<>();
        rest.list("/api/host/")
                .forEach(host -> servers.add(host.path("nodename").asText()));
        return servers;
    }

    private void namesTheLostAgent(JsonNode job) {
        List<String> sentences = new ArrayList<>();
        rest.list("/api/host/")
                .forEach(host -> sentences.add(LOST.formatted(host.path("fqdn").asText())));
        assertThat(sentences).as(job.toString()).anyMatch(job.path("reason").asText()::startsWith);
    }

    /** No job is left that could hold a lock, and each object offers something again. */
    private void assertNothingIsLocked() {
        Wait.until(
                "no job is under way",
                60,
                () -> rest.list("/api/command/?complete=false").isEmpty() ? Boolean.TRUE : null,
                () -> rest.list("/api/command/?complete=false").toString());
        for (String resource : List.of("host", "target", "filesystem")) {
            assertThat(rest.list("/api/" + resource + "/"))
                    .allSatisfy(object -> assertThat(
                                    object.path("available_transitions").size()
                                            + object.path("available_jobs").size())
                            .as(object.toString())
                            .isPositive());
        }
    }

    /** A filesystem with one MDT and one OST; the first one brings the MGT of all. */
    private Creation create(String name) {
        ObjectNode request = filesystems.request(name, 1, 1);
        for (JsonNode mgt : rest.list("/api/target/?kind=MGT")) {
            ((ObjectNode) request.path("mgt")).removeAll();
            ((ObjectNode) request.path("mgt")).put("id", mgt.path("id").asText());
        }
        return new Creation(
                name, rest.send("POST", "/api/filesystem/", request).expect(202).body());
    }

    /** The creation of one filesystem. */
    private final class Creation {
        private final String name;
        private final JsonNode accepted;

        private Creation(String name, JsonNode accepted) {
            this.name = name;
            this.accepted = accepted;
        }

        JsonNode command() {
            return rest.get(accepted.path("command").path("resource_uri").asText());
        }

        private Set<String> jobs() {
            Set<String> jobs = new TreeSet<>();
            command().path("jobs").forEach(uri -> jobs.add(uri.asText()));
            return jobs;
        }

        List<JsonNode> steps() {
            Set<String> jobs = jobs();
            List<JsonNode> steps = new ArrayList<>();
            for (JsonNode step : rest.list("/api/step/")) {
                if (jobs.contains(step.path("job").asText())) {
                    steps.add(step);
                }
            }
            return steps;
        }

        /** Those that tried and failed; the others were not run, because they depend on them. */
        List<JsonNode> failedJobs() {
            List<JsonNode> failed = new ArrayList<>();
            for (String uri : jobs()) {
                JsonNode job = rest.get(uri);
                if (job.path("errored").asBoolean()) {
                    failed.add(job);
                }
            }
            return failed;
        }

        void awaitSteps(int wanted) {
            Wait.until(wanted + " finished steps of " + name, 120, () -> {
                long finished = steps().stream()
                        .filter(step -> step.path("state").asText().equals("success"))
                        .count();
                return finished >= wanted;
            });
        }

        void askAgain() {
            filesystems.bring(accepted.path("filesystem").path("resource_uri").asText(), "available");
        }

        void assertComplete() {
            JsonNode filesystem = filesystems.byName(name);
            assertThat(filesystem.path("state").asText()).isEqualTo("available");
            assertThat(filesystem.path("mdts")).hasSize(1);
            assertThat(filesystem.path("osts")).hasSize(1);
        }
    }
}
