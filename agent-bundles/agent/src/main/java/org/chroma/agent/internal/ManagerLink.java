package org.chroma.agent.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.chroma.protocol.Json;
import org.chroma.protocol.Limits;
import org.chroma.protocol.ProtocolException;
import org.chroma.protocol.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * HTTPS to one manager, as one agent: its certificate is shown, and only the manager's own authority is trusted. The
 * platform keeps the connection open between reports and needs no thread for that.
 */
final class ManagerLink {
    private static final int CONNECT_MILLIS = 10_000;
    private static final int READ_MILLIS = 30_000;

    private final URI manager;
    private final SSLSocketFactory sockets;

    /**
     * @param manager ends in a slash
     * @param identity null while the agent has no certificate yet
     */
    ManagerLink(URI manager, X509Certificate authority, AgentFiles.@Nullable Identity identity)
            throws GeneralSecurityException, IOException {
        this.manager = manager;
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", authority);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        char[] none = new char[0];
        if (identity != null) {
            own.setKeyEntry("client", identity.key(), none, new X509Certificate[] {identity.certificate()});
        }
        keys.init(own, none);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        sockets = context.getSocketFactory();
    }

    /** The manager answered, and said no. */
    static final class RefusedException extends IOException {
        private final int status;

        RefusedException(int status, String message) {
            super(message);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /**
     * Sends a message.
     *
     * @throws RefusedException with the manager's own words for every answer but 200 and 409
     */
    <T extends Record> T post(String path, Record message, Class<T> answer) throws IOException {
        byte[] body = Json.write(message);
        HttpURLConnection connection = open(path);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        // With a known length nothing is sent twice behind our back.
        connection.setFixedLengthStreamingMode(body.length);
        connection.setRequestProperty("Content-Type", "application/json");
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        int status = connection.getResponseCode();
        if (status == HttpURLConnection.HTTP_OK || status == HttpURLConnection.HTTP_CONFLICT) {
            return Json.read(content(connection, status, Limits.MESSAGE_BYTES), answer);
        }
        throw refused(connection, status);
    }

    /** Fetches at most so many bytes. */
    byte[] get(String path, int limit) throws IOException {
        HttpURLConnection connection = open(path);
        int status = connection.getResponseCode();
        if (status != HttpURLConnection.HTTP_OK) {
            throw refused(connection, status);
        }
        return content(connection, status, limit);
    }

    private HttpURLConnection open(String path) throws IOException {
        URL url;
        try {
            url = manager.resolve(path).toURL();
        } catch (MalformedURLException | IllegalArgumentException e) {
            throw new IOException(manager + " is not the address of a manager", e);
        }
        if (!(url.openConnection() instanceof HttpsURLConnection connection)) {
            throw new IOException(manager + " is not an https address");
        }
        connection.setSSLSocketFactory(sockets);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        return connection;
    }

    private static RefusedException refused(HttpURLConnection connection, int status) throws IOException {
        String reason;
        try {
            reason = Json.read(content(connection, status, Limits.MESSAGE_BYTES), Refusal.class)
                    .message();
        } catch (ProtocolException e) {
            reason = "The manager answered with HTTP status " + status;
        }
        return new RefusedException(status, reason);
    }

    private static byte[] content(HttpURLConnection connection, int status, int limit) throws IOException {
        InputStream body = status >= 400 ? connection.getErrorStream() : connection.getInputStream();
        if (body == null) {
            return new byte[0];
        }
        try (body) {
            byte[] bytes = body.readNBytes(limit + 1);
            if (bytes.length > limit) {
                connection.disconnect();
                throw new ProtocolException("The manager's answer is larger than %,d bytes".formatted(limit));
            }
            return bytes;
        }
    }
}
