package org.chroma.prometheus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndpointTest {
    @TempDir
    Path directory;

    private final FakeEndpoint fake = new FakeEndpoint();

    @AfterEach
    void stop() {
        fake.close();
    }

    private static Endpoint endpoint(String url, Map<String, Object> options) {
        Map<String, Object> all = new HashMap<>(options);
        all.put("write_url", url);
        return Endpoint.of("write.url", url, Options.config(all));
    }

    private static int status(Endpoint endpoint) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = endpoint.post("", Map.of(), new byte[0]);
        response.body().close();
        return response.statusCode();
    }

    private String sent(String header) {
        return fake.requests.get(fake.requests.size() - 1).headers().getFirst(header);
    }

    @Test
    void aTokenIsReadForEachRequest() throws Exception {
        Path token = Files.writeString(directory.resolve("token"), "secret-1\n");
        Endpoint endpoint = endpoint(fake.url(), Map.of("token_file", token.toString(), "tenant", "site-a"));
        assertThat(status(endpoint)).isEqualTo(204);
        assertThat(sent("Authorization")).isEqualTo("Bearer secret-1");
        assertThat(sent("X-Scope-OrgID")).isEqualTo("site-a");
        Files.writeString(token, "secret-2");
        status(endpoint);
        assertThat(sent("Authorization")).isEqualTo("Bearer secret-2");
        assertThat(endpoint.toString()).doesNotContain("secret");
        Files.delete(token);
        assertThatThrownBy(() -> status(endpoint))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(token.toString());
    }

    @Test
    void aNameAndPasswordAreBasicAuthentication() throws Exception {
        Path password = Files.writeString(directory.resolve("password"), "open sesame\n");
        status(endpoint(fake.url(), Map.of("username", "ali", "password_file", password.toString())));
        assertThat(sent("Authorization")).isEqualTo("Basic YWxpOm9wZW4gc2VzYW1l");
    }

    @Test
    void wrongOptionsAreNamed() {
        for (Map.Entry<String, String> wrong : Map.of(
                        "ftp://x/", "write.url must be an http or https URL",
                        "prometheus:9090", "write.url must be an http or https URL",
                        "http://ho st/", "write.url is not a URL",
                        "http://h/?a=b", "write.url must end with its path")
                .entrySet()) {
            assertThatThrownBy(() -> endpoint(wrong.getKey(), Map.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(wrong.getValue());
        }
        assertThatThrownBy(() -> endpoint("http://me:hidden@h/", Map.of()))
                .hasMessageContaining("password.file")
                .hasMessageNotContaining("hidden");
        assertThatThrownBy(() -> endpoint("http://h/", Map.of("username", "a", "token_file", "b")))
                .hasMessageContaining("not both");
        assertThatThrownBy(() -> endpoint("http://h/", Map.of("timeout", 0))).hasMessageContaining("timeout");
        assertThatThrownBy(() -> endpoint("https://h/", Map.of("ca_file", "/nowhere/ca.pem")))
                .hasMessageContaining("/nowhere/ca.pem");
    }

    @Test
    void nobodyThereIsSaidSo() {
        String url = fake.url();
        fake.close();
        assertThatThrownBy(() -> status(endpoint(url, Map.of())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("refused");
    }

    @Test
    void aSiteMayHaveItsOwnAuthority() throws Exception {
        Path keys = directory.resolve("keys.p12");
        keytool(
                "-genkeypair",
                "-keystore",
                keys,
                "-alias",
                "s",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1");
        Path ca = directory.resolve("ca.pem");
        keytool("-exportcert", "-rfc", "-keystore", keys, "-alias", "s", "-file", ca);
        KeyStore store = KeyStore.getInstance(keys.toFile(), "changeit".toCharArray());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try {
            String url = "https://127.0.0.1:" + server.getAddress().getPort() + "/";
            assertThat(status(endpoint(url, Map.of("ca_file", ca.toString())))).isEqualTo(204);
            assertThatThrownBy(() -> status(endpoint(url, Map.of()))).isInstanceOf(IOException.class);
        } finally {
            server.stop(0);
        }
    }

    private static void keytool(Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        command.addAll(List.of("-storepass", "changeit"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
    }
}
