package org.chroma.core.internal.plugin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what servers tell of their plugins, without letting them fill the log: a plugin that says something else each
 * time, or that fails at every other look, is logged once in a while, and a server that has ever new plugins to tell
 * of, no more after some.
 */
final class ProblemLog {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemLog.class);
    private static final Duration WHILE = Duration.ofMinutes(10);
    private static final int LINES_OF_A_SERVER = 50;

    private final InstantSource clock;
    private final Map<Long, Told> told = new HashMap<>();

    /** What was logged of one server in a while, which began with the first of it. */
    private record Told(Instant since, Set<String> plugins) {}

    ProblemLog(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Logs it, or not.
     *
     * @return whether it was
     */
    boolean tell(long server, LongFunction<String> name, String plugin, String why) {
        int lines;
        synchronized (told) {
            Instant now = clock.instant();
            told.values().removeIf(before -> !before.since().plus(WHILE).isAfter(now));
            Set<String> plugins = told.computeIfAbsent(server, number -> new Told(now, new HashSet<>()))
                    .plugins();
            if (plugins.size() >= LINES_OF_A_SERVER || !plugins.add(plugin)) {
                return false;
            }
            lines = plugins.size();
        }
        LOG.warn("Plugin {} fails on {}: {}", plugin, name.apply(server), why);
        if (lines == LINES_OF_A_SERVER) {
            LOG.warn("{} reports so many plugins that further ones are not logged for a while", name.apply(server));
        }
        return true;
    }
}
