package org.chroma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    private static final String TARGET = """
            {"id": "4", "name": "lfs-OST0000", "label": "lfs-OST0000", "state": "mounted", "resource_uri": "/api/target/4/",
             "available_jobs": [{"verb": "Failover", "class_name": "FailoverTargetJob", "args": {"target": 4}, "confirmation": null}]}
            """;
    private static final String RUNNING = """
            {"id": "9", "message": "Stop lfs-OST0000", "complete": false, "errored": false, "cancelled": false,
             "jobs": ["/api/job/12/"], "resource_uri": "/api/command/9/"}
            """;
    private static final String PLAN = """
            {"transition_job": {"description": "Stop target lfs-OST0000", "requires_confirmation": true}, "dependency_jobs": []}
            """;

    @TempDir
    Path directory;

    private FakeManager manager;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();

    @BeforeEach
    void start() throws IOException {
        manager = new FakeManager()
                .on("GET /api/target/?limit=0", 200, "{\"objects\": [" + TARGET + "]}")
                .on("GET /api/target/4/", 200, TARGET)
                .on("PUT /api/target/4/", 202, "{\"command\": " + RUNNING + "}")
                .on("GET /api/job/?limit=0&id__in=12", 200, jobs("\"state\": \"failed\", \"reason\": \"disk full\""))
                .on("GET /api/command/9/", 200, ended(true));
        Files.writeString(directory.resolve("password"), "right\n");
    }

    @AfterEach
    void stop() {
        manager.close();
    }

    @Test
    void printsTables() {
        assertThat(chroma("ost", "list")).isEqualTo(1); // the fake knows no such filter
        assertThat(chroma("target", "list")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("lfs-OST0000  ", "mounted");
    }

    @Test
    void listsForProgramsHaveAllAttributes() {
        assertThat(chroma("target-list", "-o", "csv")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .first()
                .isEqualTo("id,name,label,state,resource_uri,available_jobs");
        out.reset();
        assertThat(chroma("target-list", "-o", "tsv", "--columns", "state,id")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).containsExactly("state\tid", "mounted\t4");
    }

    @Test
    void refusesColumnsThatThereAreNot() {
        assertThat(chroma("target-list", "--columns", "id,nope")).isEqualTo(2);
        assertThat(progress.toString(StandardCharsets.UTF_8))
                .contains("--columns: nope is not an attribute of a target, which has: id, name, label, state");
    }

    @Test
    void theListOfCommandsNamesWhatTheyList() {
        assertThat(chroma("--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .containsPattern("server-list +list servers\\R")
                .containsPattern("oss-list +list OSSes\\R")
                .containsPattern("oss-show +show one OSS with all its attributes\\R");
    }

    @Test
    void pingTellsWhetherTheInterfaceIsThereNotOnlyThePort() {
        assertThat(chroma("ping")).isZero();
        manager.on("GET /api/session/", 404, "{\"message\": \"Not Found\"}");
        assertThat(chroma("ping")).isEqualTo(1);
    }

    /** The answer to a dry run and to the run itself at once: the fake knows only one for each address. */
    private static String planned(boolean asks) {
        return """
                {"transition_job": {"description": "Re-write the configuration", "requires_confirmation": %b,
                 "confirmation_prompt": %s}, "id": "9", "message": "Update NIDs", "jobs": ["/api/job/12/"],
                 "resource_uri": "/api/command/9/"}
                """.formatted(asks, asks ? "\"The filesystems concerned are stopped first.\"" : "null");
    }

    @Test
    void aJobOnServersThatStopsThemIsConfirmed() {
        manager.on("POST /api/command/", 201, planned(true));

        assertThat(chroma("nid-update")).isEqualTo(2);
        assertThat(progress.toString(StandardCharsets.UTF_8))
                .contains("The filesystems concerned are stopped first.", "repeat it with --force");
        assertThat(chroma("nid-update", "--dry-run")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("1. Re-write the configuration");
        assertThat(posts()).hasSize(2).allMatch(request -> request.contains("\"dry_run\":true"));

        assertThat(chroma("nid-update", "--force")).isEqualTo(1);
        assertThat(progress.toString(StandardCharsets.UTF_8)).contains("disk full");
        assertThat(posts())
                .hasSize(4)
                .last()
                .asString()
                .contains("UpdateNidsJob")
                .doesNotContain("dry_run");
    }

    @Test
    void tellsWhatWasDetected() {
        manager.on("POST /api/command/", 201, planned(false))
                .on("GET /api/job/?limit=0&id__in=12", 200, jobs("\"state\": \"succeeded\""))
                .on(
                        "GET /api/command/9/",
                        200,
                        ended(false)
                                .replace(
                                        "\"id\"",
                                        "\"logs\": \"Found the MGT on mds1\\nFound filesystem lfs\", \"id\""));

        assertThat(chroma("filesystem-detect"))
                .as(progress.toString(StandardCharsets.UTF_8))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .contains("Found the MGT on mds1", "Found filesystem lfs");
        assertThat(posts()).hasSize(2).allMatch(request -> request.contains("DetectTargetsJob"));
    }

    private List<String> posts() {
        return manager.requests.stream()
                .filter(request -> request.startsWith("POST /api/command/"))
                .toList();
    }

    @Test
    void exitCodeTellsThatTheCommandFailed() {
        manager.on("PUT /api/target/4/", 202, "{\"command\": " + RUNNING + "}");
        assertThat(chroma("target-stop", "lfs-OST0", "--force")).isEqualTo(1);
        assertThat(progress.toString(StandardCharsets.UTF_8)).contains("failed", "disk full");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("Stop lfs-OST0000: Failed");
    }

    @Test
    void exitCodeTellsThatTheCommandSucceeded() {
        manager.on("GET /api/command/9/", 200, ended(false))
                .on("GET /api/job/?limit=0&id__in=12", 200, jobs("\"state\": \"succeeded\""));
        assertThat(chroma("target-stop", "4", "--force")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("Finished");
    }

    @Test
    void doesNotDestroyUnasked() {
        manager.on("PUT /api/target/4/", 200, PLAN);
        assertThat(chroma("target-stop", "4")).isEqualTo(2);
        assertThat(manager.requests).noneMatch(request -> request.contains("\"state\":\"unmounted\"}"));
    }

    /** A list of jobs is long; whom else it hits stands above it. */
    @Test
    void saysWhichOtherFilesystemsAreTakenDown() {
        manager.on("PUT /api/target/4/", 200, """
                {"transition_job": {"description": "Stop the MGT", "requires_confirmation": true,
                  "stateful_object": "/api/target/4/"},
                 "dependency_jobs": [
                  {"description": "Make filesystem two unavailable", "stateful_object": "/api/filesystem/2/",
                   "new_state": "unavailable"},
                  {"description": "Stop filesystem two", "stateful_object": "/api/filesystem/2/", "new_state": "stopped"},
                  {"description": "Start filesystem three", "stateful_object": "/api/filesystem/3/",
                   "new_state": "available"}]}
                """);
        assertThat(chroma("target-stop", "4", "--dry-run")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("Filesystem two will be stopped, too\n  1. Make");
        assertThat(chroma("target-stop", "4")).isEqualTo(2);
        assertThat(progress.toString(StandardCharsets.UTF_8))
                .startsWith("Filesystem two will be stopped, too\nThis will happen:")
                .doesNotContain("Filesystem three will");
    }

    @Test
    void runsAnOfferedJob() {
        manager.on("POST /api/command/", 201, RUNNING).on("GET /api/command/9/", 200, ended(false));
        assertThat(chroma("target-failover", "lfs-OST0000")).isZero();
        assertThat(manager.requests)
                .anyMatch(request -> request.startsWith("POST /api/command/")
                        && request.contains("\"class_name\":\"FailoverTargetJob\""));
        assertThat(chroma("target-failback", "lfs-OST0000")).isEqualTo(2);
    }

    @Test
    void namesTheWrongFields() {
        manager.on(
                "POST /api/filesystem/",
                400,
                "{\"name\": [\"too long\"], \"osts\": [{}, {\"volume_id\": [\"in use\"]}]}");
        assertThat(chroma("filesystem-add", "lfs", "--mgt", "1", "--mdts", "2", "--osts", "3", "4"))
                .isEqualTo(1);
    }

    /** Of volumes the manager wants to know whose they are, of targets only whether. */
    @Test
    void listsWhatAServerIsPrimaryFor() {
        manager.on("GET /api/host/?limit=0", 200, "{\"objects\": [{\"id\": \"3\", \"fqdn\": \"oss1.example\"}]}")
                .on("GET /api/volume/?limit=0&primary=3", 200, "{\"objects\": []}")
                .on("GET /api/target/?host_id=3&limit=0&primary=true", 200, "{\"objects\": [" + TARGET + "]}");
        assertThat(chroma("server", "oss1", "volume-list", "--primary")).isZero();
        assertThat(chroma("server", "oss1", "target-list", "--primary")).isZero();
        assertThat(chroma("server", "oss1", "alert-list", "--primary")).isEqualTo(2);
        assertThat(progress.toString(StandardCharsets.UTF_8)).contains("--primary is for targets and volumes");
    }

    @Test
    void aNewPrimaryServerLeavesTheVolumeItsFailover() {
        manager.on("GET /api/host/1/", 200, "{\"id\": \"1\"}")
                .on("GET /api/host/3/", 200, "{\"id\": \"3\"}")
                .on("GET /api/volume/7/", 200, """
                        {"id": "7", "resource_uri": "/api/volume/7/", "volume_nodes": [
                         {"id": "71", "host_id": "1", "primary": false, "use": true},
                         {"id": "72", "host_id": "2", "primary": true, "use": true},
                         {"id": "73", "host_id": "3", "primary": false, "use": false}]}
                        """)
                .on("PUT /api/volume/7/", 200, "{}");
        String first = "{\"id\":\"71\",\"primary\":true,\"use\":true}";
        String third = "{\"id\":\"73\",\"primary\":false,\"use\":%b}";

        assertThat(chroma("volume-set", "7", "--primary", "1")).isZero();
        assertThat(changed()).contains(first, secondUsed(true), third.formatted(false));
        assertThat(chroma("volume-set", "7", "--primary", "1", "--no-failover")).isZero();
        assertThat(changed()).contains(first, secondUsed(false), third.formatted(false));
        assertThat(chroma("volume-set", "7", "--primary", "1", "--failover", "3"))
                .isZero();
        assertThat(changed()).contains(first, secondUsed(false), third.formatted(true));
        assertThat(chroma("volume-set", "7", "--primary", "1", "--failover", "3", "--no-failover"))
                .isEqualTo(2);
    }

    private static String secondUsed(boolean use) {
        return "{\"id\":\"72\",\"primary\":false,\"use\":%b}".formatted(use);
    }

    private String changed() {
        return manager.requests.stream()
                .filter(request -> request.startsWith("PUT /api/volume/"))
                .reduce("", (before, last) -> last);
    }

    /** What was known of a dead server is not how it is. */
    @Test
    void aSilentServerIsNotShownAsRunning() {
        Instant heard = Instant.parse("2026-01-01T00:00:00.123456789Z");
        String host = "{\"id\": \"%1$s\", \"fqdn\": \"oss%1$s.example\", \"state\": \"lnet_up\","
                + " \"last_contact\": \"" + heard + "\", \"resource_uri\": \"/api/host/%1$s/\"}";
        manager.on(
                        "GET /api/host/?limit=0",
                        200,
                        "{\"objects\": [" + host.formatted("1") + "," + host.formatted("2") + "]}")
                .on("GET /api/host/2/", 200, host.formatted("2"))
                .on(
                        "GET /api/alert/?active=true&alert_type=HostContactAlert&limit=0",
                        200,
                        "{\"objects\": [{\"alert_item\": \"/api/host/2/\"}]}");
        assertThat(chroma("server-list")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .anyMatch(line -> line.contains("oss1") && line.contains("lnet_up"))
                .anyMatch(line -> line.contains("oss2") && line.contains("no contact") && !line.contains("lnet_up"))
                .anyMatch(line -> line.endsWith(heard.atZone(ZoneId.systemDefault())
                        .format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT))));
        out.reset();
        assertThat(chroma("server-show", "2")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).containsPattern("contact +lost");
    }

    /** Who asks as nobody is shown no users, and is not told why. */
    @Test
    void asksForUsersAsSomebody() {
        manager.on("GET /api/user/?limit=0", 200, "{\"objects\": [{\"id\": \"1\", \"username\": \"admin\"}]}");
        assertThat(chroma("user-list")).isZero();
        assertThat(manager.requests)
                .filteredOn(request -> !request.equals("GET /api/session/"))
                .element(0)
                .asString()
                .startsWith("POST /api/session/");
    }

    @Test
    void saysPlainlyWhatIsWrong() {
        assertThat(chroma("server-lost")).isEqualTo(2);
        assertThat(chroma("target-show", "nothing")).isEqualTo(2);
        assertThat(progress.toString(StandardCharsets.UTF_8)).contains("There is no target nothing");
        Main.run(new PrintStream(out), new PrintStream(progress), "server-list", "--api-url", "http://127.0.0.1:1");
        assertThat(progress.toString(StandardCharsets.UTF_8)).contains("No manager answers at http://127.0.0.1:1/api/");
    }

    private int chroma(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--api-url", manager.url(), "--username", "admin"));
        all.addAll(List.of("--password-file", directory.resolve("password").toString()));
        return Main.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(progress, true, StandardCharsets.UTF_8),
                all.toArray(String[]::new));
    }

    private static String ended(boolean errored) {
        return RUNNING.replace(
                "\"complete\": false, \"errored\": false", "\"complete\": true, \"errored\": " + errored);
    }

    private static String jobs(String fields) {
        return "{\"objects\": [{\"id\": \"12\", \"description\": \"Stop target lfs-OST0000\", " + fields + "}]}";
    }
}
