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
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The manager is killed while it creates a filesystem, each time after another number of finished steps. After a
 * restart every job is finished or honestly failed, nothing stays locked, and asking again completes what was asked
 * for.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.MethodName.class)
class ManagerCrashIT {
    private static final String NAME = "crash";

    private Installation chroma;

    @BeforeAll
    void start() {
        chroma = Installation.fresh(ManagerCrashIT.class).demo();
    }

    @AfterAll
    void stop() {
        chroma.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19})
    void nothingIsLost(int finishedSteps) {
        long manager = chroma.managerPid();
        Rest before = chroma.rest();
        Filesystems filesystems = new Filesystems(before);
        ObjectNode request = filesystems.request(NAME, 1, 2);
        if (finishedSteps > 0) {
            Filesystems.reformatting(request); // the volumes carry what the test before left
        }
        JsonNode accepted =
                before.send("POST", "/api/filesystem/", request).expect(202).body();
        String command = accepted.path("command").path("resource_uri").asText();
        String filesystem = accepted.path("filesystem").path("resource_uri").asText();
        Set<String> jobs = uris(accepted.path("command").path("jobs"));
        awaitSteps(before, command, jobs, finishedSteps);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(finishedSteps * 37L % 250)); // anywhere within a step
        Installation.kill(manager);

        chroma.demo();
        Rest after = chroma.rest();
        JsonNode ended = after.await(after.get(command));
        assertThat(uris(ended.path("jobs"))).containsAll(jobs);
        awaitNoUnfinishedJob(after);
        new Filesystems(after).bring(filesystem, "available");
        assertThat(after.get(filesystem).path("state").asText()).isEqualTo("available");
        assertThat(after.list("/api/target/"))
                .allSatisfy(target -> assertThat(target.path("state").asText()).isEqualTo("mounted"));

        new Filesystems(after).bring(filesystem, "removed");
        removeMgt(after);
    }

    /** Or until there are no more to wait for. */
    private static void awaitSteps(Rest rest, String command, Set<String> jobs, int wanted) {
        Wait.until(wanted + " finished steps", 120, () -> {
            int finished = 0;
            for (JsonNode step : rest.list("/api/step/")) {
                boolean ours = jobs.contains(step.path("job").asText());
                finished += ours && step.path("state").asText().equals("success") ? 1 : 0;
            }
            return finished >= wanted || rest.get(command).path("complete").asBoolean();
        });
    }

    private static void awaitNoUnfinishedJob(Rest rest) {
        Wait.until(
                "no unfinished job",
                120,
                () -> unfinished(rest).isEmpty() ? Boolean.TRUE : null,
                () -> unfinished(rest).toString());
    }

    private static List<String> unfinished(Rest rest) {
        List<String> unfinished = new ArrayList<>();
        for (JsonNode command : rest.list("/api/command/?complete=false")) {
            unfinished.add(command.path("message").asText());
        }
        return unfinished;
    }

    private static void removeMgt(Rest rest) {
        for (JsonNode target : rest.list("/api/target/?kind=MGT")) {
            new Filesystems(rest).bring(target.path("resource_uri").asText(), "removed");
        }
        assertThat(rest.list("/api/target/")).isEmpty();
    }

    private static Set<String> uris(JsonNode list) {
        Set<String> uris = new TreeSet<>();
        list.forEach(uri -> uris.add(uri.asText()));
        return uris;
    }
}
