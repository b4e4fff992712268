package org.chroma.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.TestInstance;

/** What the manager acknowledged is there after it was killed in the very next moment. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LastTransactionIT {
    private Installation chroma;

    @BeforeAll
    void start() {
        chroma = Installation.fresh(LastTransactionIT.class).with("CHROMA_ADDRESS", "127.0.0.1");
        chroma.chroma("run").expect(0);
    }

    @AfterAll
    void stop() {
        chroma.close();
    }

    @RepeatedTest(2)
    void isKept(RepetitionInfo repetition) {
        Rest before = chroma.rest();
        long manager = chroma.managerPid();
        int number = repetition.getCurrentRepetition();
        // Nobody listens there, so that the command would fail; it is killed before it can.
        ObjectNode server = Rest.JSON.createObjectNode().put("address", "root@127.0.0.1:" + number);
        before.logIn();

        Rest.Answer answer = before.send("POST", "/api/host/", server);
        Installation.kill(manager);

        JsonNode accepted = answer.expect(202).body();
        chroma.chroma("run").expect(0);
        Rest after = chroma.rest();
        String uri = accepted.path("command").path("resource_uri").asText();
        JsonNode command = after.get(uri);
        assertThat(command.path("message").asText())
                .isEqualTo(accepted.path("command").path("message").asText());
        assertThat(uris(command)).isEqualTo(uris(accepted.path("command"))).isNotEmpty();
        assertThat(after.list("/api/host/"))
                .hasSize(number)
                .anyMatch(host -> host.path("address").asText().equals("root@127.0.0.1:" + number));
        assertThat(after.await(command).path("errored").asBoolean()).isTrue();
    }

    private static Set<String> uris(JsonNode command) {
        Set<String> uris = new TreeSet<>();
        command.path("jobs").forEach(uri -> uris.add(uri.asText()));
        return uris;
    }
}
