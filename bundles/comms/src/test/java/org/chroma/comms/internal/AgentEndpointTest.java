package org.chroma.comms.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.chroma.comms.CertificateAuthority;
import org.chroma.core.ChromaException;
import org.chroma.core.ErrorCode;
import org.chroma.core.port.AgentCredentials.AgentCredential;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.protocol.CertificateOrder;
import org.chroma.protocol.Json;
import org.chroma.protocol.Limits;
import org.chroma.protocol.Refusal;
import org.chroma.protocol.Report;
import org.chroma.protocol.ReportAnswer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the endpoint does with callers who are wrong, broken or hostile. */
@Timeout(60)
class AgentEndpointTest {
    private static final String FQDN = "oss1.example.com";

    @TempDir
    Path directory;

    private Manager manager;
    private TestIdentity identity;

    @BeforeEach
    void start() throws Exception {
        manager = new Manager(directory.resolve("manager"));
        manager.core.addHost(1, "oss1");
        identity = TestIdentity.signedBy(manager.authority, FQDN);
        manager.core.put(new AgentCredential(1, FQDN, identity.serial(), "127.0.0.1:1", "none"));
    }

    @AfterEach
    void stop() throws Exception {
        manager.stop();
    }

    private static Report report(@Nullable String session, long sequence, String fqdn) {
        Instant now = Instant.now();
        return new Report(session, sequence, fqdn, now, now, Map.of(), Map.of(), Map.of(), List.of(), List.of());
    }

    private HttpResponse<byte[]> post(@Nullable TestIdentity caller, String path, HttpRequest.BodyPublisher body)
            throws Exception {
        return exchange(caller, request(path).POST(body));
    }

