package org.chroma.core.internal.job;

import static org.chroma.state.Requirement.all;
import static org.chroma.state.Requirement.is;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chroma.core.AlertType;
import org.chroma.core.Cluster;
import org.chroma.core.JobName;
import org.chroma.core.internal.ledger.Transaction;
import org.chroma.core.internal.lifecycle.LnetLifecycle;
import org.chroma.core.internal.object.Alerts;
import org.chroma.core.internal.step.StepContext;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.model.LnetConfiguration;
import org.chroma.model.LnetState;
import org.chroma.state.ObjectId;
import org.chroma.state.PlainJob;
import org.chroma.state.Requirement;
import org.chroma.state.Step;
import org.jspecify.annotations.Nullable;

/** Asks servers for their NIDs again, after their network was changed. */
public final class RelearnNidsJob implements PlainJobType {

    @Override
    public String className() {
        return JobName.RELEARN_NIDS.className();
    }

    @Override
    public PlainJob plan(Map<String, String> arguments, Cluster cluster) {
        List<Host> hosts = HostList.of(arguments, cluster);
        List<Requirement> parts = hosts.stream()
                .map(host -> all(
                        is(host.id(), HostState.LNET_UP),
                        is(LnetConfiguration.KIND.id(host.id().number()), LnetState.NIDS_KNOWN)))
                .toList();
        return new PlainJob(
                className(),
                "Relearn NIDs",
                "Relearn the NIDs of " + HostList.names(hosts),
                Optional.empty(),
                all(parts),
                List.of(),
                hosts.stream()
                        .map(host -> "Ask %s for its NIDs".formatted(host.label()))
                        .toList());
    }

    @Override
    public @Nullable ObjectId<?> subject(Map<String, String> arguments) {
        return null;
    }

    @Override
    public List<Step<StepContext>> steps(Map<String, String> arguments, Cluster cluster) {
        return HostList.of(arguments, cluster).stream()
                .map(host -> LnetLifecycle.learn(host.id(), host.label()))
                .toList();
    }

    @Override
    public void succeeded(Map<String, String> arguments, Transaction transaction) {
        HostList.of(arguments, transaction.cluster())
                .forEach(host -> Alerts.set(transaction, AlertType.LNET_NIDS_CHANGED, host.id(), false, false, ""));
    }
}
