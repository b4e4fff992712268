package org.chroma.core.internal.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.chroma.model.Nid;
import org.chroma.spi.Fact;
import org.chroma.spi.FactSink;
import org.chroma.spi.Observation;
import org.chroma.state.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the facts of a report say, as far as they could say it. Facts are of plugins: they are asked before the report
 * is written down, by the thread that brings it, and one that fails harms no other plugin.
 */
final class Claims {
    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

    private final Map<String, List<Consumer<Reconciler>>> byPlugin = new HashMap<>();
    private final Map<String, String> failures = new TreeMap<>();

    /** Asks all facts of a server's report. */
    static Claims of(long server, Map<String, Observation> observations) {
        Claims claims = new Claims();
        observations.forEach((plugin, observation) -> claims.ask(server, plugin, observation.facts()));
        return claims;
    }

    private void ask(long server, String plugin, List<Fact> facts) {
        List<Consumer<Reconciler>> said = new ArrayList<>();
        for (Fact fact : facts) {
            Listener listener = new Listener(server);
            try {
                fact.applyTo(listener);
                said.addAll(listener.said);
            } catch (RuntimeException | LinkageError failed) {
                String type = fact.getClass().getSimpleName();
                LOG.debug("A fact of plugin {} cannot be applied: {}", plugin, type, failed);
                failures.putIfAbsent(plugin, "%s cannot be applied: %s".formatted(type, failed));
            }
        }
        byPlugin.put(plugin, said);
    }

    /** Tells the reconciler what a plugin's facts said. */
    void tell(String plugin, Reconciler reconciler) {
        byPlugin.getOrDefault(plugin, List.of()).forEach(claim -> claim.accept(reconciler));
    }

    /** By plugin, why something could not be applied. */
    Map<String, String> failures() {
        return failures;
    }

    /** Notes what one fact says. */
    private static final class Listener implements FactSink {
        private final long server;
        private final List<Consumer<Reconciler>> said = new ArrayList<>();

        private Listener(long server) {
            this.server = server;
        }

        @Override
        public long server() {
            return server;
        }

        @Override
        public void booted(Instant at, boolean managed) {
            said.add(reconciler -> reconciler.booted(at, managed));
        }

        @Override
        public <S extends Enum<S>> void state(ObjectId<S> object, S state) {
            said.add(reconciler -> reconciler.state(object, state));
        }

        @Override
        public void networkAddresses(Collection<String> nids) {
            Set<Nid> addresses = nids.stream().map(Nid::new).collect(Collectors.toSet());
            said.add(reconciler -> reconciler.networkAddresses(addresses));
        }

        @Override
        public void runsOn(String label, Optional<String> node) {
            said.add(reconciler -> reconciler.runsOn(label, node));
        }

        @Override
        public void runsHere(String label, boolean runs) {
            said.add(reconciler -> reconciler.runsHere(label, runs));
        }

        @Override
        public void mounted(Map<String, Map<String, String>> recovery) {
            Map<String, Map<String, String>> byUuid = new LinkedHashMap<>();
            recovery.forEach((uuid, status) -> byUuid.put(uuid, Map.copyOf(status)));
            said.add(reconciler -> reconciler.mounted(byUuid));
        }
    }
}
