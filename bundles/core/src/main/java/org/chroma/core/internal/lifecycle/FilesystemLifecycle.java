package org.chroma.core.internal.lifecycle;

import static org.chroma.model.FilesystemState.AVAILABLE;
import static org.chroma.model.FilesystemState.FORGOTTEN;
import static org.chroma.model.FilesystemState.REMOVED;
import static org.chroma.model.FilesystemState.STOPPED;
import static org.chroma.model.FilesystemState.UNAVAILABLE;
import static org.chroma.state.Requirement.all;
import static org.chroma.state.Requirement.is;
import static org.chroma.state.Requirement.isNot;
import static org.chroma.state.Requirement.isOneOf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.chroma.core.ChromaException;
import org.chroma.core.Cluster;
import org.chroma.core.ErrorCode;
import org.chroma.core.JobName;
import org.chroma.core.internal.step.StepContext;
import org.chroma.model.Filesystem;
import org.chroma.model.FilesystemState;
import org.chroma.model.Target;
import org.chroma.model.TargetKind;
import org.chroma.model.TargetState;
import org.chroma.model.action.PurgeConfiguration;
import org.chroma.state.DependOn;
import org.chroma.state.Requirement;
import org.chroma.state.Step;

/** The life of a filesystem: available while all its targets serve, stopped, removed. */
public final class FilesystemLifecycle extends ClusterLifecycle<Filesystem, FilesystemState> {

    public FilesystemLifecycle() {
        super(Filesystem.KIND, Filesystem.class);
        from(STOPPED)
                .to(AVAILABLE)
                .job(JobName.START_STOPPED_FILESYSTEM.className())
                .verb("Start")
                .describedAs(filesystem -> "Start filesystem " + filesystem.label())
                .requires(FilesystemLifecycle::everyTargetServes)
                .noSteps();
        from(UNAVAILABLE)
                .to(AVAILABLE)
                .job(JobName.START_UNAVAILABLE_FILESYSTEM.className())
                .verb("Start")
                .describedAs(filesystem -> "Start filesystem " + filesystem.label())
                .requires(FilesystemLifecycle::everyTargetServes)
                .noSteps();
        from(UNAVAILABLE)
                .to(STOPPED)
                .job(JobName.STOP_UNAVAILABLE_FILESYSTEM.className())
                .verb("Stop")
                .describedAs(filesystem -> "Stop filesystem " + filesystem.label())
                .requires(FilesystemLifecycle::noTargetServes)
                .noSteps();
        from(AVAILABLE)
                .to(UNAVAILABLE)
                .job("MakeAvailableFilesystemUnavailable")
                .describedAs(filesystem -> "Make filesystem %s unavailable".formatted(filesystem.label()))
                .noSteps();
        from(STOPPED)
                .to(REMOVED)
                .job(JobName.REMOVE_FILESYSTEM.className())
                .verb("Remove")
                .describedAs(filesystem -> "Remove filesystem " + filesystem.label())
                .confirmed((filesystem, cluster) ->
                        Optional.of("Removing filesystem %s ends access to all of its files. This cannot be undone."
                                .formatted(filesystem.name())))
                .requires(FilesystemLifecycle::mgtCanBePurged)
                .steps((filesystem, cluster) -> List.of(purge(filesystem), delete(filesystem)));
        from(UNAVAILABLE, STOPPED, AVAILABLE)
                .to(FORGOTTEN)
                .job(JobName.FORGET_FILESYSTEM.className())
                .verb("Remove")
                .describedAs(filesystem -> "Forget filesystem " + filesystem.label())
                .confirmed((filesystem, cluster) ->
                        Optional.of("Filesystem %s is no longer monitored; nothing is changed on its servers."
                                .formatted(filesystem.name())))
                .steps((filesystem, cluster) -> List.of(delete(filesystem)));
    }

