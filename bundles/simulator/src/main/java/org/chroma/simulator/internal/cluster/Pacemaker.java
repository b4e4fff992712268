package org.chroma.simulator.internal.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.stream.XMLStreamException;
import org.chroma.simulator.internal.pacemaker.Cib;
import org.chroma.simulator.internal.pacemaker.Xml;
import org.jspecify.annotations.Nullable;

/**
 * The failover cluster of one pair: decides where each resource ought to run, and has it started, stopped and moved in
 * the background, as Pacemaker does. All methods need the cluster's lock, except {@link #wake}.
 */
public final class Pacemaker {
    public static final String VERSION = "2.1.5-a3f44794f94";
    private static final Duration DETECTION = Duration.ofSeconds(5);

    /** What is kept when the simulator stops. */
    private static final class Kept {
        String configuration = "";
        int epoch;
        Map<String, String> running = new LinkedHashMap<>();
        Map<String, List<Operation>> history = new TreeMap<>();
    }

    /**
     * Something that was done with a resource.
     *
     * @param task {@code start}, {@code stop} or {@code monitor}
     * @param code OCF's exit code
     * @param time seconds since 1970
     * @param millis how long it took
     */
    public record Operation(int call, String resource, String node, String task, int code, long time, long millis) {}

    private final Cluster cluster;
    private final Set<String> busy = new HashSet<>();
    private final Pair pair;
    private final Cib cib;
    private final Kept kept;
    private int calls = 4;

    /**
     * Takes over what is kept of the pair's failover cluster, or begins a new one.
     *
     * @param nodes the servers' names
     */
    public Pacemaker(Cluster cluster, Pair pair, List<String> nodes) {
        this.cluster = cluster;
        this.pair = pair;
        Optional<Kept> found = cluster.store().load(file(pair), Kept.class);
        kept = found.orElseGet(Kept::new);
        try {
            cib = found.isPresent()
                    ? Cib.restored(Xml.parse(kept.configuration), kept.epoch)
                    : new Cib(pair.name(), nodes);
        } catch (XMLStreamException e) {
            throw new IllegalStateException(
                    "the kept configuration of the failover cluster %s is damaged".formatted(pair.name()), e);
        }
    }

    private static String file(Pair pair) {
        return "pairs/" + pair.name();
    }

    private void save() {
        kept.configuration = cib.configuration().print();
        kept.epoch = cib.epoch();
        cluster.store().save(file(pair), kept);
    }

    public Cib cib() {
        return cib;
    }

    public Pair pair() {
        return pair;
    }

    /** The configuration was changed: keeps it, and does what follows from it. */
    public void configured() {
        cib.changed();
        save();
        wake();
    }

    /** A member of the failover cluster: has power, and runs Corosync and Pacemaker. */
    public boolean online(SimServer server) {
        return server.powered() && server.running("corosync") && server.running("pacemaker");
    }

    /** The node that decides. */
    public Optional<SimServer> coordinator() {
        List<SimServer> online = pair.servers().stream().filter(this::online).toList();
        return online.isEmpty() ? Optional.empty() : Optional.of(online.get(online.size() - 1));
    }

    /** The node on which a resource runs. */
    public Optional<String> runsOn(String resource) {
        return Optional.ofNullable(kept.running.get(resource));
    }

    public boolean pending(String resource) {
        return busy.contains(resource);
    }

    /** Whether nothing is left to do. */
    public boolean settled() {
        boolean lost = pair.servers().stream().anyMatch(s -> !s.powered() && kept.running.containsValue(s.name()));
        return !lost && busy.isEmpty() && cib.primitives().stream().allMatch(p -> nextStep(p) == null);
    }

    /** What was done with a resource on a node, oldest first. */
    public List<Operation> history(String resource, String node) {
        return kept.history.getOrDefault(resource + "@" + node, List.of());
    }

    /** The last thing done on the node failed, and nobody cleaned up since. */
    public Optional<Operation> failure(String resource, String node) {
        return history(resource, node).stream()
                .filter(o -> !o.task().equals("monitor") && o.code() != ResourceAgent.SUCCESS)
                .reduce((first, second) -> second);
    }

    /** Forgets failures, so that a resource may start again where it failed. */
    public void cleanUp(@Nullable String resource) {
        kept.history
                .values()
                .forEach(list -> list.removeIf(
                        o -> (resource == null || o.resource().equals(resource)) && o.code() != ResourceAgent.SUCCESS));
        save();
        wake();
    }

    /** Looks again, soon and in the background, whether something is to be done. */
    public void wake() {
        cluster.schedule(this::evaluate);
    }

