package org.chroma.core.internal.job;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.chroma.core.Cluster;
import org.chroma.core.ClusterView;
import org.chroma.core.JobName;
import org.chroma.core.internal.ledger.Transaction;
import org.chroma.core.internal.lifecycle.HostSetup;
import org.chroma.core.internal.object.ObjectStates;
import org.chroma.core.internal.object.TargetNames;
import org.chroma.core.internal.step.StepContext;
import org.chroma.model.Filesystem;
import org.chroma.model.FilesystemState;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.model.LnetConfiguration;
import org.chroma.model.Target;
import org.chroma.model.TargetKind;
import org.chroma.model.TargetState;
import org.chroma.state.Lock;
import org.chroma.state.ObjectId;
import org.chroma.state.PlainJob;
import org.chroma.state.Requirement;
import org.chroma.state.StatefulObject;
import org.chroma.state.Step;

/** Forgets a server that is lost for good, with everything that cannot be without it, and contacts nobody. */
public final class ForceRemoveHostJob implements PlainJobType {
    static final String NAME = JobName.FORCE_REMOVE_HOST.className();
    private static final String WARNING =
            "Nothing is unconfigured on the server. Use this only for a server that is permanently lost.";

    /** On the offer, which is made for every server whenever it is shown; the plan has the names. */
    private static final String FORGOTTEN = " Targets and filesystems that depend on it are forgotten.";

    /** A filesystem may have thousands of targets. */
    private static final int MOST_NAMES = 10;

    @Override
    public String className() {
        return NAME;
    }

    /** Everything that goes with the server. */
    private record Dependents(Set<ObjectId<TargetState>> targets, Set<ObjectId<FilesystemState>> filesystems) {

        static Dependents of(ObjectId<HostState> host, Cluster cluster) {
            Dependents all = new Dependents(new LinkedHashSet<>(), new LinkedHashSet<>());
            for (Target target : cluster.targetsOn(host)) {
                all.targets.add(target.id());
                if (target.kind() == TargetKind.MGT) {
                    cluster.filesystemsOf(target.id()).forEach(filesystem -> all.filesystems.add(filesystem.id()));
                } else if (target.filesystem() != null) {
                    all.filesystems.add(target.filesystem());
                }
            }
            for (ObjectId<FilesystemState> filesystem : all.filesystems) {
                cluster.targetsOf(filesystem).forEach(target -> all.targets.add(target.id()));
            }
            return all;
        }
    }

    /** With the names of all that a user would lose, on whatever other servers it runs. */
    private static String warning(Host host, Cluster cluster) {
        Dependents dependents = Dependents.of(host.id(), cluster);
        List<String> lost = new ArrayList<>();
        dependents
                .filesystems()
                .forEach(id ->
                        cluster.filesystem(id).ifPresent(filesystem -> lost.add("filesystem " + filesystem.name())));
        List<String> targets = dependents.targets().stream()
                .flatMap(id -> cluster.target(id).stream())
                .map(target -> TargetNames.of(target, cluster))
                .toList();
        lost.addAll(targets.subList(0, Math.min(MOST_NAMES, targets.size())));
        if (targets.size() > MOST_NAMES) {
            lost.add("%d more targets".formatted(targets.size() - MOST_NAMES));
        }
        return lost.isEmpty()
                ? WARNING
                : "%s Chroma forgets them, though they may keep running: %s."
                        .formatted(WARNING, String.join(", ", lost));
    }

    @Override
    public PlainJob plan(Map<String, String> arguments, Cluster cluster) {
        Host host = host(arguments, cluster);
        Dependents dependents = Dependents.of(host.id(), cluster);
        List<Lock> locks = new ArrayList<>();
        locks.add(new Lock(host.id(), Lock.Mode.WRITE, null, HostState.REMOVED));
        locks.add(new Lock(LnetConfiguration.KIND.id(host.id().number()), Lock.Mode.WRITE, null, null));
        dependents.targets().forEach(id -> locks.add(new Lock(id, Lock.Mode.WRITE, null, TargetState.REMOVED)));
        dependents.filesystems().forEach(id -> locks.add(new Lock(id, Lock.Mode.WRITE, null, FilesystemState.REMOVED)));
        return new PlainJob(
                NAME,
                "Force Remove",
                "Force remove server " + host.label(),
                Optional.of(warning(host, cluster)),
                Requirement.none(),
                locks,
                List.of("Forget what depends on the server", "Forget " + host.label()));
    }

    @Override
    public ObjectId<HostState> subject(Map<String, String> arguments) {
        return Host.KIND.id(Arguments.number(arguments, arguments.containsKey("host") ? "host" : "host_id"));
    }

    @Override
    public List<Step<StepContext>> steps(Map<String, String> arguments, Cluster cluster) {
        Host host = host(arguments, cluster);
        return List.of(
                new Step<>("dependents", "Forget what depends on the server", context -> {
                    Dependents dependents = Dependents.of(host.id(), context.cluster());
                    context.change(transaction -> {
                        dependents.targets().forEach(id -> {
                            context.log("Forgot "
                                    + transaction
                                            .cluster()
                                            .target(id)
                                            .map(Target::label)
                                            .orElse(""));
                            ObjectStates.set(transaction, id, TargetState.REMOVED, true);
                        });
                        dependents.filesystems().forEach(id -> {
                            context.log("Forgot filesystem "
                                    + transaction
                                            .cluster()
                                            .filesystem(id)
                                            .map(Filesystem::name)
                                            .orElse(""));
                            ObjectStates.set(transaction, id, FilesystemState.REMOVED, true);
                        });
                    });
                }),
                HostSetup.delete(host));
    }

    @Override
    public void succeeded(Map<String, String> arguments, Transaction transaction) {
        ObjectStates.set(transaction, subject(arguments), HostState.REMOVED, true);
    }

    @Override
    public Optional<ClusterView.AvailableJob> offer(StatefulObject<?> object, Cluster cluster) {
        return object instanceof Host host
                ? Optional.of(new ClusterView.AvailableJob(
                        NAME,
                        "Force Remove",
                        WARNING + FORGOTTEN,
                        Map.of("host", host.id().number())))
                : Optional.empty();
    }

    private Host host(Map<String, String> arguments, Cluster cluster) {
        ObjectId<HostState> id = subject(arguments);
        return cluster.host(id).orElseThrow(() -> new NoSuchElementException(id + " does not exist"));
    }
}
