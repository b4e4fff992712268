package org.chroma.agent.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.chroma.protocol.Json;
import org.chroma.protocol.ProtocolException;

/**
 * What an agent keeps: who its manager is, the key and certificate by which the manager knows it, and the host key of
 * its action endpoint. All of it can be read by its owner alone.
 */
final class AgentFiles {
    /** Guards nothing that the file's permissions do not guard; the format wants one. */
    private static final char[] STORE_PASSWORD = "chroma".toCharArray();

    private static final String CLIENT = "client";
    private static final String AUTHORITY = "authority";

    private final Path directory;

    AgentFiles(Path directory) {
        this.directory = directory;
    }

    /**
     * Who the manager is.
     *
     * @param manager its URL, ending in a slash
     * @param managerKey the only key that may run actions, in OpenSSH's one-line form
     * @param fqdn the name under which this server is registered
     */
    record ServerConf(String manager, String managerKey, String fqdn) {}

    Path directory() {
        return directory;
    }

    /** The manager, if there is one. Its file is written last and deleted first, so where it is, the others are. */
    Optional<ServerConf> serverConf() throws IOException {
        Path file = serverConfFile();
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(Files.readAllBytes(file), ServerConf.class));
        } catch (ProtocolException e) {
            throw new IOException(file + " is damaged; register this server again: " + e.getMessage(), e);
        }
    }

    /** Becomes the agent of a manager. */
    void save(ServerConf conf, Identity identity) throws IOException, GeneralSecurityException {
        prepare();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(CLIENT, identity.key(), STORE_PASSWORD, new X509Certificate[] {identity.certificate()});
        store.setCertificateEntry(AUTHORITY, identity.authority());
        replace(identityFile(), out -> store.store(out, STORE_PASSWORD));
        replace(serverConfFile(), out -> out.write(Json.write(conf)));
    }

    /** By what manager and agent know each other. */
    record Identity(PrivateKey key, X509Certificate certificate, X509Certificate authority) {}

    Identity identity() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(identityFile())) {
            store.load(in, STORE_PASSWORD);
        }
        if (store.getKey(CLIENT, STORE_PASSWORD) instanceof PrivateKey key
                && store.getCertificate(CLIENT) instanceof X509Certificate certificate
                && store.getCertificate(AUTHORITY) instanceof X509Certificate authority) {
            return new Identity(key, certificate, authority);
        }
        throw new IOException(identityFile() + " is damaged; register this server again");
    }

    /** The key of the action endpoint; made when it is first asked for. */
    KeyPair hostKey() throws IOException, GeneralSecurityException {
        Path file = directory.resolve("host_key");
        if (!Files.exists(file)) {
            prepare();
            KeyPair made = KeyUtils.generateKeyPair(KeyPairProvider.ECDSA_SHA2_NISTP256, 256);
            replace(
                    file,
                    out -> OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(made, "chroma-agent", null, out));
        }
        try (InputStream in = Files.newInputStream(file)) {
            for (KeyPair pair : SecurityUtils.loadKeyPairIdentities(null, () -> file.toString(), in, null)) {
                return pair;
            }
        }
        throw new IOException(file + " holds no key");
    }

    /** Stops being the agent of any manager. */
    void forget() throws IOException {
        Files.deleteIfExists(serverConfFile());
        Files.deleteIfExists(identityFile());
    }

    private Path serverConfFile() {
        return directory.resolve("server_conf");
    }

    private Path identityFile() {
        return directory.resolve("identity.p12");
    }

    private void prepare() throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private interface Content {
        void writeTo(OutputStream out) throws IOException, GeneralSecurityException;
    }

    private static void replace(Path file, Content content) throws IOException, GeneralSecurityException {
        Path fresh = Files.createTempFile(
                file.getParent(),
                file.getFileName() + "-",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            try (OutputStream out = Files.newOutputStream(fresh)) {
                content.writeTo(out);
            }
            try {
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
