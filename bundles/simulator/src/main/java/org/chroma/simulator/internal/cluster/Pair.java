package org.chroma.simulator.internal.cluster;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Two servers, or one, that reach the same disks and form one failover cluster. */
public final class Pair {
    private final String name;
    private final Map<String, Disk> disks;
    private final List<String> luns;
    private final List<SimServer> servers = new ArrayList<>();
    private final Pacemaker pacemaker;

    Pair(Cluster cluster, String name, Map<String, Disk> disks, List<String> nodes) {
        this.name = name;
        this.disks = disks;
        this.luns = List.copyOf(disks.keySet());
        this.pacemaker = new Pacemaker(cluster, this, nodes);
    }

    public String name() {
        return name;
    }

    /** The shared disks by serial number. */
    public Map<String, Disk> disks() {
        return Collections.unmodifiableMap(disks);
    }

    int lun(Disk disk) {
        return luns.indexOf(disk.serial());
    }

    /** Both servers, the first one with node id 1. */
    public List<SimServer> servers() {
        return Collections.unmodifiableList(servers);
    }

    void add(SimServer server) {
        servers.add(server);
    }

    public Pacemaker pacemaker() {
        return pacemaker;
    }
}