    private HttpResponse<byte[]> get(String path) throws Exception {
        return exchange(null, request(path));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + manager.port() + "/agent/" + path))
                .timeout(Duration.ofSeconds(20));
    }

    private HttpResponse<byte[]> exchange(@Nullable TestIdentity caller, HttpRequest.Builder request) throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(TestIdentity.tls(manager.authority, caller))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> send(Report report) throws Exception {
        return post(identity, "report", BodyPublishers.ofByteArray(Json.write(report)));
    }

    private static String refusal(HttpResponse<byte[]> response, int status) throws Exception {
        assertThat(response.statusCode()).isEqualTo(status);
        return Json.read(response.body(), Refusal.class).message();
    }

    @Test
    void aSessionCountsAndAWrongSequenceEndsIt() throws Exception {
        ReportAnswer first = Json.read(send(report(null, 0, FQDN)).body(), ReportAnswer.class);
        assertThat(first.accepted()).isTrue();
        assertThat(first.sequence()).isEqualTo(1);
        ReportAnswer second = Json.read(send(report(first.session(), 1, FQDN)).body(), ReportAnswer.class);
        assertThat(second).isEqualTo(new ReportAnswer(first.session(), 2, true, List.of()));

        HttpResponse<byte[]> old = send(report(first.session(), 1, FQDN));
        assertThat(old.statusCode()).isEqualTo(409);
        ReportAnswer evicted = Json.read(old.body(), ReportAnswer.class);
        assertThat(evicted.accepted()).isFalse();
        assertThat(evicted.sequence()).isZero();
        assertThat(evicted.session()).isNotEqualTo(first.session());

        // the ended session is gone for good, the new one works
        assertThat(send(report(first.session(), 2, FQDN)).statusCode()).isEqualTo(409);
        assertThat(manager.core.reports).hasSize(2);
    }

    @Test
    void theSessionOfAServerEndsWithTheServer() throws Exception {
        Host host = Host.added(Host.KIND.id(1), FQDN, Instant.EPOCH);
        ReportAnswer first = Json.read(send(report(null, 0, FQDN)).body(), ReportAnswer.class);
        manager.endpoint.reached(host);
        assertThat(send(report(first.session(), 1, FQDN)).statusCode()).isEqualTo(200);

        manager.endpoint.reached(host.inState(HostState.REMOVED, Instant.EPOCH));
        assertThat(send(report(first.session(), 2, FQDN)).statusCode()).isEqualTo(409);
    }

    @Test
    void withoutACertificateNothingIsRead() throws Exception {
        assertThat(refusal(post(null, "report", BodyPublishers.ofString("x")), 401))
                .contains("certificate");
        assertThat(refusal(post(null, "nothing", BodyPublishers.noBody()), 404)).isNotEmpty();
    }

    @Test
    void whatAStrangerMakesUpIsOneFault() throws Exception {
        for (int i = 0; i < 5; i++) {
            refusal(post(null, "x" + i, BodyPublishers.noBody()), 404);
            assertThat(get("plugin/" + String.valueOf(i).repeat(64)).statusCode())
                    .isEqualTo(401);
        }
        assertThat(manager.complaints.remembered()).isEqualTo(2);
    }

    @Test
    void aBodyThatIsNoChunksIsRefused() throws Exception {
        assertThat(answerToRaw("Transfer-Encoding: chunked\r\n\r\n", "zzz\r\n{}\r\n", 1))
                .startsWith("HTTP/1.1 400")
                .contains("application/json", "is incomplete");
        assertThat(answerToRaw("Transfer-Encoding: chunked\r\n\r\n", "2\r\n{}\r\nzz\r\n", 1))
                .startsWith("HTTP/1.1 400")
                .contains("application/json", "is incomplete");
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefused() throws Exception {
        CertificateAuthority other = CertificateAuthority.open(directory.resolve("other"));
        TestIdentity foreign = TestIdentity.signedBy(other, FQDN);
        // a client that is honest about its authority does not even show it
        assertThat(refusal(post(foreign, "report", BodyPublishers.ofString("x")), 401))
                .contains("certificate");
        Caller.Gate gate = new Caller.Gate(manager.authority, manager.core, manager.core);
        assertThatThrownBy(() -> gate.admit(foreign.certificate()))
                .isInstanceOfSatisfying(
                        ChromaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FORBIDDEN));
        assertThat(gate.admit(identity.certificate()).host()).isEqualTo(1);
    }

    @Test
    void aReplacedCertificateIsRefused() throws Exception {
        manager.core.put(new AgentCredential(1, FQDN, "1234", "127.0.0.1:1", "none"));
        assertThat(refusal(send(report(null, 0, FQDN)), 403)).contains("revoked");
    }

    @Test
    void aServerThatWasRemovedIsRefused() throws Exception {
        manager.core.removeHost(1);
        assertThat(refusal(send(report(null, 0, FQDN)), 404)).contains("no longer managed");
        manager.core.remove(1);
        assertThat(refusal(send(report(null, 0, FQDN)), 404)).contains("not registered");
    }

    @Test
    void anotherServersNameIsRefused() throws Exception {
        assertThat(refusal(send(report(null, 0, "oss2.example.com")), 403)).contains("another server");
        assertThat(manager.core.reports).isEmpty();
    }

    @Test
    void garbageIsRefusedWithTheFaultNamed() throws Exception {
        byte[] good = Json.write(report(null, 0, FQDN));
        String text = new String(good, UTF_8);
        Map<String, String> faults = Map.of(
                "",
                "Report",
                "null",
                "Report",
                "[]",
                "Report",
                "{",
                "Report",
                text.replace(FQDN, "\u0000"),
                "Report",
                text.replace("\"sequence\":0", "\"sequence\":\"a\""),
                "sequence",
                text.replace("\"fqdn\":\"" + FQDN + "\",", ""),
                "fqdn",
                text.replace("\"scans\":{}", "\"scans\":{\"x\":null}"),
                "Report");
        for (Map.Entry<String, String> fault : faults.entrySet()) {
            HttpResponse<byte[]> response = post(identity, "report", BodyPublishers.ofString(fault.getKey()));
            assertThat(response.statusCode()).as(fault.getKey()).isEqualTo(400);
            assertThat(refusal(response, 400)).as(fault.getKey()).contains(fault.getValue());
        }
        assertThat(manager.core.reports).isEmpty();
    }

    @Test
    void tooMuchIsRefusedWhetherAnnouncedOrNot() throws Exception {
        assertThat(answerToRaw("Content-Length: 1000000000\r\n\r\n", " ".repeat(1000), 100))
                .startsWith("HTTP/1.1 413");
        String chunk = "10000\r\n" + " ".repeat(0x10000) + "\r\n";
        int enough = Limits.REPORT_BYTES / 0x10000 + 1;
        assertThat(answerToRaw("Transfer-Encoding: chunked\r\n\r\n", chunk, enough))
                .startsWith("HTTP/1.1 413");
        assertThat(send(report(null, 0, FQDN)).statusCode()).isEqualTo(200);
    }

    /** What the endpoint says to a body that has not ended. */
    private String answerToRaw(String headers, String piece, int times) throws Exception {
        try (Socket socket = TestIdentity.tls(manager.authority, identity)
                .getSocketFactory()
                .createSocket("127.0.0.1", manager.port())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST /agent/report HTTP/1.1\r\nHost: m\r\n" + headers).getBytes(UTF_8));
            for (int i = 0; i < times; i++) {
                out.write(piece.getBytes(UTF_8));
            }
            out.flush();
            byte[] answer = new byte[1_000];
            int length = socket.getInputStream().read(answer);
            return new String(answer, 0, Math.max(0, length), UTF_8);
        }
    }

    @Test
    void slowCallersAreCutOffAndDelayNobody() throws Exception {
        manager.limitBodies(Duration.ofSeconds(5));
        SSLSocket slow = (SSLSocket) TestIdentity.tls(manager.authority, identity)
                .getSocketFactory()
                .createSocket("127.0.0.1", manager.port());
        try (slow) {
            OutputStream out = slow.getOutputStream();
            out.write("POST /agent/report HTTP/1.1\r\nHost: m\r\nContent-Length: 1000\r\n\r\n{".getBytes(UTF_8));
            out.flush();
            assertThat(send(report(null, 0, FQDN)).statusCode()).isEqualTo(200);
            slow.setSoTimeout(200);
            byte[] answer = new byte[200];
            int length = 0;
            Instant deadline = Instant.now().plusSeconds(30);
            while (length == 0 && Instant.now().isBefore(deadline)) {
                try {
                    length = slow.getInputStream().read(answer);
                } catch (SocketTimeoutException e) {
                    out.write(' ');
                    out.flush();
                }
            }
            assertThat(new String(answer, 0, Math.max(0, length), UTF_8)).startsWith("HTTP/1.1 408");
        }
    }

    @Test
    void whatTheCoreRefusesEndsTheSession() throws Exception {
        ReportAnswer first = Json.read(send(report(null, 0, FQDN)).body(), ReportAnswer.class);
        manager.core.onReport = accepted -> {
            throw new ChromaException(ErrorCode.INVALID, "up without being loaded");
        };
        assertThat(refusal(send(report(first.session(), 1, FQDN)), 400)).isEqualTo("up without being loaded");
        manager.core.onReport = accepted -> {};
        assertThat(send(report(first.session(), 1, FQDN)).statusCode()).isEqualTo(409);
    }

    @Test
    void aDefectOfTheManagerIsNotShown() throws Exception {
        manager.core.onReport = accepted -> {
            throw new IllegalStateException("secret detail");
        };
        assertThat(refusal(send(report(null, 0, FQDN)), 500)).doesNotContain("secret");
    }

    @Test
    void certificatesAreGivenForGoodTokensAlone() throws Exception {
        var keys = TestIdentity.newKeys();
        String request = TestIdentity.request(keys, keys);
        assertThat(refusal(register("made up", FQDN, request), 403)).contains("token");
        assertThat(refusal(register(manager.enrolments.begin(1), "a b;c", request), 400))
                .contains("fqdn");
        assertThat(refusal(register(manager.enrolments.begin(1), FQDN, "no request"), 400))
                .contains("signingRequest");
        String forged = TestIdentity.request(keys, TestIdentity.newKeys());
        assertThat(refusal(register(manager.enrolments.begin(1), FQDN, forged), 400))
                .contains("own key");
        manager.core.addHost(2, "oss2");
        assertThat(refusal(register(manager.enrolments.begin(2), FQDN, request), 412))
                .contains("server 1");
        assertThat(register(manager.enrolments.begin(1), FQDN, request).statusCode())
                .isEqualTo(200);
    }

    private HttpResponse<byte[]> register(String token, String fqdn, String request) throws Exception {
        return post(
                null, "register", BodyPublishers.ofByteArray(Json.write(new CertificateOrder(token, fqdn, request))));
    }
}
