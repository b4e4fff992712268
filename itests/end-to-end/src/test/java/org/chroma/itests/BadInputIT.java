package org.chroma.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Requests that are wrong in every way that we could think of: each is refused, names what is wrong, and changes
 * nothing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
    private Installation chroma;
    private Rest rest;

    @BeforeAll
    void start() {
        chroma = Installation.fresh(BadInputIT.class).demo();
        rest = chroma.rest();
    }

    @AfterAll
    void stop() {
        chroma.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "POST|/api/host/|{}|400|address",
                "POST|/api/host/|{\"address\": \"\"}|400|address",
                "POST|/api/host/|{\"address\": 7}|400|address",
                "POST|/api/host/|{\"address\": null}|400|address",
                "POST|/api/host/|{\"address\": [\"a\"]}|400|address",
                "POST|/api/host/|{\"address\": \"a; rm -rf /\"}|400|address",
                "POST|/api/host/|{\"address\": \"-oProxyCommand=x\"}|400|address",
                "POST|/api/host/|{\"address\": \"host\", \"colour\": \"red\"}|400|colour",
                "POST|/api/host/|{|400|",
                "POST|/api/host/|[]|400|",
                "POST|/api/host/|\"x\"|400|",
                "PUT|/api/host/1/|{\"state\": \"mounted\"}|400|state",
                "PUT|/api/host/1/|{\"state\": 3}|400|state",
                "PUT|/api/host/1/|{\"state\": \"mounted\", \"dry_run\": true}|400|state",
                "PUT|/api/host/999999/|{\"state\": \"lnet_up\"}|404|",
                "PUT|/api/host/-1/|{\"state\": \"lnet_up\"}|404|",
                "PUT|/api/host/abc/|{\"state\": \"lnet_up\"}|404|",
                "PUT|/api/host/99999999999999999999/|{\"state\": \"lnet_up\"}|404|",
                "GET|/api/host/?colour=red||400|colour",
                "GET|/api/host/?order_by=colour||400|order_by",
                "GET|/api/host/?limit=many||400|limit",
                "GET|/api/host/?limit=-1||400|limit",
                "GET|/api/host/?offset=-1||400|offset",
                "GET|/api/host/?role=boss||400|role",
                "GET|/api/volume/?category=green||400|category",
                "GET|/api/nothing/||404|",
                "GET|/api/host/1/metric/||400|metrics",
                "GET|/api/host/metric/?metrics=cpu_total&begin=yesterday&end=today||400|begin",
                "GET|/api/host/metric/?metrics=cpu_total&latest=true&reduce_fn=median||400|reduce_fn",
                "POST|/api/filesystem/|{}|400|name",
                "POST|/api/filesystem/|{\"name\": \"waytoolongname\", \"mgt\": {\"volume_id\": \"1\"}, \"mdts\": [{\"volume_id\": \"2\"}], \"osts\": [{\"volume_id\": \"3\"}], \"conf_params\": {}}|400|name",
                "POST|/api/filesystem/|{\"name\": \"a b\", \"mgt\": {\"volume_id\": \"1\"}, \"mdts\": [{\"volume_id\": \"2\"}], \"osts\": [{\"volume_id\": \"3\"}], \"conf_params\": {}}|400|name",
                "POST|/api/filesystem/|{\"name\": \"$(id)\", \"mgt\": {\"volume_id\": \"1\"}, \"mdts\": [{\"volume_id\": \"2\"}], \"osts\": [{\"volume_id\": \"3\"}], \"conf_params\": {}}|400|name",
                "POST|/api/filesystem/|{\"name\": \"ok\", \"mgt\": {\"volume_id\": \"1\", \"id\": \"1\"}, \"mdts\": [{\"volume_id\": \"2\"}], \"osts\": [{\"volume_id\": \"3\"}], \"conf_params\": {}}|400|mgt",
                "POST|/api/filesystem/|{\"name\": \"ok\", \"mgt\": {\"volume_id\": \"1\"}, \"mdts\": [{\"volume_id\": \"1\"}], \"osts\": [{\"volume_id\": \"1\"}], \"conf_params\": {}}|400|volume_id",
                "POST|/api/filesystem/|{\"name\": \"ok\", \"mgt\": {\"volume_id\": \"99999\"}, \"mdts\": [{\"volume_id\": \"2\"}], \"osts\": [{\"volume_id\": \"3\"}], \"conf_params\": {}}|400|volume_id",
                "POST|/api/filesystem/|{\"name\": \"ok\", \"mgt\": {\"volume_id\": \"1\"}, \"mdts\": [{\"volume_id\": \"2\", \"inode_size\": -512}], \"osts\": [{\"volume_id\": \"3\"}], \"conf_params\": {}}|400|inode_size",
                "POST|/api/filesystem/|{\"name\": \"ok\", \"mgt\": {\"volume_id\": \"1\"}, \"mdts\": [], \"osts\": [], \"conf_params\": {}}|400|osts",
                "POST|/api/filesystem/|{\"name\": \"ok\", \"mgt\": 5, \"mdts\": {}, \"osts\": \"x\", \"conf_params\": 3}|400|mgt",
                "POST|/api/filesystem/|{\"name\": \"ok\", \"mgt\": {\"volume_id\": \"1\"}, \"mdts\": [{\"volume_id\": \"2\"}], \"osts\": [{\"volume_id\": \"3\"}], \"conf_params\": {\"no.such\": \"1\"}}|400|no.such",
                "POST|/api/target/|{\"kind\": \"XXX\", \"volume_id\": \"1\"}|400|kind",
                "POST|/api/target/|{\"kind\": \"OST\", \"volume_id\": \"1\", \"filesystem_id\": \"77\"}|400|filesystem_id",
                "POST|/api/command/|{\"message\": \"x\"}|400|jobs",
                "POST|/api/command/|{\"message\": \"x\", \"jobs\": [{\"class_name\": \"NoSuchJob\", \"args\": {}}]}|400|NoSuchJob",
                "PUT|/api/volume/1/|{\"id\": \"1\", \"nodes\": \"all\"}|400|nodes",
                "PUT|/api/job/424242/|{\"id\": \"424242\", \"state\": \"cancel\"}|404|",
                "POST|/api/user/|{\"username\": \"x\"}|400|password",
                "PATCH|/api/host/1/|{}|405|",
            })
    void isRefused(String method, String path, String body, int status, String field) {
        int commands =
                rest.get("/api/command/").path("meta").path("total_count").asInt();
        Rest.Answer answer = rest.send(method, path, body == null ? null : new Raw(body));
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.text()).doesNotContain("Exception", "\tat ", "org.chroma", "SELECT");
        if (field != null) {
            assertThat(answer.text()).contains(field);
            assertThat(answer.body().isObject()).as("errors by field").isTrue();
        }
        assertThat(rest.get("/api/command/").path("meta").path("total_count").asInt())
                .isEqualTo(commands);
        assertThat(rest.list("/api/filesystem/")).isEmpty();
        assertThat(rest.list("/api/target/")).isEmpty();
    }

    /** What the body says, whether it is JSON or not. */
    private record Raw(String text) {
        @Override
        public String toString() {
            return text;
        }
    }

    @Test
    void anOverlongBodyIsRefused() {
        String address = "a".repeat(3_000_000);
        int status = rest.send("POST", "/api/host/", new Raw("{\"address\": \"" + address + "\"}"))
                .status();
        assertThat(status).isIn(400, 413);
        assertThat(rest.send("POST", "/api/host/", new Raw("{\"address\": \"" + "a".repeat(300) + "\"}"))
                        .expect(400)
                        .text())
                .contains("address");
    }

    @Test
    void withoutTheTokenAgainstForgeryNothingIsChanged() {
        Rest other = chroma.rest();
        other.exchange("GET", "/api/host/", null).expect(200);
        assertThat(other.exchange("POST", "/api/host/", new Raw("{\"address\": \"oss9\"}"))
                        .status())
                .isIn(401, 403);
    }

    @Test
    void aWrongPasswordIsRefusedWithoutSayingWhatIsWrong() throws JsonProcessingException {
        Rest stranger = chroma.rest();
        stranger.exchange("GET", "/api/session/", null).expect(200);
        JsonNode credentials = Rest.JSON.readTree("{\"username\": \"admin\", \"password\": \"wrong\"}");
        Rest.Answer wrongPassword = stranger.exchange("POST", "/api/session/", credentials);
        JsonNode unknown = Rest.JSON.readTree("{\"username\": \"nobody\", \"password\": \"wrong\"}");
        Rest.Answer wrongUser = stranger.exchange("POST", "/api/session/", unknown);
        assertThat(wrongPassword.status()).isEqualTo(403);
        assertThat(wrongUser.status()).isEqualTo(403);
        assertThat(wrongUser.text()).isEqualTo(wrongPassword.text());
    }

    @Test
    void describesItself() {
        JsonNode root = rest.get("/api/");
        for (String resource :
                new String[] {"host", "volume", "target", "filesystem", "command", "job", "step", "user"}) {
            assertThat(root.has(resource)).as(resource).isTrue();
            JsonNode schema = rest.get("/api/" + resource + "/schema/");
            assertThat(schema.path("fields").size()).as(resource).isPositive();
        }
    }
}
