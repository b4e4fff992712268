package org.chroma.prometheus.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A URL that requests are sent to, with what it takes to be let in. */
final class Endpoint {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final URI url;
    private final Credentials credentials;
    private final String tenant;
    private final Duration timeout;
    private final HttpClient client;

    private Endpoint(URI url, Credentials credentials, String caFile, String tenant, Duration timeout) {
        this.url = url;
        this.credentials = credentials;
        this.tenant = tenant;
        this.timeout = timeout;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout.compareTo(CONNECT) < 0 ? timeout : CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER);
        if (!caFile.isEmpty()) {
            builder.sslContext(trusting(caFile));
        }
        this.client = builder.build();
    }

    /**
     * An endpoint as it is configured.
     *
     * @param option which option holds the URL
     * @throws IllegalArgumentException if an option is wrong; its message names the option
     */
    static Endpoint of(String option, String url, Config config) {
        if (config.timeout() < 1 || config.timeout() > 600) {
            throw new IllegalArgumentException("timeout must be 1 to 600 seconds, not " + config.timeout());
        }
        if (!config.tenant().matches("[ -~]*")) {
            throw new IllegalArgumentException("tenant must be printable ASCII");
        }
        return new Endpoint(
                check(option, url),
                new Credentials(config.username(), config.password_file(), config.token_file()),
                config.ca_file(),
                config.tenant(),
                Duration.ofSeconds(config.timeout()));
    }

    /** The URL that an option holds; what is wrong with it is said without repeating a password in it. */
    static URI check(String option, String text) {
        URI url;
        try {
            url = URI.create(text.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(option + " is not a URL", e);
        }
        if (url.getRawUserInfo() != null) {
            // The text is not repeated: it holds a password.
            throw new IllegalArgumentException(
                    option + " must not contain a name or password; use username, password.file or token.file");
        }
        if (!("http".equals(url.getScheme()) || "https".equals(url.getScheme())) || url.getHost() == null) {
            throw new IllegalArgumentException(option + " must be an http or https URL, not \"" + text + "\"");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException(option + " must end with its path, not as \"" + text + "\"");
        }
        return url;
    }

    private static SSLContext trusting(String file) {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("ca-" + number++, certificate);
            }
            if (number == 0) {
                throw new IllegalArgumentException("ca.file " + file + " contains no certificate");
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("ca.file " + file + " cannot be used: " + e, e);
        }
    }

    /**
     * Posts a body and waits for the answer, which the caller closes.
     *
     * @param path what is added to the URL; may be empty
     * @throws IOException if there is no answer in time, or a secret cannot be read; its message is for people
     */
    HttpResponse<InputStream> post(String path, Map<String, String> headers, byte[] body)
            throws IOException, InterruptedException {
        String base = url.toString();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(path.isEmpty() ? base : base.replaceFirst("/+$", "") + path))
                .timeout(timeout)
                .header("User-Agent", "chroma")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        if (!tenant.isEmpty()) {
            request.header("X-Scope-OrgID", tenant);
        }
        credentials.authorization().ifPresent(value -> request.header("Authorization", value));
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (HttpTimeoutException e) {
            throw new IOException("no answer within " + timeout.toSeconds() + " s", e);
        } catch (IOException e) {
            throw new IOException(reason(e), e);
        }
    }

    private static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (message != null && message.contains("received no bytes")) {
                return "the connection was closed before an answer came";
            }
            if (message != null && !message.isBlank()) {
                return cause instanceof UnknownHostException ? "unknown host " + message : message;
            }
        }
        // The JDK's client says nothing at all where nobody listens.
        return failure instanceof ConnectException ? "connection refused" : failure.toString();
    }

    /** The beginning of what an answer says, on one line. */
    static String text(InputStream body) throws IOException {
        String text = new String(body.readNBytes(600), StandardCharsets.UTF_8);
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    @Override
    public String toString() {
        return url.toString();
    }
}
