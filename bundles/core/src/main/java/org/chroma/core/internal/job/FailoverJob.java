package org.chroma.core.internal.job;

import static org.chroma.state.Requirement.all;
import static org.chroma.state.Requirement.is;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.chroma.core.Cluster;
import org.chroma.core.ClusterView;
import org.chroma.core.JobName;
import org.chroma.core.internal.object.Alerts;
import org.chroma.core.internal.object.TargetNames;
import org.chroma.core.internal.step.StepContext;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.model.Target;
import org.chroma.model.TargetState;
import org.chroma.model.action.FailbackTarget;
import org.chroma.model.action.FailoverTarget;
import org.chroma.spi.Action;
import org.chroma.state.Lock;
import org.chroma.state.ObjectId;
import org.chroma.state.PlainJob;
import org.chroma.state.Requirement;
import org.chroma.state.StatefulObject;
import org.chroma.state.Step;
import org.jspecify.annotations.Nullable;

/** Moves a running target to its failover server, or back to its primary one. */
public final class FailoverJob implements PlainJobType {
    private final boolean away;

    public FailoverJob(boolean away) {
        this.away = away;
    }

    @Override
    public String className() {
        return (away ? JobName.FAILOVER_TARGET : JobName.FAILBACK_TARGET).className();
    }

    @Override
    public PlainJob plan(Map<String, String> arguments, Cluster cluster) {
        Target target = target(arguments, cluster);
        List<Requirement> parts = new ArrayList<>();
        parts.add(is(target.id(), TargetState.MOUNTED));
        parts.add(is(target.primaryMount().host(), HostState.LNET_UP));
        if (away) {
            parts.add(is(failover(target), HostState.LNET_UP));
        } else if (target.activeHost() != null) {
            parts.add(is(target.activeHost(), HostState.LNET_UP));
        }
        String description = "%s %s to %s"
                .formatted(
                        away ? "Fail over" : "Fail back",
                        TargetNames.of(target, cluster),
                        TargetNames.host(destination(target), cluster));
        return new PlainJob(
                className(),
                away ? "Failover" : "Failback",
                description,
                Optional.empty(),
                all(parts),
                List.of(Lock.write(target.id(), TargetState.MOUNTED, TargetState.MOUNTED)),
                List.of(description));
    }

    @Override
    public ObjectId<TargetState> subject(Map<String, String> arguments) {
        return Target.KIND.id(Arguments.number(arguments, arguments.containsKey("target") ? "target" : "target_id"));
    }

    @Override
    public List<Step<StepContext>> steps(Map<String, String> arguments, Cluster cluster) {
        Target planned = target(arguments, cluster);
        ObjectId<HostState> to = destination(planned);
        return List.of(new Step<>(
                away ? "failover" : "failback",
                "Move %s to %s".formatted(TargetNames.of(planned, cluster), TargetNames.host(to, cluster)),
                context -> {
                    String label =
                            String.valueOf(target(arguments, context.cluster()).haLabel());
                    Action<Void> action = away ? new FailoverTarget(label) : new FailbackTarget(label);
                    context.run(to, action);
                    context.change(transaction -> {
                        Target moved = transaction.target(planned.id(), now -> now.runningOn(to));
                        Alerts.ofPlace(transaction, moved);
                    });
                }));
    }

    @Override
    public Optional<ClusterView.AvailableJob> offer(StatefulObject<?> object, Cluster cluster) {
        if (!(object instanceof Target target) || !makesSense(target, cluster)) {
            return Optional.empty();
        }
        return Optional.of(new ClusterView.AvailableJob(
                className(),
                away ? "Failover" : "Failback",
                null,
                Map.of("target", target.id().number())));
    }

    @Override
    public Optional<String> refusal(Map<String, String> arguments, Cluster cluster) {
        Target target = target(arguments, cluster);
        if (makesSense(target, cluster)) {
            return Optional.empty();
        }
        return Optional.of("%s cannot fail %s: it must run on its %s server, and the other one must be up"
                .formatted(TargetNames.of(target, cluster), away ? "over" : "back", away ? "primary" : "failover"));
    }

    private boolean makesSense(Target target, Cluster cluster) {
        ObjectId<HostState> active = target.activeHost();
        if (target.immutableState() || target.failoverMounts().isEmpty() || active == null) {
            return false;
        }
        boolean atHome = active.equals(target.primaryMount().host());
        return atHome == away && isUp(destination(target), cluster);
    }

    private static boolean isUp(ObjectId<HostState> id, Cluster cluster) {
        @Nullable Host host = cluster.host(id).orElse(null);
        return host != null && host.state() == HostState.LNET_UP;
    }

    private ObjectId<HostState> destination(Target target) {
        return away ? failover(target) : target.primaryMount().host();
    }

    private static ObjectId<HostState> failover(Target target) {
        return target.failoverMounts().stream()
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(target.label() + " has no failover server"))
                .host();
    }

    private Target target(Map<String, String> arguments, Cluster cluster) {
        ObjectId<TargetState> id = subject(arguments);
        return cluster.target(id).orElseThrow(() -> new NoSuchElementException(id + " does not exist"));
    }
}