    private record Step(Xml primitive, SimServer server, boolean start) {}

    private void evaluate() {
        List<Step> steps = new ArrayList<>();
        cluster.lock().lock();
        try {
            lostNodes();
            Set<String> known = new HashSet<>();
            for (Xml primitive : cib.primitives()) {
                known.add(primitive.get("id", ""));
                Step step = nextStep(primitive);
                if (step != null && busy.add(primitive.get("id", ""))) {
                    steps.add(step);
                }
            }
            for (String orphan : List.copyOf(kept.running.keySet())) {
                if (!known.contains(orphan)) {
                    kept.running.remove(orphan);
                }
            }
        } finally {
            cluster.lock().unlock();
        }
        steps.forEach(step -> cluster.schedule(() -> carryOut(step)));
    }

    /** What ran on a server without power runs no more. */
    private void lostNodes() {
        for (SimServer server : pair.servers()) {
            if (!server.powered()) {
                kept.running.values().removeIf(server.name()::equals);
            }
        }
    }

    private @Nullable Step nextStep(Xml primitive) {
        String id = primitive.get("id", "");
        if (busy.contains(id)) {
            return null;
        }
        @Nullable SimServer there = server(kept.running.get(id));
        @Nullable SimServer wanted = wanted(primitive, there);
        if (there != null && !online(there)) {
            return null;
        }
        boolean runs =
                there != null && cluster.resourceAgent(Cib.agent(primitive)).runs(there, Cib.attributes(primitive));
        if (there != null && !runs) {
            // The monitor finds it dead, and it is started again.
            kept.running.remove(id);
            there = null;
        }
        if (Objects.equals(there, wanted)) {
            return null;
        }
        return there != null
                ? new Step(primitive, there, false)
                : wanted != null ? new Step(primitive, wanted, true) : null;
    }

    private @Nullable SimServer server(@Nullable String node) {
        return pair.servers().stream()
                .filter(s -> s.name().equals(node))
                .findFirst()
                .orElse(null);
    }

    private @Nullable SimServer wanted(Xml primitive, @Nullable SimServer there) {
        if (Cib.meta(primitive).getOrDefault("target-role", "Started").equals("Stopped")) {
            return null;
        }
        String id = primitive.get("id", "");
        SimServer best = null;
        int most = -1;
        for (SimServer server : pair.servers()) {
            if (!online(server) || failure(id, server.name()).isPresent()) {
                continue;
            }
            int score = server.equals(there) ? cib.stickiness(primitive) : 0;
            for (Xml location : cib.locations(id)) {
                if (server.name().equals(location.get("node"))) {
                    score += Cib.score(location.get("score", "0"));
                }
            }
            if (score > most && score >= 0) {
                best = server;
                most = score;
            }
        }
        return best;
    }

    private void carryOut(Step step) {
        String id = step.primitive().get("id", "");
        Map<String, String> attributes = Cib.attributes(step.primitive());
        ResourceAgent agent = cluster.resourceAgent(Cib.agent(step.primitive()));
        long begin = cluster.clock().millis();
        int code;
        try {
            code = step.start() ? agent.start(step.server(), attributes) : agent.stop(step.server(), attributes);
        } catch (IOException e) {
            code = ResourceAgent.ERROR;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            code = ResourceAgent.ERROR;
        }
        cluster.lock().lock();
        try {
            busy.remove(id);
            long millis = cluster.clock().millis() - begin;
            done(new Operation(
                    ++calls, id, step.server().name(), step.start() ? "start" : "stop", code, begin / 1000, millis));
            if (code == ResourceAgent.SUCCESS) {
                if (step.start()) {
                    kept.running.put(id, step.server().name());
                    done(new Operation(++calls, id, step.server().name(), "monitor", 0, begin / 1000, 46));
                } else {
                    kept.running.remove(id);
                }
            } else if (!step.server().powered()) {
                kept.running.remove(id);
                kept.history.remove(id + "@" + step.server().name());
            }
            save();
        } finally {
            cluster.lock().unlock();
        }
        if (!Thread.currentThread().isInterrupted()) {
            evaluate();
        }
    }

    private void done(Operation operation) {
        List<Operation> list =
                kept.history.computeIfAbsent(operation.resource() + "@" + operation.node(), key -> new ArrayList<>());
        list.removeIf(o -> o.task().equals(operation.task()));
        list.add(operation);
    }

    /** A server lost its power: the others notice after a while. */
    public void nodeLost() {
        cluster.scheduleAfter(cluster.duration(DETECTION), this::evaluate);
    }
}
