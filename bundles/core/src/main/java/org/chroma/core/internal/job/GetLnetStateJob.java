package org.chroma.core.internal.job;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.chroma.core.Cluster;
import org.chroma.core.JobName;
import org.chroma.core.internal.object.ObjectStates;
import org.chroma.core.internal.step.StepContext;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.model.action.GetLnetState;
import org.chroma.model.action.LnetStatus;
import org.chroma.state.Lock;
import org.chroma.state.ObjectId;
import org.chroma.state.PlainJob;
import org.chroma.state.Requirement;
import org.chroma.state.Step;

/** Finds out what LNet does on a server that was just set up. */
public final class GetLnetStateJob implements PlainJobType {
    public static final String NAME = JobName.GET_LNET_STATE.className();

    @Override
    public String className() {
        return NAME;
    }

    @Override
    public PlainJob plan(Map<String, String> arguments, Cluster cluster) {
        Host host = host(arguments, cluster);
        return new PlainJob(
                NAME,
                "Get LNet state",
                "Get the LNet state of " + host.label(),
                Optional.empty(),
                Requirement.none(),
                List.of(Lock.discovery(host.id())),
                List.of("Ask whether LNet is loaded and up"));
    }

    @Override
    public ObjectId<HostState> subject(Map<String, String> arguments) {
        return Host.KIND.id(Arguments.number(arguments, "host"));
    }

    @Override
    public List<Step<StepContext>> steps(Map<String, String> arguments, Cluster cluster) {
        ObjectId<HostState> id = subject(arguments);
        return List.of(new Step<>("get-lnet-state", "Ask whether LNet is loaded and up", context -> {
            LnetStatus status = context.ask(id, new GetLnetState());
            HostState state = HostState.ofLnet(status.loaded(), status.up());
            context.log("LNet is " + ObjectStates.name(state).replace("lnet_", ""));
            context.change(transaction -> {
                if (host(arguments, transaction.cluster()).state() != state) {
                    ObjectStates.set(transaction, id, state, true);
                }
            });
        }));
    }

    @Override
    public Optional<String> refusal(Map<String, String> arguments, Cluster cluster) {
        return host(arguments, cluster).state() == HostState.UNCONFIGURED
                ? Optional.of("The server is not set up yet")
                : Optional.empty();
    }

    private Host host(Map<String, String> arguments, Cluster cluster) {
        ObjectId<HostState> id = subject(arguments);
        return cluster.host(id).orElseThrow(() -> new NoSuchElementException(id + " does not exist"));
    }
}
