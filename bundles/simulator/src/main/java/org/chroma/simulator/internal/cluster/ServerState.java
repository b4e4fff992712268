package org.chroma.simulator.internal.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a server keeps when the simulator stops, as a real one would go on running meanwhile. */
final class ServerState {
    boolean powered = true;
    boolean network = true;
    int boots;
    /** Milliseconds since 1970. */
    long bootTime;

    /** Lustre's kernel modules in the order of loading. */
    Set<String> modules = new LinkedHashSet<>();

    boolean lnetUp;
    Map<String, Mount> mounts = new LinkedHashMap<>();
    /** Files that differ from those that the server came with; null for a deleted one. */
    Map<String, @Nullable String> files = new TreeMap<>();

    Set<String> directories = new TreeSet<>();
    /** Units that were started or stopped, to whether they run. */
    Map<String, Boolean> services = new TreeMap<>();
    /** Units that were enabled or disabled. */
    Map<String, Boolean> enabled = new TreeMap<>();
    /** Parameters set until the next boot. */
    Map<String, String> parameters = new TreeMap<>();

    List<Fault> faults = new ArrayList<>();
    /** Bytes that went over the network for targets that are no longer mounted. */
    long pastReceived;

    long pastSent;
}
