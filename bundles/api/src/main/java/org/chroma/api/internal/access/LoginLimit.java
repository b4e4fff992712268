package org.chroma.api.internal.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down whoever guesses passwords: after some failures for one name, or from one address, further attempts are refused for a
 * while.
 */
public final class LoginLimit {
    private static final int FAILURES_OF_A_NAME = 10;
    private static final int FAILURES_OF_AN_ADDRESS = 50;
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int REMEMBERED = 10_000;

    private final Clock clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Failures(int count, Instant first) {}

    public LoginLimit(Clock clock) {
        this.clock = clock;
    }

    /** Whether another attempt may be made now. */
    public synchronized boolean allows(String username, String address) {
        return count(nameKey(username, address)) < FAILURES_OF_A_NAME
                && count(addressKey(address)) < FAILURES_OF_AN_ADDRESS;
    }

    public synchronized void failed(String username, String address) {
        add(nameKey(username, address));
        add(addressKey(address));
    }

    public synchronized void succeeded(String username, String address) {
        failures.remove(nameKey(username, address));
    }

    /** Seconds after which it is worth trying again. */
    public static long retryAfter() {
        return WINDOW.toSeconds();
    }

    // The name counts together with the address, so that nobody can lock a user out from elsewhere.
    private static String nameKey(String username, String address) {
        return address + " " + username;
    }

    private static String addressKey(String address) {
        return address;
    }

    private int count(String key) {
        Failures known = failures.get(key);
        return known == null || known.first().plus(WINDOW).isBefore(clock.instant()) ? 0 : known.count();
    }

    private void add(String key) {
        int count = count(key);
        Instant first = count == 0
                ? clock.instant()
                : failures.getOrDefault(key, new Failures(0, clock.instant())).first();
        failures.put(key, new Failures(count + 1, first));
    }
}
