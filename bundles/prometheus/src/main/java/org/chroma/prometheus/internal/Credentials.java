package org.chroma.prometheus.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/**
 * Says who is asking. Secrets are read from their files for each request, so that a renewed token counts at once, and
 * are kept nowhere.
 *
 * @param username empty for no basic authentication
 * @param passwordFile empty for an empty password
 * @param tokenFile empty for no bearer token
 */
record Credentials(String username, String passwordFile, String tokenFile) {
    static final Credentials NONE = new Credentials("", "", "");

    Credentials {
        if (!username.isEmpty() && !tokenFile.isEmpty()) {
            throw new IllegalArgumentException("Either username or token.file may be given, not both");
        }
        if (username.isEmpty() && !passwordFile.isEmpty()) {
            throw new IllegalArgumentException("password.file is given without a username");
        }
    }

    /**
     * Value of the header {@code Authorization}.
     *
     * @throws IOException if a secret cannot be read; its message names the file
     */
    Optional<String> authorization() throws IOException {
        if (!tokenFile.isEmpty()) {
            return Optional.of("Bearer " + secret(tokenFile));
        }
        if (!username.isEmpty()) {
            String pair = username + ":" + (passwordFile.isEmpty() ? "" : secret(passwordFile));
            return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
        return Optional.empty();
    }

    private static String secret(String file) throws IOException {
        String text;
        try {
            text = Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new IOException(
                    "The secret in " + file + " cannot be read: " + e.getClass().getSimpleName(), e);
        }
        if (text.isEmpty() || !text.chars().allMatch(c -> c >= ' ' && c != 127)) {
            throw new IOException("The secret in " + file + " is empty or has more than one line");
        }
        return text;
    }
}
