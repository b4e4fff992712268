package org.chroma.api.internal.resource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import org.chroma.api.internal.resource.RestServer.Client;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies that are too large or that never end, on the web server that the manager has. */
@Timeout(60)
class SlowBodyTest {
    @Test
    void whatIsTooLargeIsRefusedBeforeItIsSent() throws Exception {
        try (RestServer server = new RestServer();
                Socket socket = post(server, server.admin(), 10_000_000_000L)) {
            socket.setSoTimeout(5_000); // the web server itself gives up after thirty seconds
            assertThat(answer(socket)).startsWith("HTTP/1.1 413").contains("1 MiB");
        }
    }

    @Test
    void whatDripsIsRefusedWhenItsTimeIsOver() throws Exception {
        try (RestServer server = new RestServer()) {
            server.limitBodies(Duration.ofSeconds(1));
            for (Client client : new Client[] {server.admin(), server.anonymous()}) {
                try (Socket socket = post(server, client, 60_000)) {
                    socket.setSoTimeout(100);
                    assertThat(answer(socket)).matches("(?s)HTTP/1.1 40[18].*");
                    assertThat(ends(socket)).as("the connection is given up").isTrue();
                }
            }
        }
    }

    private static Socket post(RestServer server, Client client, long length) throws Exception {
        URI uri = server.uri("/api/user/");
        Socket socket = new Socket(uri.getHost(), uri.getPort());
        client.get("/api/session/"); // for cookies
        String cookies = client.cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        send(
                socket,
                "POST %s HTTP/1.1\r\nHost: m\r\nContent-Type: application/json\r\nCookie: %s\r\nX-CSRFToken: %s\r\nContent-Length: %d\r\n\r\n"
                        .formatted(uri.getPath(), cookies, client.cookies.getOrDefault("csrftoken", ""), length));
        return socket;
    }

    /** What comes back while a space is sent each tenth of a second. */
    private static String answer(Socket socket) throws IOException {
        byte[] answer = new byte[4096];
        Instant deadline = Instant.now().plusSeconds(20);
        while (Instant.now().isBefore(deadline)) {
            try {
                int length = socket.getInputStream().read(answer);
                return new String(answer, 0, Math.max(0, length), UTF_8);
            } catch (SocketTimeoutException e) {
                send(socket, " ");
            }
        }
        return "no answer";
    }

    private static boolean ends(Socket socket) {
        Instant deadline = Instant.now().plusSeconds(20);
        while (Instant.now().isBefore(deadline)) {
            try {
                if (socket.getInputStream().read() < 0) {
                    return true;
                }
            } catch (SocketTimeoutException e) {
                try {
                    send(socket, " ");
                } catch (IOException gone) {
                    return true;
                }
            } catch (IOException e) {
                return true;
            }
        }
        return false;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        socket.getOutputStream().flush();
    }
}
