package org.chroma.simulator.internal.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.chroma.simulator.internal.cluster.ClusterStore;
import org.chroma.simulator.internal.cluster.PairLayout;

/** Which pairs the simulated cluster has; it only grows, so that a later start finds all that an earlier one had. */
final class Layout {
    private static final int METADATA_SERVERS = 2;
    private static final int OWN_NUMBERS = 10_000;

    /**
     * A pair of object storage servers.
     *
     * @param number from 1
     * @param disksPerServer half of the disks that both share
     */
    private record ObjectPair(int number, int disksPerServer) {}

    /** What is kept. */
    private static final class Kept {
        List<ObjectPair> pairs = new ArrayList<>();
        int sshPort;
        int agentPort;
        /** The first server's number, for pairs that have a configuration of their own. */
        Map<String, Integer> numbers = new TreeMap<>();
    }

    private final ClusterStore store;
    private final Kept kept;

    Layout(ClusterStore store) {
        this.store = store;
        this.kept = store.load("layout", Kept.class).orElseGet(Kept::new);
    }

    /** Makes sure that there are as many servers, the two for metadata among them. */
    void grow(int servers, int disksPerServer) {
        while (METADATA_SERVERS + 2 * kept.pairs.size() < servers) {
            kept.pairs.add(new ObjectPair(kept.pairs.size() + 1, disksPerServer));
        }
        save();
    }

    /** Adds one pair. */
    PairLayout add(int disksPerServer) {
        ObjectPair pair = new ObjectPair(kept.pairs.size() + 1, disksPerServer);
        kept.pairs.add(pair);
        save();
        return layout(pair);
    }

    List<PairLayout> pairs() {
        List<PairLayout> pairs = new ArrayList<>();
        pairs.add(PairLayout.metadata(0));
        kept.pairs.forEach(p -> pairs.add(layout(p)));
        return pairs;
    }

    private static PairLayout layout(ObjectPair pair) {
        // One pair reaches its disks over two paths, so that both ways are seen.
        return PairLayout.objects(pair.number(), 2 * pair.number(), pair.disksPerServer(), pair.number() == 1, false);
    }

    /** The number of the first server of a pair with a configuration of its own; always the same. */
    int number(String pair) {
        Integer known = kept.numbers.get(pair);
        if (known != null) {
            return known;
        }
        // Far above those that count with the pairs of object storage servers.
        int next = kept.numbers.values().stream().mapToInt(n -> n + 2).max().orElse(OWN_NUMBERS);
        kept.numbers.put(pair, next);
        save();
        return next;
    }

    int sshPort() {
        return kept.sshPort;
    }

    int agentPort() {
        return kept.agentPort;
    }

    /** The manager remembers addresses with their ports, so they stay. */
    void ports(int ssh, int agent) {
        kept.sshPort = ssh;
        kept.agentPort = agent;
        save();
    }

    private void save() {
        store.save("layout", kept);
    }
}
