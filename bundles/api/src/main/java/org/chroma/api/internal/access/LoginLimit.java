package org.chroma.api.internal.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Slows down anyone who guesses passwords: after some failures for one name, or from one address, further attempts are
 * refused for a while. Attempts whose end is not known yet take up what is left of the failures, so that many at once
 * are no more than one after the other.
 */
public final class LoginLimit {
    private static final int FAILURES_OF_A_NAME = 10;
    private static final int FAILURES_OF_AN_ADDRESS = 50;
    private static final Duration WINDOW = Duration.ofMinutes(5);
    /**
     * Checking a password takes a tenth of a second; anyone who waits longer for others' attempts to end is refused.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration LONGEST_CHECK = Duration.ofMinutes(1);
    private static final int REMEMBERED = 10_000;

    private final Clock clock;
    private final Map<String, Deque<Instant>> undecided = new HashMap<>();
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

    /**
     * Whether another attempt may be made now; it waits while that depends on attempts that are under way. Anyone who
     * is allowed one says afterwards that it {@link #failed} or {@link #succeeded}.
     */
    public synchronized boolean allows(String username, String address) {
        String name = nameKey(username, address);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (count(name) < FAILURES_OF_A_NAME && count(addressKey(address)) < FAILURES_OF_AN_ADDRESS) {
            if (count(name) + undecided(name) < FAILURES_OF_A_NAME
                    && count(addressKey(address)) + undecided(addressKey(address)) < FAILURES_OF_AN_ADDRESS) {
                for (String key : List.of(name, addressKey(address))) {
                    undecided.computeIfAbsent(key, same -> new ArrayDeque<>()).add(clock.instant());
                }
                return true;
            }
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    public synchronized void failed(String username, String address) {
        add(nameKey(username, address));
        add(addressKey(address));
        decided(username, address);
    }

    public synchronized void succeeded(String username, String address) {
        failures.remove(nameKey(username, address));
        decided(username, address);
    }

    private void decided(String username, String address) {
        for (String key : List.of(nameKey(username, address), addressKey(address))) {
            undecided.computeIfPresent(key, (same, begun) -> begun.size() <= 1 ? null : without(begun));
        }
        notifyAll();
    }

    private static Deque<Instant> without(Deque<Instant> begun) {
        begun.removeFirst();
        return begun;
    }

    private int undecided(String key) {
        Deque<Instant> begun = undecided.get(key);
        if (begun == null) {
            return 0;
        }
        // One that broke off before it had an end must not count for ever.
        begun.removeIf(at -> at.plus(LONGEST_CHECK).isBefore(clock.instant()));
        return begun.size();
    }

    /** Seconds after which it is worth trying again. */
    public static long retryAfter() {
        return WINDOW.toSeconds();
    }

    // The name counts together with the address, so that nobody can lock a user out from elsewhere. Databases find a
    // user by a
    // name with blanks behind it, too.
    private static String nameKey(String username, String address) {
        return address + " " + username.stripTrailing();
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
