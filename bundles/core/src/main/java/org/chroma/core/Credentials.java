package org.chroma.core;

import org.jspecify.annotations.Nullable;

/**
 * How to log in at a server, typed by the administrator for this one time; never stored, never logged.
 *
 * @param password null where a key is used
 * @param privateKey OpenSSH or PEM text; null where a password is used
 */
public record Credentials(
        @Nullable String password,
        @Nullable String privateKey,
        @Nullable String passphrase) {
    @Override
    public String toString() {
        return "Credentials[hidden]";
    }
}
