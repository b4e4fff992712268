package org.chroma.comms.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.chroma.core.port.AgentCredentials.AgentCredential;
import org.chroma.protocol.Json;
import org.chroma.protocol.Report;
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
    void aHeaderThatDripsEndsAndIdleConnectionsAndTheirRequestsGoOn() throws Exception {
        try (SSLSocket drip = connect(null);
                SSLSocket good = connect(null)) {
            write(good, "GET /nothing HTTP/1.1\r\nHost: m\r\n\r\n");
            assertThat(statusLine(good)).contains("404");
            write(drip, "GET /agent/nothing HTTP/1.1\r\nX-");
            drip.setSoTimeout(100);
            Instant begin = Instant.now();
            assertThat(endsWhileDripping(drip, begin.plusSeconds(30))).isTrue();
            assertThat(Duration.between(begin, Instant.now())).isGreaterThan(Duration.ofSeconds(2));
            write(good, "GET /nothing HTTP/1.1\r\nHost: m\r\n\r\n");
            assertThat(statusLine(good))
                    .as("a connection that was idle for as long")
                    .contains("404");
        }
    }

    /** Writes a byte each tenth of a second until the other side hangs up. */
    private static boolean endsWhileDripping(SSLSocket socket, Instant deadline) {
        while (Instant.now().isBefore(deadline)) {
            try {
                if (socket.getInputStream().read() < 0) {
                    return true;
                }
            } catch (SocketTimeoutException e) {
                try {
                    write(socket, "x");
                } catch (IOException gone) {
                    return true;
                }
            } catch (IOException e) {
                return true;
            }
        }
        return false;
    }

    private static String statusLine(SSLSocket socket) throws IOException {
        byte[] answer = new byte[4096];
        int length = socket.getInputStream().read(answer);
        return new String(answer, 0, Math.max(0, length), UTF_8)
                .lines()
                .findFirst()
                .orElse("");
    }

    private static void write(SSLSocket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        socket.getOutputStream().flush();
    }

    private SSLSocket connect(@Nullable TestIdentity caller) throws Exception {
        SSLSocket socket = (SSLSocket) TestIdentity.tls(manager.authority, caller)
                .getSocketFactory()
                .createSocket("127.0.0.1", manager.port());
        socket.setSoTimeout(10_000);
        return socket;
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
