package org.chroma.comms.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what callers do wrong: each of their faults once, and again after an hour if it goes on. Those who show no
 * certificate are remembered apart, so that no number of them can crowd out what is logged of agents.
 */
final class Complaints {
    private static final Logger LOG = LoggerFactory.getLogger(Complaints.class);
    private static final Duration SILENCE = Duration.ofHours(1);
    private static final int STRANGERS = 1_000;
    private static final int AGENTS = 10_000;

    private final Clock clock;
    private final Map<String, Instant> ofStrangers = new HashMap<>();
    private final Map<String, Instant> ofAgents = new HashMap<>();

    Complaints(Clock clock) {
        this.clock = clock;
    }

    /** The same about somebody without a certificate. */
    boolean logStranger(String address, String fault, String message) {
        synchronized (this) {
            if (!fresh(ofStrangers, STRANGERS, address + " " + fault)) {
                return false;
            }
        }
        LOG.warn("Refused {}: {}", address, message);
        return true;
    }

    /**
     * Logs it, unless it was.
     *
     * @param name of the certificate that the caller shows
     * @param address from where
     * @param fault what kind of thing is wrong, without what the caller may vary
     * @return whether it was logged
     */
    boolean log(String name, String address, String fault, String message) {
        synchronized (this) {
            if (!fresh(ofAgents, AGENTS, name + " " + fault)) {
                return false;
            }
        }
        LOG.warn("Refused {} at {}: {}", name, address, message);
        return true;
    }

    /** Faults that are not logged again for now. */
    synchronized int remembered() {
        return ofStrangers.size() + ofAgents.size();
    }

    /** Whether it is not remembered, and now is. */
    private boolean fresh(Map<String, Instant> logged, int most, String key) {
        Instant now = clock.instant();
        Instant last = logged.get(key);
        if (last != null && last.plus(SILENCE).isAfter(now)) {
            return false;
        }
        if (logged.size() >= most) {
            logged.values().removeIf(at -> !at.plus(SILENCE).isAfter(now));
        }
        if (logged.size() >= most) {
            return false;
        }
        logged.put(key, now);
        return true;
    }
}