    @Override
    public List<DependOn<FilesystemState, ?>> dependencies(
            Filesystem filesystem, FilesystemState state, Cluster cluster) {
        if (kind().isGone(state)) {
            return List.of();
        }
        return List.of(
                DependOn.unless(filesystem.mgt(), TargetState.UNMOUNTED, TargetState.REMOVED, TargetState.FORGOTTEN)
                        .otherwise(filesystem.immutableState() ? FORGOTTEN : REMOVED));
    }

    @Override
    public boolean offers(Filesystem filesystem, FilesystemState state, Cluster cluster) {
        if (filesystem.immutableState()) {
            return state == FORGOTTEN;
        }
        if (filesystem.state() == UNAVAILABLE && state == STOPPED) {
            return cluster.targetsOf(filesystem.id()).stream()
                    .anyMatch(target -> target.state() == TargetState.MOUNTED);
        }
        return state != FORGOTTEN && (state != AVAILABLE || hasMdt(filesystem, cluster));
    }

    public static boolean hasMdt(Filesystem filesystem, Cluster cluster) {
        return !cluster.targetsOf(filesystem.id(), TargetKind.MDT).isEmpty();
    }

    @Override
    public List<FilesystemState> allowedWhenImmutable(Filesystem filesystem) {
        return List.of(FORGOTTEN);
    }

    private static Requirement everyTargetServes(Filesystem filesystem, Cluster cluster) {
        if (!hasMdt(filesystem, cluster)) {
            return new Requirement.Never(
                    filesystem.id(), "filesystem %s has no MDT; it can only be removed".formatted(filesystem.name()));
        }
        Stream<Requirement> targets =
                cluster.targetsOf(filesystem.id()).stream().map(target -> is(target.id(), TargetState.MOUNTED));
        return all(Stream.concat(Stream.of(is(filesystem.mgt(), TargetState.MOUNTED)), targets)
                .toList());
    }

    private static Requirement noTargetServes(Filesystem filesystem, Cluster cluster) {
        return all(cluster.targetsOf(filesystem.id()).stream()
                .map(target -> isNot(target.id(), TargetState.UNMOUNTED, TargetState.MOUNTED))
                .toList());
    }

    /**
     * Lustre edits the configuration on an unmounted MGT only, so the other filesystems that live on it must not be in
     * use. An MGT that never ran has nothing to purge.
     */
    private static Requirement mgtCanBePurged(Filesystem filesystem, Cluster cluster) {
        List<Requirement> parts = new ArrayList<>();
        parts.add(isOneOf(
                filesystem.mgt(),
                TargetState.UNMOUNTED,
                TargetState.UNFORMATTED,
                TargetState.FORMATTED,
                TargetState.REGISTERED));
        for (Filesystem other : cluster.filesystemsOf(filesystem.mgt())) {
            if (!other.id().equals(filesystem.id())) {
                parts.add(isNot(other.id(), STOPPED, AVAILABLE));
            }
        }
        return all(parts);
    }

    private static Step<StepContext> purge(Filesystem filesystem) {
        return step("purge", "Purge the configuration of " + filesystem.name(), context -> {
            Optional<Target> mgt = context.cluster().target(filesystem.mgt());
            if (mgt.isEmpty() || mgt.get().state() != TargetState.UNMOUNTED) {
                context.log("The MGT never ran: there is nothing to purge");
                return;
            }
            Target.Mount mount = mgt.get().primaryMount();
            context.run(mount.host(), new PurgeConfiguration(mount.device(), filesystem.name()));
        });
    }

    private static Step<StepContext> delete(Filesystem filesystem) {
        return step("delete", "Forget filesystem " + filesystem.name(), context -> {
            int left = context.cluster().targetsOf(filesystem.id()).size();
            if (left > 0) {
                throw new ChromaException(
                        ErrorCode.CONFLICT, "%s still has %d targets".formatted(filesystem.name(), left));
            }
        });
    }
}
