package org.chroma.core.internal.object;

import org.chroma.core.Cluster;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.model.Target;
import org.chroma.state.ObjectId;

/** What targets are called in sentences, also before Lustre gave them a name. */
public final class TargetNames {
    private TargetNames() {}

    /** Its name, or the name that it is going to have; an MGT is called after its primary server. */
    public static String of(Target target, Cluster cluster) {
        return cluster.nameOf(target);
    }

    public static String host(ObjectId<HostState> host, Cluster cluster) {
        return cluster.host(host).map(Host::label).orElse("a removed server");
    }
}
