package org.chroma.itests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.Test;

/** The manager, with all that it hosts. */
public class ManagerDistributionTest extends DistributionTest {
    private static final int PORT = Integer.getInteger("chroma.port", 0);

    public ManagerDistributionTest() {
        super("manager");
    }

    /**
     * The web server as it is configured: heads and bodies that never end are ended, what announces too much is refused
     * before it is sent, and anyone who is quick is answered while more slow callers are there than the web server has
     * threads.
     */
    @Test
    public void slowCallersEndAndHoldUpNobody() throws Exception {
        SSLContext tls = tls();
        HttpClient quick = HttpClient.newBuilder()
                .sslContext(tls)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        Instant asked = Instant.now();
        String refused;
        try (Socket large =
                say(tls, "POST /agent/register HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000000000\r\n\r\n")) {
            refused = new String(large.getInputStream().readAllBytes(), UTF_8);
        }
        assertTrue(refused, refused.startsWith("HTTP/1.1 413"));
        assertTrue("at once", Duration.between(asked, Instant.now()).toSeconds() < 25);

        List<Socket> bodies = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            bodies.add(say(tls, "POST /agent/register HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n{"));
        }
        Socket head = say(tls, "GET /api/ HTTP/1.1\r\nX-");
        Instant begin = Instant.now();
        assertTrue("somebody else is answered", isAnswered(quick));
        assertTrue("a head that drips ends", endsWhileDripping(head, begin.plusSeconds(120)));
        assertTrue("a body that drips ends", endsWhileDripping(bodies.get(0), begin.plusSeconds(180)));
        for (Socket socket : bodies) {
            socket.close();
        }
    }

    private static boolean isAnswered(HttpClient client) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + PORT + "/api/session/"))
                .timeout(Duration.ofSeconds(25))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 200;
    }

    private static Socket say(SSLContext tls, String text) throws IOException {
        Socket socket = tls.getSocketFactory().createSocket("127.0.0.1", PORT);
        socket.setSoTimeout(60_000);
        socket.getOutputStream().write(text.getBytes(UTF_8));
        socket.getOutputStream().flush();
        return socket;
    }

    /** Writes a byte each tenth of a second until the other side hangs up. */
    private static boolean endsWhileDripping(Socket socket, Instant deadline) throws IOException {
        socket.setSoTimeout(100);
        while (Instant.now().isBefore(deadline)) {
            try {
                if (socket.getInputStream().read() < 0) {
                    return true;
                }
            } catch (SocketTimeoutException e) {
                try {
                    socket.getOutputStream().write('x');
                } catch (IOException gone) {
                    return true;
                }
            } catch (IOException gone) {
                return true;
            }
        }
        return false;
    }

    private static SSLContext tls() throws Exception {
        KeyStore authority = KeyStore.getInstance("PKCS12");
        try (var file = Files.newInputStream(Path.of(System.getProperty("chroma.data"), "keys", "trust.p12"))) {
            authority.load(file, "chroma".toCharArray());
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(authority);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return tls;
    }
}
