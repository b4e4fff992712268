package org.chroma.simulator.internal.cluster;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.chroma.simulator.internal.lustre.LustreTarget;

/**
 * The simulated cluster. One lock guards all of it: a program holds it while it runs and lets go of it while it takes
 * its time, so that what it saw before may have changed after.
 */
public final class Cluster implements AutoCloseable {
    private static final ResourceAgent MISSING = new ResourceAgent() {
        @Override
        public int start(SimServer server, Map<String, String> attributes) {
            return NOT_INSTALLED;
        }

        @Override
        public int stop(SimServer server, Map<String, String> attributes) {
            return NOT_INSTALLED;
        }

        @Override
        public boolean runs(SimServer server, Map<String, String> attributes) {
            return false;
        }
    };

    private final Clock clock;
    private final double timeFactor;
    private final ClusterStore store;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, SimServer> servers = new LinkedHashMap<>();
    private final Map<String, SimServer> byNid = new LinkedHashMap<>();
    private final Map<String, Pair> pairs = new LinkedHashMap<>();
    private final Counters counters;
    private final List<ClusterListener> listeners = new CopyOnWriteArrayList<>();
    private final Map<String, ResourceAgent> resourceAgents = new ConcurrentHashMap<>();
    private final ExecutorService background = Executors.newCachedThreadPool(Cluster::thread);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(Cluster::thread);
    private volatile boolean closed;

