package org.chroma.comms.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.servlet.DispatcherType;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.chroma.core.port.AgentCredentials.AgentCredential;
import org.chroma.protocol.Json;
import org.chroma.protocol.Report;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many connections on which bodies never end, against a web server with as many threads as the real one has. */
@Timeout(120)
class RequestLimitTest {
    private static final String FQDN = "oss1.example.com";
    /** More than the web server has threads. */
    private static final int MANY = 250;

    @TempDir
    Path directory;

    private Manager manager;
    private TestIdentity identity;
    private final List<SSLSocket> open = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        manager = new Manager(directory.resolve("manager"));
        manager.core.addHost(1, "oss1");
        identity = TestIdentity.signedBy(manager.authority, FQDN);
        manager.core.put(new AgentCredential(1, FQDN, identity.serial(), "127.0.0.1:1", "none"));
    }

    @AfterEach
    void stop() throws Exception {
        hangUp();
        manager.stop();
    }

    private void hangUp() throws IOException {
        for (SSLSocket socket : open) {
            socket.close();
        }
        open.clear();
    }

    @Test
    void bodiesThatNeverEndKeepNobodyElseFromBeingAnswered() throws Exception {
        dawdle(null, "/agent/register", MANY);

        assertThat(report()).as("an agent's report").isEqualTo(200);
        assertThat(look()).as("somebody at the same address who only looks").isEqualTo(404);
        assertThat(lastAnswered()).startsWith("HTTP/1.1 503").contains("Connection: close");
    }

    @Test
    void anAgentThatDawdlesKeepsStrangersServed() throws Exception {
        dawdle(identity, "/agent/report", MANY);

        assertThat(look()).isEqualTo(404);
        assertThat(report()).as("more of the same agent").isEqualTo(503);
        hangUp();
        int status = report();
        Instant deadline = Instant.now().plusSeconds(30);
        while (status == 503 && Instant.now().isBefore(deadline)) {
            status = report();
        }
        assertThat(status).as("its places are free again").isEqualTo(200);
    }

    @Test
    void aBodyEndsInTimeForWhoeverReadsIt() throws Exception {
        Server jetty = new Server(0);
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(
                new ServletHolder(new HttpServlet() {
                    private static final long serialVersionUID = 1;

                    @Override
                    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
                        try {
                            request.getInputStream().readAllBytes();
                        } catch (IOException e) {
                            response.setStatus(HttpServletResponse.SC_REQUEST_TIMEOUT);
                        }
                    }
                }),
                "/*");
        context.addFilter(
                new FilterHolder(new RequestLimit(Duration.ofSeconds(1))), "/*", EnumSet.of(DispatcherType.REQUEST));
        jetty.setHandler(context);
        jetty.start();
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), ((ServerConnector) jetty.getConnectors()[0]).getLocalPort())) {
            socket.setSoTimeout(100);
            socket.getOutputStream()
                    .write("POST / HTTP/1.1\r\nHost: m\r\nContent-Length: 60000\r\n\r\n{".getBytes(UTF_8));
            byte[] answer = new byte[200];
            int length = 0;
            Instant deadline = Instant.now().plusSeconds(30);
            while (length == 0 && Instant.now().isBefore(deadline)) {
                try {
                    length = socket.getInputStream().read(answer);
                } catch (SocketTimeoutException e) {
                    socket.getOutputStream().write(' ');
                }
            }
            assertThat(new String(answer, 0, Math.max(0, length), UTF_8)).startsWith("HTTP/1.1 408");
        } finally {
            jetty.stop();
        }
    }

    /** Begins requests and waits until the web server has begun with the last ones. */
    private void dawdle(@Nullable TestIdentity caller, String path, int times) throws Exception {
        SSLContext tls = TestIdentity.tls(manager.authority, caller);
        for (int i = 0; i < times; i++) {
            SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1", manager.port());
            open.add(socket);
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("POST " + path + " HTTP/1.1\r\nHost: m\r\nContent-Length: 60000\r\n\r\n{").getBytes(UTF_8));
            socket.getOutputStream().flush();
        }
    }

    private String lastAnswered() throws IOException {
        return new String(open.get(open.size() - 1).getInputStream().readAllBytes(), UTF_8);
    }

    private int report() throws Exception {
        Instant now = Instant.now();
        Report report = new Report(null, 0, FQDN, now, now, Map.of(), Map.of(), Map.of(), List.of(), List.of());
        return status(
                identity,
                HttpRequest.newBuilder(uri("/agent/report"))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(report))));
    }

    private int look() throws Exception {
        return status(null, HttpRequest.newBuilder(uri("/agent/nothing")));
    }

    private URI uri(String path) {
        return URI.create("https://127.0.0.1:" + manager.port() + path);
    }

    private int status(@Nullable TestIdentity caller, HttpRequest.Builder request) throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(TestIdentity.tls(manager.authority, caller))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        return client.send(request.timeout(Duration.ofSeconds(4)).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
