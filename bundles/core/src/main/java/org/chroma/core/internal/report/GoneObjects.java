package org.chroma.core.internal.report;

import java.util.HashSet;
import java.util.Set;
import org.chroma.core.Cluster;
import org.chroma.core.ClusterView;
import org.chroma.core.StateListener;
import org.chroma.core.port.SampleSink;
import org.chroma.model.Host;
import org.chroma.model.Target;
import org.chroma.state.Kind;
import org.chroma.state.StatefulObject;
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
public final class GoneObjects implements StateListener {
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
    public void reached(StatefulObject<?> object) {
        SampleSink receiver = sink;
        if (receiver != null && object.isGone() && MEASURED.contains(object.id().kind())) {
            receiver.drop(object.id().toString());
        }
    }

    @Override
    public void found(Cluster cluster) {
        SampleSink receiver = sink;
        if (receiver != null) {
            receiver.keepOnly(there(cluster));
        }
    }

    private static Set<String> there(Cluster cluster) {
        Set<String> keys = new HashSet<>();
        cluster.hosts().forEach(host -> keys.add(host.id().toString()));
        cluster.targets().forEach(target -> keys.add(target.id().toString()));
        return keys;
    }
}
