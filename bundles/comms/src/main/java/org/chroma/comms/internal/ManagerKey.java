package org.chroma.comms.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.security.SecurityUtils;

/** The SSH key by which servers know the manager, in OpenSSH's files. */
final class ManagerKey {
    private final KeyPair pair;

    private ManagerKey(KeyPair pair) {
        this.pair = pair;
    }

    /** Opens the private key; where there is no file, a key is made, and its public half beside it. */
    static ManagerKey open(Path file) throws IOException, GeneralSecurityException {
        if (!Files.exists(file)) {
            create(file);
        }
        try (InputStream in = Files.newInputStream(file)) {
            for (KeyPair pair : SecurityUtils.loadKeyPairIdentities(null, file::toString, in, null)) {
                return new ManagerKey(pair);
            }
        }
        throw new IOException(file + " does not contain an SSH key");
    }

    private static void create(Path file) throws IOException, GeneralSecurityException {
        Path directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        KeyPair made = KeyUtils.generateKeyPair(KeyPairProvider.ECDSA_SHA2_NISTP256, 256);
        Path fresh = Files.createTempFile(
                directory,
                file.getFileName() + "-",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (OutputStream out = Files.newOutputStream(fresh)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(made, "chroma-manager", null, out);
        }
        Files.writeString(
                file.resolveSibling(file.getFileName() + ".pub"),
                PublicKeyEntry.toString(made.getPublic()) + " chroma-manager\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    KeyPair pair() {
        return pair;
    }

    /** The public key in OpenSSH's one-line form. */
    String line() {
        return PublicKeyEntry.toString(pair.getPublic());
    }

    /** A public key from OpenSSH's one-line form. */
    static PublicKey publicKey(String line) throws IOException {
        try {
            return AuthorizedKeyEntry.parseAuthorizedKeyEntry(line)
                    .resolvePublicKey(null, PublicKeyEntryResolver.FAILING);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("This is not a public key: " + e.getMessage(), e);
        }
    }
}
