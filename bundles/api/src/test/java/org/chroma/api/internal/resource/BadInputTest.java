package org.chroma.api.internal.resource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.HttpURLConnection;
import java.net.URL;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chroma.api.internal.resource.RestServer.Answer;
import org.chroma.api.internal.resource.RestServer.Client;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputTest {
    private static RestServer server;
    private static Client admin;

    @BeforeAll
    static void start() throws Exception {
        server = new RestServer();
        server.manager.addServers(1, 2);
        admin = server.admin();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/host/?colour=red, colour",
        "/api/host/?limit=-1, limit",
        "/api/host/?limit=many, limit",
        "/api/host/?limit=99999999999999999999, limit",
        "/api/host/?offset=x, offset",
        "/api/host/?order_by=colour, order_by",
        "/api/host/?order_by=nids, order_by",
        "/api/host/?nids=1, nids",
        "/api/host/?fqdn__endswith=x, fqdn__endswith",
        "/api/host/?role=CHEF, role",
        "/api/host/?filesystem_id=x, filesystem_id",
        "/api/host/?format=xml, format",
        "/api/host/?immutable_state=perhaps, immutable_state",
        "/api/volume/?category=nice, category",
        "/api/target/?primary=true, primary",
        "/api/command/?created_at__gte=yesterday, created_at__gte",
        "/api/host/metric/, metrics",
        "/api/host/metric/?metrics=a, begin",
        "/api/host/metric/?metrics=a&begin=now&end=2026-01-01T00:00:00Z, begin",
        "/api/host/metric/?metrics=a&begin=-999999999-01-01T00:00:00Z&end=2026-01-01T00:00:00Z, begin",
        "/api/host/metric/?metrics=a b&latest=true, metrics",
        "/api/host/metric/?metrics=a&latest=true&update=true, update",
        "/api/host/metric/?metrics=a&latest=true&reduce_fn=median, reduce_fn",
        "/api/host/metric/?metrics=a&latest=true&group_by=role, group_by",
        "/api/host/metric/?metrics=a&latest=true&reduce_fn=sum&group_by=colour, group_by",
        "/api/host/metric/?metrics=a&latest=true&max_points=0, max_points",
        "/api/host/metric/?metrics=a&latest=true&colour=red, colour",
        "/api/host/1/metric/?metrics=a&latest=true&colour=red, colour",
        "/api/help/conf_param/, kind",
        "/api/help/conf_param/?keys=no.such, keys",
    })
    void namesTheParameterThatIsWrong(String path, String parameter) throws Exception {
        JsonNode errors = admin.get(path.replace(" ", "%20")).expect(400).json();
        assertThat(errors.path(parameter).path(0).asText()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/nothing/",
                "/api/host/999/",
                "/api/host/x/",
                "/api/host/-1/",
                "/api/host/99999999999999999999999/",
                "/api/host/999/metric/?metrics=a&latest=true",
                "/api/target/1/",
                "/api/volume/999/",
                "/api/job/999999/",
                "/api/step/999999/",
                "/api/user/999/",
                "/api/group/9/",
                "/api/plugin/none/",
                "/api/storage_resource_class/no/such/",
                "/api/host/1/2/3/",
            })
    void unknownAddressesAreNotFound(String path) throws Exception {
        Answer answer = admin.get(path);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().path("__all__").path(0).asText()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PATCH, /api/host/1/",
        "DELETE, /api/host/",
        "POST, /api/step/",
        "PUT, /api/volume_node/1/",
        "DELETE, /api/volume/1/",
        "POST, /api/host/metric/",
        "DELETE, /api/command/1/"
    })
    void whatCannotBeDoneIsNotAllowed(String method, String path) throws Exception {
        assertThat(admin.send(method, path, method.equals("DELETE") ? null : "{}")
                        .status())
                .isEqualTo(405);
    }

    /** Every address that takes a body gets every body; each answer is the caller's fault and in JSON. */
    @Test
    void noBodyBreaksAnything() throws Exception {
        List<String> bodies = new ArrayList<>(List.of(
                "",
                "null",
                "[]",
                "1",
                "\"text\"",
                "{",
                "{\"a\":1,\"a\":2}",
                "{} trailing",
                "{} {}",
                "\u0000",
                "{\"state\":" + "[".repeat(5_000),
                "{\"state\":1e999999999}",
                "{\"address\":\"" + "a".repeat(300) + "\"}",
                "{\"address\":\"\\u0000\"}",
                "{\"address\":\"; rm -rf /\",\"addresses\":[\"\"]}",
                "{\"address\":\"\\ud800\"}",
                "{\"address\":{\"a\":1}}",
                "{\"username\":\"<script>\",\"password\":[]}"));
        for (String field : List.of(
                "address",
                "addresses",
                "state",
                "dry_run",
                "name",
                "mgt",
                "mdt",
                "mdts",
                "osts",
                "conf_params",
                "kind",
                "volume_id",
                "filesystem_id",
                "nodes",
                "message",
                "jobs",
                "username",
                "password",
                "password1",
                "groups",
                "dismissed",
                "email",
                "root_password",
                "private_key",
                "unknown_field")) {
            for (String value : List.of(
                    "null",
                    "true",
                    "-1",
                    "1.5",
                    "99999999999999999999999",
                    "\"\"",
                    "\" \"",
                    "\"x\"",
                    "[]",
                    "[[]]",
                    "[{}]",
                    "{}",
                    "{\"a\":{}}",
                    "[{\"volume_id\":-5}]",
                    "{\"volume_id\":\"x\",\"id\":{}}")) {
                bodies.add("{\"" + field + "\":" + value + "}");
            }
        }
        List<String> addresses = List.of(
                "POST /api/session/",
                "POST /api/host/",
                "PUT /api/host/1/",
                "POST /api/test_host/",
                "POST /api/filesystem/",
                "POST /api/target/",
                "POST /api/command/",
                "POST /api/user/",
                "PUT /api/user/1/",
                "PUT /api/volume/1/",
                "PUT /api/job/1/",
                "PUT /api/alert/1/");
        int commands = server.manager.view().commands().size();
        for (String address : addresses) {
            String method = address.substring(0, address.indexOf(' '));
            String path = address.substring(address.indexOf(' ') + 1);
            for (String body : bodies) {
                Answer answer = admin.send(method, path, body);
                assertThat(answer.status())
                        .as("%s %s: %s", address, body.substring(0, Math.min(80, body.length())), answer.text())
                        .isLessThan(500);
                assertThat(answer.text())
                        .as("%s %s", address, body.substring(0, Math.min(80, body.length())))
                        .doesNotContain("Exception")
                        .doesNotContain("com.fasterxml")
                        .doesNotContain("StreamReadConstraints")
                        .doesNotContain("at org.");
                if (answer.status() >= 400) {
                    assertThat(answer.json().isObject()).as(answer.text()).isTrue();
                    assertThat(answer.json()).isNotEmpty();
                }
            }
        }
        assertThat(server.manager.view().cluster().filesystems()).isEmpty();
        assertThat(server.manager.view().cluster().targets()).isEmpty();
        assertThat(server.manager.view().commands().size() - commands)
                .as("only host POST with a good address makes commands")
                .isLessThan(5);
    }

    @Test
    void refusesHugeAndForeignBodies() throws Exception {
        String huge = "{\"address\":\"" + "a".repeat(2 << 20) + "\"}";
        assertThat(admin.post("/api/host/", huge).status()).isEqualTo(413);
        HttpRequest.Builder text = admin.request("/api/host/")
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("address=s1"));
        assertThat(admin.exchange(text).status()).isEqualTo(415);
        HttpRequest.Builder form = admin.request("/api/host/")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("address=s1"));
        assertThat(admin.exchange(form).status()).isEqualTo(415);
        HttpRequest.Builder xml =
                admin.request("/api/host/").header("Accept", "application/xml").GET();
        assertThat(admin.exchange(xml).status()).isEqualTo(406);
    }

    @Test
    void refusesWhatCannotEvenBeRead() throws Exception {
        for (String query : List.of("limit=%", "bogus=%zz", "fqdn=%4")) {
            HttpURLConnection connection =
                    (HttpURLConnection) new URL(server.uri("/api/host/") + "?" + query).openConnection();
            assertThat(connection.getResponseCode()).as(query).isEqualTo(400);
            assertThat(new String(connection.getErrorStream().readAllBytes(), UTF_8))
                    .contains("hexadecimal");
        }
        HttpRequest.Builder charset = admin.request("/api/host/")
                .header("Content-Type", "application/json; charset=nonsense")
                .POST(HttpRequest.BodyPublishers.ofString("{}"));
        Answer answer = admin.exchange(charset);
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.json().path("__all__").path(0).asText()).contains("UTF-8");
    }

    @Test
    void anAnswerIsNotLargerThanWhatItAnswers() throws Exception {
        StringBuilder body = new StringBuilder("{\"x\":1");
        for (int i = 0; i < 20_000; i++) {
            body.append(",\"x").append(i).append("\":1");
        }
        assertThat(admin.post("/api/host/", body.append('}').toString())
                        .expect(400)
                        .text())
                .hasSizeLessThan(5_000);
        String group = "{\"groups\":[\"%s\"]}".formatted("g".repeat(300_000));
        assertThat(admin.send("PUT", "/api/user/1/", group).expect(400).text()).hasSizeLessThan(5_000);
    }

    @Test
    void anAddressOfAnotherKindIsNoId() throws Exception {
        String body = "{\"name\":\"lfs\",\"mgt\":{\"id\":\"/api/host/1/\"},\"mdts\":[{\"volume_id\":\"/api/host/1/\"}],"
                + "\"osts\":[{\"volume_id\":2}],\"conf_params\":{},\"dry_run\":true}";
        JsonNode errors = admin.post("/api/filesystem/", body).expect(400).json();
        assertThat(errors.path("mgt").has("id")).as(errors.toString()).isTrue();
        assertThat(errors.path("mdts").path(0).has("volume_id")).isTrue();
    }

    @Test
    void aPasswordIsNotEmpty() throws Exception {
        for (String none : List.of("", "        ")) {
            String body = "{\"new_password1\":\"%s\",\"new_password2\":\"%s\"}".formatted(none, none);
            assertThat(admin.send("PUT", "/api/user/1/", body)
                            .expect(400)
                            .json()
                            .has("new_password1"))
                    .isTrue();
        }
    }

    @Test
    void describesItself() throws Exception {
        Client anyone = server.anonymous();
        JsonNode root = anyone.json("/api/");
        assertThat(root.size()).isGreaterThan(15);
        for (Map.Entry<String, JsonNode> resource : root.properties()) {
            if (resource.getValue().has("schema")) {
                JsonNode schema = anyone.json(resource.getValue().path("schema").asText());
                JsonNode list =
                        anyone.json(resource.getValue().path("list_endpoint").asText());
                assertThat(schema.path("fields").has("id"))
                        .as(resource.getKey())
                        .isTrue();
                assertThat(schema.path("allowed_list_http_methods").toString()).contains("get");
                for (JsonNode object : list.path("objects")) {
                    assertThat(schema.path("fields").fieldNames()).toIterable().containsAll(() -> object.fieldNames());
                }
                for (JsonNode field : schema.path("ordering")) {
                    anyone.get(resource.getValue().path("list_endpoint").asText() + "?order_by=-" + field.asText())
                            .expect(200);
                }
            }
        }
        JsonNode host = anyone.json("/api/host/schema/");
        assertThat(host.path("filtering").path("fqdn").toString()).contains("startswith");
        assertThat(host.path("fields").path("last_contact").path("type").asText())
                .isEqualTo("datetime");
        assertThat(host.path("allowed_detail_http_methods").toString()).isEqualTo("[\"delete\",\"get\",\"put\"]");
    }

    @Test
    void pagesFollowEachOther() throws Exception {
        JsonNode first = admin.json("/api/volume/?limit=1&order_by=-label");
        assertThat(first.path("meta").path("total_count").asInt()).isEqualTo(2);
        assertThat(first.path("meta").path("previous").isNull()).isTrue();
        assertThat(first.path("objects").path(0).path("label").asText()).isEqualTo("disk02");
        JsonNode second = admin.json(first.path("meta").path("next").asText());
        assertThat(second.path("objects").path(0).path("label").asText()).isEqualTo("disk01");
        assertThat(second.path("meta").path("next").isNull()).isTrue();
        assertThat(admin.json("/api/volume/?limit=0").path("objects")).hasSize(2);
        assertThat(admin.json("/api/volume/?offset=50").path("objects")).isEmpty();
        assertThat(admin.json("/api/volume/?id__in=1&id__in=2,3")
                        .path("objects")
                        .size())
                .isEqualTo(2);
    }
}
