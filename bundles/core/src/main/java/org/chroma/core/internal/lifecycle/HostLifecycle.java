package org.chroma.core.internal.lifecycle;

import static org.chroma.model.HostState.CONFIGURED;
import static org.chroma.model.HostState.LNET_DOWN;
import static org.chroma.model.HostState.LNET_UNLOADED;
import static org.chroma.model.HostState.LNET_UP;
import static org.chroma.model.HostState.REMOVED;
import static org.chroma.model.HostState.UNCONFIGURED;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.chroma.core.Cluster;
import org.chroma.core.JobName;
import org.chroma.core.internal.object.TargetNames;
import org.chroma.core.internal.step.StepContext;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.model.Target;
import org.chroma.model.action.LoadLnet;
import org.chroma.model.action.StartLnet;
import org.chroma.model.action.StopLnet;
import org.chroma.model.action.UnloadLnet;
import org.chroma.spi.Action;
import org.chroma.state.Step;

/** The life of a server: set up, LNet loaded, LNet up, removed. */
public final class HostLifecycle extends ClusterLifecycle<Host, HostState> {

    public HostLifecycle() {
        super(Host.KIND, Host.class);
        from(UNCONFIGURED)
                .to(CONFIGURED)
                .job(JobName.SETUP_HOST.className())
                .verb("Set up server")
                .describedAs(host -> "Set up server " + host.label())
                .steps((host, cluster) -> HostSetup.steps(host));
        from(CONFIGURED)
                .to(LNET_UNLOADED)
                .job(JobName.ENABLE_LNET.className())
                .describedAs(host -> "Enable LNet on " + host.label())
                .noSteps();
        from(LNET_UNLOADED)
                .to(LNET_DOWN)
                .job(JobName.LOAD_LNET.className())
                .verb("Load LNet")
                .describedAs(host -> "Load LNet on " + host.label())
                .steps((host, cluster) -> action(host, "load-lnet", "Load LNet's modules", new LoadLnet()));
        from(LNET_DOWN)
                .to(LNET_UNLOADED)
                .job(JobName.UNLOAD_LNET.className())
                .verb("Unload LNet")
                .describedAs(host -> "Unload LNet on " + host.label())
                .steps((host, cluster) -> action(host, "unload-lnet", "Unload LNet's modules", new UnloadLnet()));
        from(LNET_DOWN)
                .to(LNET_UP)
                .job(JobName.START_LNET.className())
                .verb("Start LNet")
                .describedAs(host -> "Start LNet on " + host.label())
                .steps((host, cluster) -> action(host, "start-lnet", "Bring LNet up", new StartLnet()));
        from(LNET_UP)
                .to(LNET_DOWN)
                .job(JobName.STOP_LNET.className())
                .verb("Stop LNet")
                .describedAs(host -> "Stop LNet on " + host.label())
                .steps((host, cluster) -> action(host, "stop-lnet", "Take LNet down", new StopLnet()));
        from(UNCONFIGURED)
                .to(REMOVED)
                .job(JobName.REMOVE_UNCONFIGURED_HOST.className())
                .verb("Remove")
                .describedAs(host -> "Remove server " + host.label())
                .steps((host, cluster) -> List.of(HostSetup.delete(host)));
        from(CONFIGURED, LNET_UNLOADED, LNET_DOWN, LNET_UP)
                .to(REMOVED)
                .job(JobName.REMOVE_HOST.className())
                .verb("Remove")
                .describedAs(host -> "Remove server " + host.label())
                .confirmed(HostLifecycle::removal)
                .steps((host, cluster) -> HostSetup.undo(host));
    }

    @Override
    public boolean offers(Host host, HostState state, Cluster cluster) {
        return !host.immutableState() || allowedWhenImmutable(host).contains(state);
    }

    @Override
    public List<HostState> allowedWhenImmutable(Host host) {
        return host.state() == UNCONFIGURED ? List.of(CONFIGURED, REMOVED) : List.of(REMOVED);
    }

    private static Optional<String> removal(Host host, Cluster cluster) {
        List<Target> targets = cluster.targetsOn(host.id());
        if (targets.isEmpty()) {
            return Optional.of("Remove server %s?".formatted(host.label()));
        }
        return Optional.of(
                "Removing server %s removes every target that can run on it, also those that run elsewhere now: %s."
                        .formatted(
                                host.label(),
                                targets.stream()
                                        .map(target -> TargetNames.of(target, cluster))
                                        .collect(Collectors.joining(", "))));
    }

    private static List<Step<StepContext>> action(Host host, String name, String description, Action<Void> action) {
        return List.of(step(name, description + " on " + host.label(), context -> context.run(host.id(), action)));
    }
}
