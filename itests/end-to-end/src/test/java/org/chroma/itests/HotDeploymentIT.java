package org.chroma.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.chroma.itests.stuck.StuckPlugin;
import org.chroma.itests.unruly.ThrowingPlugin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The plugin guide's example, dropped into the running manager's {@code deploy/} and taken out again, beside plugins
 * that misbehave; all the while servers report and other jobs run. Each test goes on where the last one ended.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HotDeploymentIT {
    private static final String EXAMPLE = "org.chroma.example.locator";
    private static final String UNRULY = "org.chroma.itests.unruly";
    private static final String BROKEN = "org.chroma.itests.broken";
    private static final String STUCK = "org.chroma.itests.stuck";
    private static final int SERVERS = 4;

    private Installation chroma;
    private Rest rest;
    private Path deploy;
    private Instant begin;

    @BeforeAll
    void start() throws IOException {
        chroma = Installation.fresh(HotDeploymentIT.class);
        Path settings = Files.createDirectories(chroma.data().resolve("simulation/etc"));
        Files.writeString(settings.resolve("org.chroma.agent.cfg"), "report.period = 3\nscan.limit = 5\n");
        chroma.demo();
        rest = chroma.rest();
        deploy = chroma.data().resolve("deploy");
        begin = Instant.now();
        assertThat(hosts()).hasSize(SERVERS);
    }

    @AfterAll
    void stop() {
        chroma.close();
    }

    @Test
    @Order(1)
    void agentsFetchItAndItsDataIsThere() throws Exception {
        assertNothingIsLeft();
        Map<String, String> heard = lastContacts();
        JsonNode other = ask(host(0), "lnet_down");

        Path jar = TestBundle.example();
        Files.copy(jar, deploy.resolve(jar.getFileName()));

        Wait.until(
                "each server's light is a resource",
                60,
                () -> lights().size() == SERVERS ? Boolean.TRUE : null,
                () -> lights() + " " + plugins());
        assertThat(lights()).allSatisfy(light -> {
            assertThat(light.path("plugin_name").asText()).isEqualTo("locator");
            assertThat(light.path("attributes").path("blinking").path("raw").asBoolean())
                    .isFalse();
            assertThat(light.path("hosts")).hasSize(1);
        });
        assertThat(plugins())
                .containsEntry("device.locator", EXAMPLE + " works")
                .containsEntry("action.blink-locator", EXAMPLE + " works")
                .containsEntry("job.LocateJob", EXAMPLE + " works");
        assertThat(console("shell", "chroma:plugins")).contains("locator", "blink-locator", "LocateJob");
        assertThat(console("agent-shell", "chroma:plugins")).contains("locator", "blink-locator");
        String nodename = host(3).path("nodename").asText();
        assertThat(console("agent-shell", "chroma:scan", "--machine", nodename, "locator"))
                .contains("blinking");
        assertThat(console("agent-shell", "chroma:run-action", "--machine", nodename, "get-lnet-state", "{ }"))
                .contains("\"up\" : true");
        assertThat(agentsHave(jar)).as("byte for byte what was dropped").isTrue();
        rest.succeed(other);
        rest.succeed(ask(host(0), "lnet_up"));
        assertAllReport(heard);
    }

    @Test
    @Order(2)
    void itsMetricIsReadExposedAndChartedByItsDeclarationAlone() {
        JsonNode metric = rest.get("/api/metric/locator_blinking/");
        assertThat(metric.path("unit").asText()).isEqualTo("lights");
        assertThat(metric.path("about").asText()).isEqualTo("server");
        assertThat(metric.path("chart").asText()).isEqualTo("Locator lights");
        assertThat(metric.path("plugin").asText()).isEqualTo("locator");
        assertThat(metric.path("present").asBoolean()).isTrue();
        String newest = host(0).path("resource_uri").asText() + "metric/?metrics=locator_blinking&latest=true";
        JsonNode reading = Wait.until(
                "it is measured",
                30,
                () -> {
                    JsonNode answer = rest.get(newest);
                    return answer.isEmpty() ? null : answer.path(0).path("data").path("locator_blinking");
                },
                () -> rest.get(newest).toString());
        assertThat(reading.asDouble()).isZero();
        assertThat(rest.send("GET", "/metrics", null).expect(200).text())
                .contains("# TYPE locator_blinking gauge\n", "# HELP locator_blinking Locator lights that blink\n")
                .containsPattern("locator_blinking\\{entity=\"host/\\d+\",host=\"[^\"]+\"} 0\n");
    }

    @Test
    @Order(3)
    void itsJobIsOfferedAndRuns() {
        assertThat(hosts()).allSatisfy(host -> assertThat(locateJob(host)).isNotNull());
        JsonNode host = host(1);

        JsonNode command = locate(host);

        JsonNode step = step(command);
        assertThat(step.path("state").asText()).isEqualTo("success");
        assertThat(step.path("console").asText())
                .contains("# blink-locator on " + host.path("label").asText())
                .contains("The locator light blinks until ");
        assertThat(step.path("log").asText()).contains("Blinking until ");
        Wait.until(
                "the light is seen blinking",
                30,
                () -> lights().stream()
                        .anyMatch(light -> light.path("attributes")
                                .path("blinking")
                                .path("raw")
                                .asBoolean()));
        assertThat(activeAlerts())
                .contains("The locator light of %s is blinking"
                        .formatted(host.path("nodename").asText()));
    }

    @Test
    @Order(4)
    void aBundleWhoseStartHangsHoldsUpNoOther() throws Exception {
        Path made = chroma.data().resolve("made");
        Path stuck = TestBundle.build(made, STUCK, StuckPlugin.class, "*", true);
        Files.copy(stuck, deploy.resolve(stuck.getFileName()));
        awaitProblem("bundle." + STUCK, "it has been starting since 2");
        awaitProblem("bundle." + STUCK, host(0).path("nodename").asText()); // the agents tell it too
        Wait.until("the log tells it", 30, () -> {
            try {
                return log("log/manager.log").contains("Plugin bundle " + STUCK + " has been starting since ");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        Path jar = TestBundle.example();
        Files.delete(deploy.resolve(jar.getFileName()));
        Wait.until(
                "another plugin goes",
                60,
                () -> plugins().containsKey("job.LocateJob") ? null : Boolean.TRUE,
                () -> plugins().toString());
        Files.copy(jar, deploy.resolve(jar.getFileName()));
        Wait.until(
                "another plugin comes",
                60,
                () -> plugins().containsKey("job.LocateJob") ? Boolean.TRUE : null,
                () -> plugins().toString());
        Wait.until(
                "agents have it again",
                60,
                () -> lights().size() == SERVERS ? Boolean.TRUE : null,
                () -> lights() + " " + plugins());

        Files.delete(deploy.resolve(stuck.getFileName()));
        Wait.until(
                "it goes with its file",
                120,
                () -> plugins().containsKey("bundle." + STUCK) ? null : Boolean.TRUE,
                () -> plugins().toString());
    }

    @Test
    @Order(5)
    void pluginsThatThrowHangOrCannotBeResolvedAreNamedAndHarmNothing() throws Exception {
        Map<String, String> heard = lastContacts();
        Path made = chroma.data().resolve("made");
        Path unruly = TestBundle.build(made, UNRULY, ThrowingPlugin.class, "*");
        Path broken = TestBundle.build(made, BROKEN, ThrowingPlugin.class, "org.example.nowhere;version=\"[1,2)\",*");
        JsonNode other = ask(host(2), "lnet_down");

        Files.copy(unruly, deploy.resolve(unruly.getFileName()));
        Files.copy(broken, deploy.resolve(broken.getFileName()));

        String nodename = host(0).path("nodename").asText();
        awaitProblem("device.throwing", "the sky is falling");
        awaitProblem("device.hanging", "hanging did not end within 5 s");
        awaitProblem("device.throwing-half", "throwing-half failed on the manager: ");
        awaitProblem("device.hanging-half", "hanging-half still hangs on the manager");
        awaitProblem("bundle." + BROKEN, "nothing here provides the package org.example.nowhere");
        awaitProblem("bundle." + BROKEN, nodename); // the agents tell it too
        for (String console : List.of("shell", "agent-shell")) {
            assertThat(console(console, "chroma:plugins"))
                    .as(console)
                    .contains("throwing", "the sky is falling")
                    .contains("hanging", "hanging did not end within 5 s")
                    .contains(BROKEN, "org.example.nowhere");
        }
        assertThat(log("log/manager.log"))
                .contains("Plugin throwing fails on ")
                .contains("Plugin hanging fails on ")
                .contains("Plugin throwing-half fails on ")
                .contains("hanging-half did not end on the manager within 3 s")
                .containsPattern(BROKEN + ".*org\\.example\\.nowhere");
        assertThat(log("simulation/log/simulation.log"))
                .containsPattern("The plugin bundle " + BROKEN + " 1\\.0\\.0 is not used: .*org\\.example\\.nowhere");
        assertThat(plugins()).containsEntry("device.locator", EXAMPLE + " works");
        rest.succeed(other);
        rest.succeed(ask(host(2), "lnet_up"));
        locate(host(3));
        assertAllReport(heard);
    }

    @Test
    @Order(6)
    void takingTheFilesOutTakesAllOfItAway() throws Exception {
        Map<String, String> heard = lastContacts();
        JsonNode arguments = locateJob(host(1)).path("args");
        JsonNode other = ask(host(1), "lnet_down");

        try (Stream<Path> files = Files.list(deploy)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }

        // Agents that just started hear of all managers first, and resources outlive a plugin that is being replaced.
        Wait.until(
                "nothing of the plugins is left",
                120,
                () -> (lights().isEmpty() && ours(plugins()).isEmpty()) ? Boolean.TRUE : null,
                () -> lights() + " " + plugins());
        assertNothingIsLeft();
        Wait.until(
                "the agents have none of them",
                60,
                () -> ours(agentsPlugins()).isEmpty() ? Boolean.TRUE : null,
                () -> agentsPlugins().toString());
        JsonNode metric = rest.get("/api/metric/locator_blinking/");
        assertThat(metric.path("present").asBoolean()).isFalse();
        assertThat(metric.path("unit").asText()).as("what was measured stays").isEqualTo("lights");
        Rest.Answer refused = rest.send("POST", "/api/command/", job("LocateJob", arguments));
        assertThat(refused.expect(400).text()).contains("LocateJob");
        rest.succeed(other);
        rest.succeed(ask(host(1), "lnet_up"));
        assertAllReport(heard);
    }

    private void assertNothingIsLeft() {
        assertThat(hosts()).allSatisfy(host -> assertThat(offers(host)).doesNotContain("LocateJob"));
        assertThat(lights()).isEmpty();
        assertThat(ours(plugins())).isEmpty();
        assertThat(activeAlerts()).noneMatch(message -> message.contains("locator"));
    }

    /** All servers have reported since, and none was missed in between. */
    private void assertAllReport(Map<String, String> before) {
        Wait.until(
                "every server reported since " + before,
                30,
                () -> lastContacts().entrySet().stream()
                                .allMatch(now -> Instant.parse(now.getValue())
                                        .isAfter(Instant.parse(before.getOrDefault(now.getKey(), ""))))
                        ? Boolean.TRUE
                        : null,
                () -> lastContacts().toString());
        for (JsonNode alert : rest.list("/api/alert/?alert_type=HostContactAlert")) {
            assertThat(Instant.parse(alert.path("begin").asText()))
                    .as(alert.toString())
                    .isBefore(begin);
        }
    }

    private void awaitProblem(String plugin, String problem) {
        Wait.until(
                plugin + " is shown with: " + problem,
                60,
                () -> plugins().getOrDefault(plugin, "").contains(problem) ? Boolean.TRUE : null,
                () -> plugins().toString());
    }

    private JsonNode locate(JsonNode host) {
        ObjectNode command = job("LocateJob", locateJob(host).path("args"));
        return rest.succeed(
                rest.send("POST", "/api/command/", command).expect(201).body());
    }

    private static ObjectNode job(String className, JsonNode arguments) {
        ObjectNode command = Rest.JSON.createObjectNode().put("message", className);
        command.putArray("jobs").addObject().put("class_name", className).set("args", arguments);
        return command;
    }

    private JsonNode locateJob(JsonNode host) {
        for (JsonNode job : host.path("available_jobs")) {
            if (job.path("class_name").asText().equals("LocateJob")) {
                return job;
            }
        }
        throw new AssertionError(host.path("label").asText() + " does not offer LocateJob: " + host);
    }

    private static List<String> offers(JsonNode host) {
        List<String> offers = new ArrayList<>();
        host.path("available_jobs")
                .forEach(job -> offers.add(job.path("class_name").asText()));
        return offers;
    }

    private JsonNode step(JsonNode command) {
        JsonNode job = rest.get(command.path("jobs").path(0).asText());
        for (JsonNode step : rest.list("/api/step/")) {
            if (step.path("job").asText().equals(job.path("resource_uri").asText())) {
                return step;
            }
        }
        throw new AssertionError("No step of " + job);
    }

    /** Asks a server for a state, and does not wait. */
    private JsonNode ask(JsonNode host, String state) {
        return rest.send(
                        "PUT",
                        host.path("resource_uri").asText(),
                        Rest.JSON.createObjectNode().put("state", state))
                .expect(202)
                .body();
    }

    private List<JsonNode> hosts() {
        List<JsonNode> hosts = new ArrayList<>();
        rest.list("/api/host/").forEach(hosts::add);
        return hosts;
    }

    private JsonNode host(int index) {
        return hosts().get(index);
    }

    private Map<String, String> lastContacts() {
        Map<String, String> contacts = new TreeMap<>();
        hosts().forEach(host -> contacts.put(
                host.path("label").asText(), host.path("last_contact").asText()));
        return contacts;
    }

    private List<JsonNode> lights() {
        List<JsonNode> lights = new ArrayList<>();
        rest.list("/api/storage_resource/?class_name=LocatorLight").forEach(lights::add);
        return lights;
    }

    private List<String> activeAlerts() {
        List<String> messages = new ArrayList<>();
        rest.list("/api/alert/?active=true")
                .forEach(alert -> messages.add(alert.path("message").asText()));
        return messages;
    }

    /** Kind and name of each plugin, to its bundle and what is wrong with it. */
    private Map<String, String> plugins() {
        Map<String, String> plugins = new TreeMap<>();
        for (JsonNode plugin : rest.list("/api/plugin/")) {
            String problem = plugin.path("problem").asText();
            assertThat(plugin.path("healthy").asBoolean()).isEqualTo(problem.isEmpty());
            plugins.put(
                    plugin.path("id").asText(),
                    plugin.path("bundle").asText() + " " + (problem.isEmpty() ? "works" : problem));
        }
        return plugins;
    }

    /** What the console of the agents lists, a line each. */
    private Map<String, String> agentsPlugins() {
        Map<String, String> lines = new HashMap<>();
        console("agent-shell", "chroma:plugins").lines().forEach(line -> lines.put(line, ""));
        return lines;
    }

    /** Those that this test brought. */
    private static List<String> ours(Map<String, String> plugins) {
        return plugins.entrySet().stream()
                .map(Object::toString)
                .filter(text -> Stream.of("locator", "LocateJob", "throwing", "hanging", EXAMPLE, UNRULY, BROKEN, STUCK)
                        .anyMatch(text::contains))
                .toList();
    }

    private String console(String... words) {
        return chroma.chroma(words).expect(0).out();
    }

    private String log(String file) throws IOException {
        return Files.readString(chroma.data().resolve(file));
    }

    /** Whether the agents' framework runs a bundle that is byte for byte this one. */
    private boolean agentsHave(Path jar) throws IOException {
        try (Stream<Path> files = Files.walk(chroma.data().resolve("simulation/karaf/cache"))) {
            for (Path file : files.filter(each -> each.getFileName().toString().equals("bundle.jar"))
                    .toList()) {
                if (Files.mismatch(file, jar) < 0) {
                    return true;
                }
            }
            return false;
        }
    }
}
