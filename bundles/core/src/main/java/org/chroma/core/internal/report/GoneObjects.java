package org.chroma.core.internal.report;

import java.util.HashSet;
import java.util.Set;
import org.chroma.core.ChangeListener;
import org.chroma.core.Cluster;
import org.chroma.core.ClusterView;
import org.chroma.core.port.SampleSink;
import org.chroma.model.Host;
import org.chroma.model.Target;
import org.chroma.state.Kind;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Sees to it that statistics of servers and targets end with these: their numbers are never given again, so nothing
 * could ever ask for them.
 */
@Component
public final class GoneObjects implements ChangeListener {
    private static final Set<Kind<?>> MEASURED = Set.of(Host.KIND, Target.KIND);

    private final ClusterView view;
    private volatile @Nullable SampleSink sink;

    @Activate
    public GoneObjects(@Reference ClusterView view) {
        this.view = view;
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void setSink(SampleSink come) {
        sink = come;
        // While there was none, objects may have gone.
        come.keepOnly(there(view.cluster()));
    }

    public void unsetSink(SampleSink gone) {
        if (sink == gone) {
            sink = null;
        }
    }

    @Override
    public void changed(Set<String> keys) {
        SampleSink receiver = sink;
        if (receiver == null) {
            return;
        }
        Cluster cluster = view.cluster();
        for (String key : keys) {
            for (Kind<?> kind : MEASURED) {
                if (key.startsWith(kind.name() + "/") && !isThere(cluster, kind, key)) {
                    receiver.drop(key);
                }
            }
        }
    }

    private static boolean isThere(Cluster cluster, Kind<?> kind, String key) {
        long number = Long.parseLong(key.substring(kind.name().length() + 1));
        return cluster.object(kind.id(number)).isPresent();
    }

    private static Set<String> there(Cluster cluster) {
        Set<String> keys = new HashSet<>();
        cluster.hosts().forEach(host -> keys.add(host.id().toString()));
        cluster.targets().forEach(target -> keys.add(target.id().toString()));
        return keys;
    }
}
