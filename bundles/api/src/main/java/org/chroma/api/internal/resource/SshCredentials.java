package org.chroma.api.internal.resource;

import org.chroma.api.internal.web.Body;
import org.chroma.core.Credentials;
import org.jspecify.annotations.Nullable;

/** Reads what an administrator typed to reach a server for the first time. */
final class SshCredentials {
    private static final int KEY_CHARACTERS = 16_384;

    private SshCredentials() {}

    /** Null where nothing was typed: the manager's own key is used then. */
    static @Nullable Credentials read(Body body) {
        String password = body.text("root_password", 1_024);
        String key = body.text("private_key", KEY_CHARACTERS);
        String passphrase = body.text("private_key_passphrase", 1_024);
        if (password != null && key != null) {
            body.error("private_key", "Give either a password or a private key");
        }
        if (passphrase != null && key == null) {
            body.error("private_key_passphrase", "A passphrase is of no use without a private key");
        }
        return password == null && key == null ? null : new Credentials(password, key, passphrase);
    }
}
