package org.chroma.core.internal.lifecycle;

import static org.chroma.model.TargetState.FORGOTTEN;
import static org.chroma.model.TargetState.FORMATTED;
import static org.chroma.model.TargetState.MOUNTED;
import static org.chroma.model.TargetState.REGISTERED;
import static org.chroma.model.TargetState.REMOVED;
import static org.chroma.model.TargetState.UNFORMATTED;
import static org.chroma.model.TargetState.UNMOUNTED;
import static org.chroma.state.Requirement.all;
import static org.chroma.state.Requirement.any;
import static org.chroma.state.Requirement.is;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.chroma.core.Cluster;
import org.chroma.core.JobName;
import org.chroma.core.internal.object.TargetNames;
import org.chroma.model.Filesystem;
import org.chroma.model.FilesystemState;
import org.chroma.model.HostState;
import org.chroma.model.LnetConfiguration;
import org.chroma.model.LnetState;
import org.chroma.model.Target;
import org.chroma.model.TargetKind;
import org.chroma.model.TargetState;
import org.chroma.state.DependOn;
import org.chroma.state.ObjectId;
import org.chroma.state.Requirement;
import org.jspecify.annotations.Nullable;

/** The life of an MGT, MDT or OST: formatted, registered with its MGS, configured, mounted; and the ways out. */
public final class TargetLifecycle extends ClusterLifecycle<Target, TargetState> {

    public TargetLifecycle() {
        super(Target.KIND, Target.class);
        from(UNFORMATTED)
                .to(FORMATTED)
                .job(JobName.FORMAT_TARGET.className())
                .verb("Format")
                .describedAs(TargetLifecycle::formatting)
                .notCancellable()
                .requires(TargetLifecycle::nidsAreKnown)
                .steps(TargetSteps::format);
        from(FORMATTED)
                .to(REGISTERED)
                .job(JobName.REGISTER_TARGET.className())
                .verb("Register")
                .describedAs((target, cluster) -> "Register " + TargetNames.of(target, cluster))
                .requires(TargetLifecycle::canRegister)
                .steps(TargetSteps::register);
        from(REGISTERED)
                .to(UNMOUNTED)
                .job(JobName.CONFIGURE_TARGET.className())
                .verb("Configure mount points")
                .describedAs((target, cluster) -> "Configure mount points of " + TargetNames.of(target, cluster))
                .requires((target, cluster) -> is(target.primaryMount().host(), HostState.LNET_UP))
                .steps(TargetSteps::configure);
        from(UNMOUNTED)
                .to(MOUNTED)
                .job(JobName.START_TARGET.className())
                .verb("Start")
                .describedAs((target, cluster) -> "Start " + TargetNames.of(target, cluster))
                .requires((target, cluster) -> someHostIsUp(target))
                .steps(TargetSteps::start);
        from(MOUNTED)
                .to(UNMOUNTED)
                .job(JobName.STOP_TARGET.className())
                .verb("Stop")
                .describedAs((target, cluster) -> "Stop " + TargetNames.of(target, cluster))
                .confirmed()
                .steps(TargetSteps::stop);
        from(UNMOUNTED)
                .to(REMOVED)
                .job(JobName.REMOVE_CONFIGURED_TARGET.className())
                .verb("Remove")
                .describedAs((target, cluster) -> "Remove " + TargetNames.of(target, cluster))
                .confirmed(TargetLifecycle::lossOfFiles)
                .steps(TargetSteps::unconfigure);
        from(UNFORMATTED, FORMATTED, REGISTERED)
                .to(REMOVED)
                .job(JobName.REMOVE_TARGET.className())
                .verb("Remove")
                .describedAs((target, cluster) -> "Remove " + TargetNames.of(target, cluster))
                .confirmed((target, cluster) ->
                        target.state() == REGISTERED ? lossOfFiles(target, cluster) : Optional.of(""))
                .steps(TargetSteps::delete);
        from(UNMOUNTED, MOUNTED)
                .to(FORGOTTEN)
                .job(JobName.FORGET_TARGET.className())
                .verb("Remove")
                .describedAs((target, cluster) -> "Forget " + TargetNames.of(target, cluster))
                .confirmed()
                .steps(TargetSteps::delete);
    }

