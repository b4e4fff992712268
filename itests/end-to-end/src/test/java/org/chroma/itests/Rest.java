package org.chroma.itests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A client of the REST interface as any program could be one. Logs in at its first request. */
final class Rest {
    static final ObjectMapper JSON = new ObjectMapper();

    private final String origin;
    private final String user;
    private final String password;
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient http;
    private boolean loggedIn;

    Rest(String url, Path authority, String user, String password) {
        this.origin = url.replaceFirst("/$", "");
        this.user = user;
        this.password = password;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .cookieHandler(cookies)
                .sslContext(trusting(authority))
                .build();
    }

    record Answer(int status, JsonNode body, String text) {
        Answer expect(int wanted) {
            if (status != wanted) {
                throw new AssertionError("Status " + status + " instead of " + wanted + ": " + text);
            }
            return this;
        }
    }

    JsonNode get(String path) {
        return send("GET", path, null).expect(200).body();
    }

    /** All objects of a list. */
    JsonNode list(String path) {
        return get(path + (path.contains("?") ? "&" : "?") + "limit=0").path("objects");
    }

    Answer send(String method, String path, @Nullable Object body) {
        if (!loggedIn && !method.equals("GET")) {
            logIn();
        }
        return exchange(method, path, body);
    }

    /** Which the first request that changes something does by itself. */
    void logIn() {
        exchange("GET", "/api/session/", null).expect(200);
        exchange(
                        "POST",
                        "/api/session/",
                        JSON.createObjectNode().put("username", user).put("password", password))
                .expect(201);
        loggedIn = true;
    }

    Answer exchange(String method, String path, @Nullable Object body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin + path))
                .timeout(Duration.ofMinutes(2))
                .header("Accept", "application/json");
        for (HttpCookie cookie : cookies.getCookieStore().getCookies()) {
            if (cookie.getName().equals("csrftoken")) {
                request.header("X-CSRFToken", cookie.getValue());
            }
        }
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(body.toString()));
        }
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), parsed(response.body()), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits for the command in an answer, and fails unless it ended well. */
    JsonNode succeed(JsonNode answer) {
        JsonNode ended = await(answer);
        if (ended.path("errored").asBoolean() || ended.path("cancelled").asBoolean()) {
            throw new AssertionError("Failed: " + ended + "\n" + jobs(ended));
        }
        return ended;
    }

    /** Waits for the command in an answer, however it ends. */
    JsonNode await(JsonNode answer) {
        JsonNode command = answer.has("command") ? answer.path("command") : answer;
        String uri = command.path("resource_uri").asText();
        return Wait.until(
                "end of " + command.path("message").asText(),
                240,
                () -> {
                    JsonNode now = get(uri);
                    return now.path("complete").asBoolean() ? now : null;
                },
                () -> jobs(get(uri)));
    }

    String jobs(JsonNode command) {
        StringBuilder text = new StringBuilder();
        for (JsonNode job : command.path("jobs")) {
            JsonNode detail = get(job.asText());
            text.append(detail.path("state").asText())
                    .append(' ')
                    .append(detail.path("description").asText())
                    .append(' ')
                    .append(detail.path("reason").asText())
                    .append('\n');
        }
        return text.toString();
    }

    private static JsonNode parsed(String body) {
        try {
            return body.isBlank() ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private static SSLContext trusting(Path authority) {
        try (InputStream in = Files.newInputStream(authority)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
