package org.chroma.comms.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what callers do wrong: each of their faults once, and again after an hour if it goes on. */
final class Complaints {
    private static final Logger LOG = LoggerFactory.getLogger(Complaints.class);
    private static final Duration SILENCE = Duration.ofHours(1);
    private static final int REMEMBERED = 10_000;

    private final Clock clock;
    private final Map<String, Instant> logged = new HashMap<>();

    Complaints(Clock clock) {
        this.clock = clock;
    }

    /**
     * Logs it, unless it was.
     *
     * @param who the caller: its server's name, or its network address
     * @param fault what kind of thing is wrong, without what varies
     * @return whether it was logged
     */
    boolean log(String who, String fault, String message) {
        Instant now = clock.instant();
        synchronized (logged) {
            String key = who + " " + fault;
            Instant last = logged.get(key);
            if (last != null && last.plus(SILENCE).isAfter(now)) {
                return false;
            }
            if (logged.size() >= REMEMBERED) {
                logged.values().removeIf(at -> at.plus(SILENCE).isBefore(now));
            }
            if (logged.size() >= REMEMBERED) {
                return false;
            }
            logged.put(key, now);
        }
        LOG.warn("Refused {}: {}", who, message);
        return true;
    }
}