    @Override
    public List<DependOn<TargetState, ?>> dependencies(Target target, TargetState state, Cluster cluster) {
        if (kind().isGone(state)) {
            return List.of();
        }
        List<DependOn<TargetState, ?>> dependencies = new ArrayList<>();
        @Nullable ObjectId<HostState> active = target.activeHost();
        if (state == MOUNTED && active != null && !target.immutableState()) {
            dependencies.add(DependOn.being(active, HostState.LNET_UP, UNMOUNTED));
        }
        if (target.filesystem() != null) {
            dependencies.add(DependOn.unless(
                            target.filesystem(),
                            FilesystemState.AVAILABLE,
                            FilesystemState.REMOVED,
                            FilesystemState.FORGOTTEN)
                    .following(going -> going == FilesystemState.FORGOTTEN ? FORGOTTEN : REMOVED));
        }
        for (Target.Mount mount : target.mounts()) {
            dependencies.add(DependOn.unless(mount.host(), HostState.LNET_UP, HostState.REMOVED)
                    .otherwise(target.immutableState() ? FORGOTTEN : REMOVED));
        }
        return dependencies;
    }

    @Override
    public boolean offers(Target target, TargetState state, Cluster cluster) {
        boolean leadsFilesystems = target.kind() == TargetKind.MGT
                && !cluster.filesystemsOf(target.id()).isEmpty();
        if (target.immutableState()) {
            return target.kind() == TargetKind.MGT && state == FORGOTTEN && !leadsFilesystems;
        }
        return switch (state) {
            case FORGOTTEN -> false;
            case REMOVED -> target.kind() != TargetKind.MDT && !leadsFilesystems;
            default -> true;
        };
    }

    @Override
    public List<TargetState> allowedWhenImmutable(Target target) {
        return List.of(FORGOTTEN);
    }

    /** The MGS is told by which NIDs the target's servers are reached, and the target by which the MGS's are. */
    private static Requirement nidsAreKnown(Target target, Cluster cluster) {
        Set<ObjectId<HostState>> hosts = new LinkedHashSet<>();
        target.mounts().forEach(mount -> hosts.add(mount.host()));
        mgtOf(target, cluster).ifPresent(mgt -> mgt.mounts().forEach(mount -> hosts.add(mount.host())));
        return all(hosts.stream()
                .map(host -> is(LnetConfiguration.KIND.id(host.number()), LnetState.NIDS_KNOWN))
                .toList());
    }

    private static Requirement canRegister(Target target, Cluster cluster) {
        List<Requirement> parts = new ArrayList<>();
        parts.add(is(target.primaryMount().host(), HostState.LNET_UP));
        mgtOf(target, cluster).ifPresent(mgt -> parts.add(is(mgt.id(), MOUNTED)));
        ObjectId<FilesystemState> filesystem = target.filesystem();
        if (filesystem != null) {
            for (Target mdt : cluster.targetsOf(filesystem, TargetKind.MDT)) {
                boolean rootForOtherMdt = target.kind() == TargetKind.MDT && target.index() > 0 && mdt.index() == 0;
                if (target.kind() == TargetKind.OST || rootForOtherMdt) {
                    parts.add(is(mdt.id(), MOUNTED));
                }
            }
        }
        return all(parts);
    }

    private static Requirement someHostIsUp(Target target) {
        return any(target.mounts().stream()
                .map(mount -> is(mount.host(), HostState.LNET_UP))
                .toList());
    }

    /** The MGT that holds the configuration of an MDT's or OST's filesystem. */
    public static Optional<Target> mgtOf(Target target, Cluster cluster) {
        return Optional.ofNullable(target.filesystem())
                .flatMap(cluster::filesystem)
                .map(Filesystem::mgt)
                .flatMap(cluster::target);
    }

    private static String formatting(Target target, Cluster cluster) {
        String name = "Format " + TargetNames.of(target, cluster);
        return target.kind() == TargetKind.MGT
                ? name
                : name + " on " + TargetNames.host(target.primaryMount().host(), cluster);
    }

    private static Optional<String> lossOfFiles(Target target, Cluster cluster) {
        if (target.kind() != TargetKind.OST) {
            return Optional.of("");
        }
        return Optional.of("The files that have data on %s become unreachable. Move their data to other OSTs first."
                .formatted(TargetNames.of(target, cluster)));
    }
}
