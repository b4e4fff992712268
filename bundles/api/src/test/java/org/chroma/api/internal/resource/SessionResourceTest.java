package org.chroma.api.internal.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.chroma.api.internal.access.Group;
import org.chroma.api.internal.resource.RestServer.Answer;
import org.chroma.api.internal.resource.RestServer.Client;
import org.chroma.core.port.UserStore.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionResourceTest {
    private RestServer server;

    @BeforeEach
    void start() throws Exception {
        server = new RestServer();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private static Map<String, String> credentials(String name, String password) {
        return Map.of("username", name, "password", password);
    }

    @Test
    void logsInAndOut() throws Exception {
        Client client = server.anonymous();
        JsonNode before = client.json("/api/session/");
        assertThat(before.path("user").isNull()).isTrue();
        assertThat(before.path("read_enabled").asBoolean()).isTrue();

        Answer answer = client.post("/api/session/", credentials("admin", RestServer.PASSWORD))
                .expect(201);
        assertThat(answer.response().headers().allValues("Set-Cookie"))
                .anyMatch(cookie -> cookie.startsWith("sessionid=")
                        && cookie.contains("HttpOnly")
                        && cookie.contains("Secure")
                        && cookie.contains("SameSite=Strict"))
                .anyMatch(cookie -> cookie.startsWith("csrftoken=") && !cookie.contains("HttpOnly"));
        assertThat(client.json("/api/session/").path("user").path("username").asText())
                .isEqualTo("admin");

        String session = client.cookies.get("sessionid");
        client.delete("/api/session/").expect(204);
        client.cookies.put("sessionid", session);
        assertThat(client.json("/api/session/").path("user").isNull()).isTrue();
    }

    @Test
    void refusesWrongPasswordsAndThenAnyForAWhile() throws Exception {
        Client client = server.anonymous();
        client.get("/api/session/");
        client.post("/api/session/", credentials("nobody", "x")).expect(403);
        for (int i = 0; i < 10; i++) {
            client.post("/api/session/", credentials("admin", "wrong " + i)).expect(403);
        }
        Answer answer = client.post("/api/session/", credentials("admin", RestServer.PASSWORD))
                .expect(429);
        assertThat(answer.response().headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void refusesInactiveUsers() throws Exception {
        User user = server.addUser("ada", Group.FILESYSTEM_USERS);
        Client ada = server.logIn("ada");
        server.users.put(new User(
                user.id(),
                "ada",
                "",
                "",
                "",
                user.passwordHash(),
                user.groups(),
                user.alertTypes(),
                false,
                user.createdAt()));

        assertThat(ada.json("/api/session/").path("user").isNull()).isTrue();
        ada.post("/api/session/", credentials("ada", RestServer.PASSWORD)).expect(403);
        Client again = server.anonymous();
        again.get("/api/session/");
        again.post("/api/session/", credentials("ada", RestServer.PASSWORD)).expect(403);
    }

    @Test
    void everyUnsafeMethodNeedsTheToken() throws Exception {
        Client admin = server.admin();
        for (String token : List.of("", "wrong")) {
            admin.cookies.put("csrftoken", token);
            admin.post("/api/host/", Map.of("address", "s1")).expect(401);
            admin.put("/api/host/1/", Map.of("state", "lnet_up")).expect(401);
            admin.delete("/api/host/1/").expect(401);
            admin.delete("/api/session/").expect(401);
        }
        admin.get("/api/host/").expect(200);
        Client stranger = server.anonymous();
        stranger.post("/api/session/", credentials("admin", RestServer.PASSWORD))
                .expect(401);
    }

    @Test
    void onlyAdministratorsChangeThings() throws Exception {
        server.addUser("ada", Group.FILESYSTEM_ADMINISTRATORS);
        server.addUser("bob", Group.FILESYSTEM_USERS);
        Client anonymous = server.anonymous();
        anonymous.get("/api/session/");
        anonymous.post("/api/host/", Map.of("address", "s1")).expect(401);
        server.logIn("bob").post("/api/host/", Map.of("address", "s1")).expect(401);
        assertThat(server.manager.view().cluster().hosts()).isEmpty();
        server.logIn("ada").post("/api/host/", Map.of("address", "s1")).expect(202);
    }

    @Test
    void anonymousReadingCanBeSwitchedOff() throws Exception {
        try (RestServer closed = new RestServer(false)) {
            Client anonymous = closed.anonymous();
            assertThat(anonymous.json("/api/session/").path("read_enabled").asBoolean())
                    .isFalse();
            anonymous.get("/api/host/").expect(401);
            anonymous.get("/api/stream").expect(401);
            closed.admin().get("/api/host/").expect(200);
        }
    }

    @Test
    void usersSeeAndChangeThemselvesOnly() throws Exception {
        User bob = server.addUser("bob", Group.FILESYSTEM_USERS);
        Client admin = server.admin();
        Client user = server.logIn("bob");

        assertThat(server.anonymous().json("/api/user/").path("objects")).isEmpty();
        assertThat(user.json("/api/user/").path("objects")).hasSize(1);
        assertThat(admin.json("/api/user/").path("objects")).hasSize(2);
        user.get("/api/user/1/").expect(404);
        user.post("/api/user/", Map.of()).expect(403);
        String own = "/api/user/" + bob.id() + "/";
        user.put(own, Map.of("groups", List.of("superusers"))).expect(403);
        user.put(own, Map.of("first_name", "Bob")).expect(202);
        assertThat(user.put(own, Map.of("new_password1", "another one", "new_password2", "another one"))
                        .expect(400)
                        .json()
                        .has("old_password"))
                .isTrue();
        user.put(
                        own,
                        Map.of(
                                "old_password", RestServer.PASSWORD,
                                "new_password1", "another one",
                                "new_password2", "another one"))
                .expect(202);
        assertThat(user.json("/api/session/").path("user").path("first_name").asText())
                .isEqualTo("Bob");
        assertThat(server.users.find(bob.id()).orElseThrow().passwordHash()).startsWith("$argon2id$");
    }

    @Test
    void superusersAddAndDeleteUsers() throws Exception {
        Client admin = server.admin();
        JsonNode errors = admin.post("/api/user/", Map.of("username", "a b", "password1", "short", "password2", "x"))
                .expect(400)
                .json();
        assertThat(errors.fieldNames()).toIterable().containsExactlyInAnyOrder("username", "password1", "password2");

        JsonNode added = admin.post(
                        "/api/user/",
                        Map.of(
                                "username",
                                "carol",
                                "password1",
                                RestServer.PASSWORD,
                                "password2",
                                RestServer.PASSWORD,
                                "email",
                                "carol@example.org",
                                "groups",
                                List.of("filesystem_administrators")))
                .expect(201)
                .json();
        assertThat(added.path("groups").path(0).path("name").asText()).isEqualTo("filesystem_administrators");
        assertThat(added.toString()).doesNotContain("argon2");
        Client carol = server.logIn("carol");
        admin.put(added.path("resource_uri").asText(), added.toString()).expect(202);
        admin.delete(added.path("resource_uri").asText()).expect(204);
        assertThat(carol.json("/api/session/").path("user").isNull()).isTrue();
        admin.delete("/api/user/1/").expect(400);
    }

    @Test
    void answersCarryHeadersForBrowsers() throws Exception {
        Answer answer = server.anonymous().get("/api/host/").expect(200);
        assertThat(answer.response().headers().map())
                .containsKeys("x-content-type-options", "content-security-policy", "cache-control", "x-frame-options");
        assertThat(answer.response().headers().firstValue("Content-Type").orElseThrow())
                .startsWith("application/json");
    }
}
