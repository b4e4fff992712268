package org.chroma.core.internal.lifecycle;

import static org.chroma.model.LnetState.NIDS_KNOWN;
import static org.chroma.model.LnetState.NIDS_UNKNOWN;
import static org.chroma.state.Requirement.is;

import java.util.ArrayList;
import java.util.List;
import org.chroma.core.Cluster;
import org.chroma.core.JobName;
import org.chroma.core.internal.step.StepContext;
import org.chroma.model.HostState;
import org.chroma.model.LnetConfiguration;
import org.chroma.model.LnetState;
import org.chroma.model.Nid;
import org.chroma.model.action.ScanLnet;
import org.chroma.state.ObjectId;
import org.chroma.state.Step;

/** Whether a server's network identifiers are known. */
public final class LnetLifecycle extends ClusterLifecycle<LnetConfiguration, LnetState> {

    public LnetLifecycle() {
        super(LnetConfiguration.KIND, LnetConfiguration.class);
        from(NIDS_UNKNOWN)
                .to(NIDS_KNOWN)
                .job(JobName.CONFIGURE_LNET.className())
                .verb("Configure LNet")
                .describedAs(lnet -> "Learn the NIDs of " + lnet.label())
                .requires((lnet, cluster) -> is(lnet.host(), HostState.LNET_UP))
                .steps((lnet, cluster) -> List.of(learn(lnet.host(), lnet.label())));
    }

    public static Step<StepContext> learn(ObjectId<HostState> host, String label) {
        return step("learn-nids " + host.number(), "Ask %s for its NIDs".formatted(label), context -> {
            List<Nid> nids = context.ask(host, new ScanLnet()).nids().stream()
                    .map(Nid::new)
                    .filter(nid -> !nid.isLoopback())
                    .toList();
            List<Nid> known = nidsOf(host, context.cluster());
            List<Nid> added = new ArrayList<>(nids);
            added.removeAll(known);
            added.forEach(nid -> context.log("Added " + nid));
            List<Nid> gone = new ArrayList<>(known);
            gone.removeAll(nids);
            gone.forEach(nid -> context.log("Removed " + nid));
            context.change(transaction -> transaction.lnet(host, lnet -> lnet.withNids(nids)));
        });
    }

    static List<Nid> nidsOf(ObjectId<HostState> host, Cluster cluster) {
        return cluster.lnetOf(host).map(LnetConfiguration::nids).orElse(List.of());
    }

    @Override
    public List<LnetState> allowedWhenImmutable(LnetConfiguration lnet) {
        return List.of(NIDS_KNOWN);
    }
}
