package org.chroma.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Speaks to the manager's REST interface. Logs in when the manager asks for it, and repeats the request then. */
public final class Api {
    static final ObjectMapper JSON = new ObjectMapper();

    private final Settings settings;
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient http;
    private boolean loggedIn;

    Api(Settings settings) throws IOException {
        this.settings = settings;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(20))
                .cookieHandler(cookies);
        if (settings.certificateAuthority() != null) {
            builder.sslContext(trusting(settings.certificateAuthority()));
        }
        this.http = builder.build();
    }

    public JsonNode get(String path, Map<String, String> query) throws IOException, InterruptedException, ApiException {
        String encoded = query.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
        return send("GET", encoded.isEmpty() ? path : path + "?" + encoded, null);
    }

    public JsonNode post(String path, JsonNode body) throws IOException, InterruptedException, ApiException {
        return send("POST", path, body);
    }

    public JsonNode put(String path, JsonNode body) throws IOException, InterruptedException, ApiException {
        return send("PUT", path, body);
    }

    JsonNode delete(String path) throws IOException, InterruptedException, ApiException {
        return send("DELETE", path, null);
    }

    private JsonNode send(String method, String path, @Nullable JsonNode body)
            throws IOException, InterruptedException, ApiException {
        // Users are listed for those who may see them; the others get an empty list and no 401.
        boolean personal = !method.equals("GET") || path.startsWith("user/");
        if (personal && !loggedIn && settings.username() != null) {
            logIn();
        }
        HttpResponse<String> response = exchange(method, path, body);
        if (response.statusCode() == 401 && !loggedIn && settings.username() != null) {
            logIn();
            response = exchange(method, path, body);
        }
        return answer(response);
    }

    private void logIn() throws IOException, InterruptedException, ApiException {
        exchange("GET", "session/", null);
        JsonNode credentials = JSON.createObjectNode()
                .put("username", settings.username())
                .put("password", settings.password() == null ? "" : settings.password());
        answer(exchange("POST", "session/", credentials));
        loggedIn = true;
    }

    private HttpResponse<String> exchange(String method, String path, @Nullable JsonNode body)
            throws IOException, InterruptedException {
        URI uri = URI.create(path.startsWith("/") ? origin() + path : settings.url() + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofMinutes(3))
                .header("Accept", "application/json")
                .header("User-Agent", "chroma-cli");
        if (!method.equals("GET")) {
            for (HttpCookie cookie : cookies.getCookieStore().getCookies()) {
                if (cookie.getName().equals("csrftoken")) {
                    request.header("X-CSRFToken", cookie.getValue());
                }
            }
            request.header("Referer", settings.url());
        }
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(body.toString()));
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private String origin() {
        URI uri = URI.create(settings.url());
        return uri.getScheme() + "://" + uri.getAuthority();
    }

    private static JsonNode answer(HttpResponse<String> response) throws ApiException, IOException {
        JsonNode body = parsed(response);
        if (response.statusCode() >= 400) {
            throw new ApiException(response.statusCode(), body);
        }
        return body;
    }

    private static JsonNode parsed(HttpResponse<String> response) throws IOException {
        if (response.body().isBlank()) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            if (response.statusCode() >= 400) {
                return MissingNode.getInstance();
            }
            throw new IOException(response.uri() + " is not the REST interface of a Chroma manager", e);
        }
    }

    private static SSLContext trusting(Path pem) throws IOException {
        try (InputStream in = Files.newInputStream(pem)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca" + number++, certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(pem + " is not a PEM file with certificates: " + e.getMessage(), e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
