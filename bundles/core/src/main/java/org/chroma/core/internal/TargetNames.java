package org.chroma.core.internal;

import java.util.Locale;
import org.chroma.core.Cluster;
import org.chroma.model.Filesystem;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.model.Target;
import org.chroma.model.TargetKind;
import org.chroma.state.ObjectId;

/** What targets are called in sentences, also before Lustre gave them a name. */
public final class TargetNames {
    private TargetNames() {}

    /** Its name, or the name that it is going to have; an MGT is called after its primary server. */
    public static String of(Target target, Cluster cluster) {
        ObjectId<?> filesystem = target.filesystem();
        if (target.kind() == TargetKind.MGT || target.filesystem() == null) {
            return "MGT on " + host(target.primaryMount().host(), cluster);
        }
        if (target.name() != null) {
            return target.name();
        }
        String name =
                cluster.filesystem(target.filesystem()).map(Filesystem::name).orElse(String.valueOf(filesystem));
        return String.format(Locale.ROOT, "%s-%s%04x", name, target.kind(), target.index());
    }

    static String host(ObjectId<HostState> host, Cluster cluster) {
        return cluster.host(host).map(Host::label).orElse("a removed server");
    }
}