    /**
     * @param timeFactor how long things take, as a part of what they take on real servers; 0 for no time at all
     */
    public Cluster(Clock clock, double timeFactor, ClusterStore store) {
        this.clock = clock;
        this.timeFactor = timeFactor;
        this.store = store;
        this.counters = new Counters(this);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "chroma-simulator");
        thread.setDaemon(true);
        return thread;
    }

    public Clock clock() {
        return clock;
    }

    public ClusterStore store() {
        return store;
    }

    public Counters counters() {
        return counters;
    }

    /** How long something takes here that takes so long on real servers. */
    public Duration duration(Duration real) {
        return Duration.ofNanos((long) (real.toNanos() * timeFactor));
    }

    public ReentrantLock lock() {
        return lock;
    }

    /** Signalled whenever a server's power or faults changed; programs that take their time listen. */
    public Condition changed() {
        return changed;
    }

    public <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    public void listen(ClusterListener listener) {
        listeners.add(listener);
    }

    public void ignore(ClusterListener listener) {
        listeners.remove(listener);
    }

    // What it is made of

    /** Adds a pair of servers, with what is kept of them. */
    public void add(PairLayout layout) {
        List<SimServer> added = new ArrayList<>();
        lock.lock();
        try {
            Map<String, Disk> disks = new LinkedHashMap<>();
            for (Disk disk : layout.disks()) {
                store.load(disk);
                disks.put(disk.serial(), disk);
            }
            List<String> nodes = layout.servers().stream().map(ServerSpec::name).toList();
            Pair pair = new Pair(this, layout.name(), disks, nodes);
            pairs.put(pair.name(), pair);
            for (ServerSpec spec : layout.servers()) {
                if (servers.containsKey(spec.name())) {
                    throw new IllegalArgumentException("there is already a server %s".formatted(spec.name()));
                }
                Map<String, Disk> local = new LinkedHashMap<>();
                for (Disk disk : PairLayout.localDisks(spec)) {
                    if (store.knows(disk)) {
                        store.load(disk);
                    }
                    local.put(disk.serial(), disk);
                }
                Optional<ServerState> kept = store.loadServer(spec.name());
                SimServer server = new SimServer(this, spec, pair, local, kept.orElseGet(ServerState::new));
                pair.add(server);
                servers.put(spec.name(), server);
                byNid.put(spec.nid(), server);
                if (kept.isEmpty()) {
                    server.boot();
                }
                added.add(server);
            }
        } finally {
            lock.unlock();
        }
        added.forEach(server -> listeners.forEach(l -> l.added(server)));
    }

    public Collection<SimServer> servers() {
        return Collections.unmodifiableCollection(servers.values());
    }

    public Collection<Pair> pairs() {
        return Collections.unmodifiableCollection(pairs.values());
    }

    public Optional<SimServer> server(String name) {
        return Optional.ofNullable(servers.get(name));
    }

    /** The server with a NID; a network's number 0 may be left out. */
    public Optional<SimServer> byNid(String nid) {
        return Optional.ofNullable(byNid.get(canonical(nid)));
    }

    /** A NID as Lustre prints it, for example {@code 10.0.0.1@tcp} for {@code 10.0.0.1@tcp0}. */
    public static String canonical(String nid) {
        return nid.replaceFirst("(@[a-z]+)0$", "$1");
    }

    /** The server that a host name or an address means. */
    public Optional<SimServer> host(String name) {
        return servers.values().stream()
                .filter(s -> name.equals(s.name())
                        || name.equals(s.spec().fqdn())
                        || name.equals(s.spec().address())
                        || name.equals(s.spec().storageAddress()))
                .findFirst();
    }

    /** A running MGS of Lustre's network. */
    public record RunningMgs(SimServer server, Disk disk, LustreTarget target) {}

    /** The MGS that runs on one of the servers with these NIDs, where LNet reaches it. */
    public Optional<RunningMgs> mgs(List<String> nids) {
        for (String group : nids) {
            for (String nid : group.split(",", -1)) {
                Optional<RunningMgs> mgs =
                        byNid(nid).filter(SimServer::answersLnet).flatMap(this::mgsOn);
                if (mgs.isPresent()) {
                    return mgs;
                }
            }
        }
        return Optional.empty();
    }

    /** The MGS that runs on a server. */
    public Optional<RunningMgs> mgsOn(SimServer server) {
        for (Mount mount : server.targetMounts()) {
            Optional<Disk> disk = server.disk(mount.serial());
            LustreTarget target = disk.map(Disk::target).orElse(null);
            if (disk.isPresent() && target != null && target.has(LustreTarget.MGS)) {
                return Optional.of(new RunningMgs(server, disk.get(), target));
            }
        }
        return Optional.empty();
    }

    /** The server on which a disk is mounted, if any. */
    public Optional<SimServer> mountedOn(Disk disk, Pair pair) {
        return pair.servers().stream()
                .filter(SimServer::powered)
                .filter(s -> s.mountOf(disk).isPresent())
                .findFirst();
    }

    // What happens to it

    public void powerOff(SimServer server) {
        change(server, () -> {
            if (server.powered()) {
                server.powerOff();
            }
        });
        server.pair().pacemaker().nodeLost();
    }

    public void powerOn(SimServer server) {
        change(server, () -> {
            if (!server.powered()) {
                server.boot();
            }
        });
        server.pair().pacemaker().wake();
    }

    public void network(SimServer server, boolean on) {
        change(server, () -> server.networkSwitch(on));
    }

    public void fault(SimServer server, Fault fault) {
        change(server, () -> server.add(fault));
    }

    public void heal(SimServer server) {
        change(server, server::heal);
    }

    // What goes on in the background

    /** Runs something soon, on another thread. */
    public void schedule(Runnable work) {
        if (!closed) {
            background.execute(work);
        }
    }

    public void scheduleAfter(Duration delay, Runnable work) {
        if (!closed) {
            var unused = timer.schedule(() -> schedule(work), delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** Who starts and stops resources of a kind; none is installed where nobody said who. */
    public ResourceAgent resourceAgent(String kind) {
        return resourceAgents.getOrDefault(kind, MISSING);
    }

    public void resourceAgent(String kind, ResourceAgent agent) {
        resourceAgents.put(kind, agent);
    }

    public void removeResourceAgent(String kind) {
        resourceAgents.remove(kind);
    }

    /** Ends what goes on in the background, and keeps how full the disks are. */
    @Override
    public void close() {
        closed = true;
        timer.shutdownNow();
        background.shutdownNow();
        saveUsage();
    }

    private void change(SimServer server, Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        listeners.forEach(l -> l.changed(server));
    }

    /** Keeps the fill of the disks, which changes too often to be kept each time. */
    public void saveUsage() {
        lock.lock();
        try {
            for (SimServer server : servers.values()) {
                for (Mount mount : server.targetMounts()) {
                    counters.advance(server, mount);
                    server.disk(mount.serial()).ifPresent(store::save);
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
