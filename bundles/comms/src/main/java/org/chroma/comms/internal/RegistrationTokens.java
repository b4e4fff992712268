package org.chroma.comms.internal;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.chroma.protocol.Sha256;

/**
 * Tokens of 256 random bits that are good for one certificate, for one minute. Only their digests are kept, and in
 * memory alone: after a restart, registration starts afresh.
 */
final class RegistrationTokens {
    static final Duration LIFE = Duration.ofSeconds(60);

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Entry> entries = new HashMap<>();

    private record Entry(long host, Instant end) {}

    RegistrationTokens(Clock clock) {
        this.clock = clock;
    }

    /** A new token for a host; an earlier one is void. */
    synchronized String issue(long host) {
        byte[] bits = new byte[32];
        random.nextBytes(bits);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        Instant now = clock.instant();
        entries.values().removeIf(entry -> entry.host() == host || entry.end().isBefore(now));
        entries.put(digest(token), new Entry(host, now.plus(LIFE)));
        return token;
    }

    /** The host that the token was made for, once. */
    synchronized Optional<Long> redeem(String token) {
        Entry entry = entries.remove(digest(token));
        return entry == null || entry.end().isBefore(clock.instant()) ? Optional.empty() : Optional.of(entry.host());
    }

    private static String digest(String token) {
        return Sha256.of(token.getBytes(StandardCharsets.UTF_8));
    }
}
