package org.chroma.simulator.internal.cluster;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.chroma.simulator.internal.lustre.LustreTarget;
import org.chroma.simulator.internal.lustre.ServerCounters;
import org.chroma.simulator.internal.lustre.TargetCounters;
import org.jspecify.annotations.Nullable;

/**
 * What simulated clients do to the filesystems, seen in the servers' counters. Nothing ticks: a counter is brought up
 * to now when somebody reads it, so that a thousand idle servers cost nothing.
 */
public final class Counters {
    private static final long KIB = 1024;
    private static final double BACKGROUND_WRITE = 6e6;
    private static final double FULL = 0.8;
    private static final double TIDIED = 0.6;

    /** The load that was asked for, in bytes written per second, by filesystem. */
    private static final class Loads {
        Map<String, Long> written = new TreeMap<>();
    }

    private final Cluster cluster;
    private final Map<String, TargetCounters> targets = new HashMap<>();
    private final Map<String, ServerCounters> servers = new HashMap<>();
    private final Map<String, Integer> running = new HashMap<>();
    private final Random random = new Random(17);
    private Loads loads = new Loads();
    private double background = 1;
    private boolean counted;
    /** Servers among which was counted: they come one after the other. */
    private int among;

    public Counters(Cluster cluster) {
        this.cluster = cluster;
        cluster.store().load("loads", Loads.class).ifPresent(kept -> loads = kept);
    }

    /**
     * Sets how much clients do of themselves.
     *
     * @param factor 1 for a mild load of some megabytes per second and OST, 0 for none
     */
    public void background(double factor) {
        background = factor;
    }

    /**
     * Sets what clients write from now on.
     *
     * @param bytesPerSecond negative goes back to the background load
     */
    public void write(String fsname, long bytesPerSecond) {
        if (bytesPerSecond < 0) {
            loads.written.remove(fsname);
        } else {
            loads.written.put(fsname, bytesPerSecond);
        }
        cluster.store().save("loads", loads);
    }

    /** A target was mounted: its counters begin. */
    public void mounted(SimServer server, Mount mount) {
        counted = false;
        advance(server, mount);
    }

    /** A target is no longer mounted: its traffic stays with its server. */
    public void unmounted(SimServer server, Mount mount) {
        counted = false;
        TargetCounters last = targets.remove(key(server, mount));
        if (last != null) {
            server.addPast(last.received(), last.sent());
        }
    }

    private static String key(SimServer server, Mount mount) {
        return server.name() + "/" + mount.service();
    }

    /** The counters of a mounted target, now. */
    public TargetCounters advance(SimServer server, Mount mount) {
        long now = cluster.clock().millis();
        Disk disk = server.disk(mount.serial()).orElseThrow();
        LustreTarget target = disk.target();
        boolean mdt = target == null || !target.has(LustreTarget.OST);
        TargetCounters counters =
                targets.computeIfAbsent(key(server, mount), k -> new TargetCounters(mdt, mount.since(), now));
        double seconds = Math.min(3600, (now - counters.last()) / 1000.0);
        if (seconds > 0 && target != null && !target.isPureMgs()) {
            load(counters, disk, target, seconds, now);
        }
        counters.advancedTo(now);
        return counters;
    }

    private void load(TargetCounters counters, Disk disk, LustreTarget target, double seconds, long now) {
        String fsname = target.fsname();
        int osts = count(fsname + "-OST");
        int mdts = count(fsname + "-MDT");
        if (osts == 0 || mdts == 0) {
            return;
        }
        Long wanted = loads.written.get(fsname);
        double wave = 1 + 0.3 * Math.sin(now / 40_000.0 + fsname.hashCode()) + 0.2 * (random.nextDouble() - 0.5);
        double write = wanted != null ? wanted : BACKGROUND_WRITE * background * wave * osts;
        double read = wanted != null ? wanted * 0.25 : write * 0.6;
        if (target.has(LustreTarget.OST)) {
            long written = counters.data(write / osts * seconds, read / osts * seconds);
            long created = counters.operations("create", written / 64e6);
            counters.operations("statfs", seconds * 0.2);
            counters.operations("sync", seconds * 0.05 * wave);
            fill(counters, disk, target, written, created);
        } else {
            double files = (write / 2e6 + 4 * background) / mdts * seconds;
            counters.operations("open", files * 2.2);
            counters.operations("close", files * 2.2);
            long made = counters.operations("mknod", files);
            long removed = counters.operations("unlink", files * 0.8);
            counters.operations("mkdir", files * 0.05);
            counters.operations("rename", files * 0.1);
            counters.operations("getattr", files * 6 * wave);
            counters.operations("setattr", files * 0.4);
            counters.operations("getxattr", files * 0.6);
            counters.operations("statfs", seconds * 0.1);
            long objects = Math.max(0, disk.usedObjects() + made - removed);
            disk.use(disk.usedBytes() + Math.max(0, made - removed) * 4096, Math.min(objects, target.inodes() / 2));
        }
    }

    private static void fill(TargetCounters counters, Disk disk, LustreTarget target, long written, long created) {
        long total = Capacity.totalKib(disk, target) * KIB;
        long used = disk.usedBytes() + written;
        long objects = Math.min(disk.usedObjects() + created, target.inodes() / 2);
        if (used > total * FULL) {
            // Clients tidy up before they fill a filesystem.
            long freed = (long) (objects * (1 - TIDIED / FULL));
            counters.operations("destroy", (double) freed);
            used = (long) (total * TIDIED);
            objects -= freed;
        }
        disk.use(used, objects);
    }

    private int count(String prefix) {
        Collection<SimServer> all = cluster.servers();
        if (!counted || among != all.size()) {
            running.clear();
            for (SimServer server : all) {
                for (Mount mount : server.targetMounts()) {
                    int end = mount.service().length() - 4;
                    if (end > 0) {
                        running.merge(mount.service().substring(0, end), 1, Integer::sum);
                    }
                }
            }
            counted = true;
            among = all.size();
        }
        return running.getOrDefault(prefix, 0);
    }

    /** The counters of a server as a whole, now. */
    public ServerCounters server(SimServer server) {
        long received = server.pastReceived();
        long sent = server.pastSent();
        for (Mount mount : server.targetMounts()) {
            TargetCounters counters = advance(server, mount);
            received += counters.received();
            sent += counters.sent();
        }
        long now = cluster.clock().millis();
        @Nullable ServerCounters known = servers.get(server.name());
        if (known == null || known.boot() != server.bootTime().toEpochMilli()) {
            known = new ServerCounters(server.bootTime().toEpochMilli(), now);
            servers.put(server.name(), known);
        }
        known.advance(now, received, sent);
        return known;
    }
}
