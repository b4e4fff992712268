package org.chroma.api.internal.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import javax.servlet.Servlet;
import org.chroma.api.internal.ApiServlet;
import org.chroma.api.internal.access.Group;
import org.chroma.api.internal.access.Passwords;
import org.chroma.api.internal.access.Sessions;
import org.chroma.api.internal.metrics.PluginsMetrics;
import org.chroma.core.port.UserStore.User;
import org.chroma.core.testing.InMemoryUserStore;
import org.chroma.core.testing.TestManager;
import org.chroma.statistics.Statistics;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.jspecify.annotations.Nullable;

/** The REST interface on a real port, above a manager whose servers do not exist. */
public final class RestServer implements AutoCloseable {
    public static final ObjectMapper JSON = new ObjectMapper();
    public static final String PASSWORD = "correct horse";

    public final TestManager manager = new TestManager();
    public final FakeStatistics statistics = new FakeStatistics();
    public final InMemoryUserStore users = new InMemoryUserStore();
    public final Sessions sessions = Sessions.lasting(Duration.ofHours(1));
    /** Who may listen to changes at once, of users and of others. */
    static final int LISTENERS = 5;

    final StreamResource stream = new StreamResource(50, LISTENERS);
    public final ApiServlet servlet;

    public static final Passwords PASSWORDS = new Passwords();
    private static final String HASH = PASSWORDS.hash(PASSWORD);

    private final Server jetty = new Server(0);
    private final TestHostResource testHost;

    public RestServer() throws Exception {
        this(true);
    }

    public RestServer(boolean anonymousRead) throws Exception {
        this(anonymousRead, server -> Map.of());
    }

    /** One that reads real statistics; what is put into its own is not seen. */
    RestServer(Statistics real) throws Exception {
        this(true, real, server -> Map.of());
    }

    /** With further servlets by path. */
    public RestServer(boolean anonymousRead, Function<RestServer, Map<String, Servlet>> more) throws Exception {
        this(anonymousRead, null, more);
    }

    private RestServer(
            boolean anonymousRead, @Nullable Statistics real, Function<RestServer, Map<String, Servlet>> more)
            throws Exception {
        servlet = new ApiServlet(sessions, users, anonymousRead);
        var view = manager.view();
        var state = manager.state();
        Metrics metrics = new Metrics(real == null ? statistics : real, PluginsMetrics.ALL);
        testHost = new TestHostResource(manager.agents(), view);
        servlet.addResource(new SessionResource(sessions, users, PASSWORDS));
        servlet.addResource(new UserResource(users, PASSWORDS, sessions));
        servlet.addResource(new GroupResource());
        servlet.addResource(new HostResource(view, state, metrics));
        servlet.addResource(testHost);
        servlet.addResource(new LnetConfigurationResource(view));
        servlet.addResource(new VolumeResource(view, state));
        servlet.addResource(new VolumeNodeResource(view));
        servlet.addResource(new TargetResource(view, state, metrics));
        servlet.addResource(new FilesystemResource(view, state, metrics));
        servlet.addResource(new CommandResource(view, state));
        servlet.addResource(new JobResource(view, state));
        servlet.addResource(new StepResource(view));
        servlet.addResource(new AlertResource(view, state));
        servlet.addResource(new PluginResource(view));
        servlet.addResource(new MetricResource(PluginsMetrics.ALL));
        servlet.addResource(new StorageResourceResource(view, metrics));
        servlet.addResource(new StorageResourceClassResource(view));
        servlet.addResource(new HelpResource());
        servlet.addResource(stream);
        manager.engine().addListener(stream);
        addUser("admin", Group.SUPERUSERS);

        ServletContextHandler context = new ServletContextHandler();
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/api/*");
        more.apply(this).forEach((path, servlet) -> context.addServlet(new ServletHolder(servlet), path));
        jetty.setHandler(context);
        http().setDelayDispatchUntilContent(false); // as in etc/jetty.xml
        jetty.start();
    }

    /** How long bodies may take to arrive, as etc/jetty.xml of the distribution sets it. */
    @SuppressWarnings("deprecation") // Jetty would have a minimum rate instead, which does not fit event streams
    void limitBodies(Duration limit) {
        http().setBlockingTimeout(limit.toMillis());
    }

    private HttpConfiguration http() {
        return jetty.getConnectors()[0]
                .getConnectionFactory(HttpConnectionFactory.class)
                .getHttpConfiguration();
    }

    public User addUser(String name, Group group) {
        return users.add(new User(0, name, "", "", "", HASH, Set.of(group.word()), Set.of(), true, Instant.EPOCH));
    }

    public URI uri(String path) {
        int port = ((ServerConnector) jetty.getConnectors()[0]).getLocalPort();
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Somebody who is not logged in. */
    public Client anonymous() {
        return new Client();
    }

    public Client logIn(String name) throws Exception {
        Client client = new Client();
        client.get("/api/session/");
        client.post("/api/session/", Map.of("username", name, "password", PASSWORD))
                .expect(201);
        return client;
    }

    public Client admin() throws Exception {
        return logIn("admin");
    }

    @Override
    public void close() {
        stream.close();
        testHost.close();
        try {
            jetty.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        manager.close();
    }

    /** An answer. */
    public record Answer(int status, String text, HttpResponse<String> response) {
        public JsonNode json() throws IOException {
            return JSON.readTree(text);
        }

        public Answer expect(int expected) {
            if (status != expected) {
                throw new AssertionError("Expected " + expected + ", got " + status + ": " + text);
            }
            return this;
        }
    }

    /** Somebody with a browser's cookies. */
    public final class Client {
        private final HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        final Map<String, String> cookies = new HashMap<>();

        public Answer get(String path) throws Exception {
            return send("GET", path, null);
        }

        public JsonNode json(String path) throws Exception {
            return get(path).expect(200).json();
        }

        public Answer post(String path, Object body) throws Exception {
            return send("POST", path, body);
        }

        public Answer put(String path, Object body) throws Exception {
            return send("PUT", path, body);
        }

        public Answer delete(String path) throws Exception {
            return send("DELETE", path, null);
        }

        Answer send(String method, String path, @Nullable Object body) throws Exception {
            String text = body == null ? null : body instanceof String raw ? raw : JSON.writeValueAsString(body);
            HttpRequest.Builder request = request(path)
                    .method(
                            method,
                            text == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(text));
            if (text != null) {
                request.header("Content-Type", "application/json");
            }
            return exchange(request);
        }

        public HttpRequest.Builder request(String path) {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(60));
            cookies.forEach((name, value) -> request.header("Cookie", name + "=" + value));
            if (cookies.containsKey("csrftoken")) {
                request.header("X-CSRFToken", cookies.get("csrftoken"));
            }
            return request;
        }

        public Answer exchange(HttpRequest.Builder request) throws Exception {
            HttpResponse<String> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            for (String cookie : response.headers().allValues("Set-Cookie")) {
                String pair = cookie.substring(0, cookie.indexOf(';'));
                cookies.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
            }
            return new Answer(response.statusCode(), response.body(), response);
        }

        HttpClient http() {
            return http;
        }
    }
}
