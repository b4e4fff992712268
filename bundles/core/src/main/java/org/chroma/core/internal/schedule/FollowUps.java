package org.chroma.core.internal.schedule;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.chroma.core.Cluster;
import org.chroma.core.Job;
import org.chroma.core.JobName;
import org.chroma.core.JobState;
import org.chroma.core.internal.job.ApplyConfParamsJob;
import org.chroma.core.internal.job.GetLnetStateJob;
import org.chroma.core.internal.job.PlainJobs;
import org.chroma.core.internal.ledger.Transaction;
import org.chroma.core.internal.lifecycle.FilesystemLifecycle;
import org.chroma.core.internal.object.ObjectStates;
import org.chroma.model.Filesystem;
import org.chroma.model.FilesystemState;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.model.LnetConfiguration;
import org.chroma.model.LnetState;
import org.chroma.model.Target;
import org.chroma.model.TargetKind;
import org.chroma.model.TargetState;
import org.chroma.state.Goal;
import org.chroma.state.ObjectId;

/**
 * What Chroma does by itself when things have become so. Rules look at the present state of objects that nobody is
 * working on, never at what happened, so nothing is missed.
 */
final class FollowUps {
    private final Schedule schedule;
    private final PlainJobs plainJobs;

    FollowUps(Schedule schedule, PlainJobs plainJobs) {
        this.schedule = schedule;
        this.plainJobs = plainJobs;
    }

    /**
     * Applies all rules to some objects: states that follow from others are set, and what needs jobs is answered.
     *
     * @param objects on which something changed or the last lock went
     * @param commands that this is a consequence of; a job that failed in one of them is not tried again
     */
    List<FollowUp> of(Transaction transaction, Set<ObjectId<?>> objects, Set<Long> commands) {
        Set<ObjectId<HostState>> hosts = new LinkedHashSet<>();
        Set<ObjectId<FilesystemState>> filesystems = new LinkedHashSet<>();
        Set<ObjectId<TargetState>> mgts = new LinkedHashSet<>();
        Cluster cluster = transaction.cluster();
        for (ObjectId<?> id : objects) {
            Host.KIND.match(id).ifPresent(hosts::add);
            LnetConfiguration.KIND.match(id).ifPresent(lnet -> hosts.add(Host.KIND.id(lnet.number())));
            Filesystem.KIND.match(id).ifPresent(filesystems::add);
            Target.KIND.match(id).flatMap(cluster::target).ifPresent(target -> {
                if (target.filesystem() != null) {
                    filesystems.add(target.filesystem());
                    cluster.filesystem(target.filesystem()).ifPresent(filesystem -> mgts.add(filesystem.mgt()));
                } else {
                    mgts.add(target.id());
                }
            });
        }
        List<FollowUp> wanted = new ArrayList<>();
        hosts.forEach(id -> cluster.host(id)
                .flatMap(host -> ofHost(transaction, host, commands))
                .ifPresent(wanted::add));
        filesystems.forEach(
                id -> cluster.filesystem(id).ifPresent(filesystem -> ofFilesystem(transaction, filesystem)));
        mgts.forEach(id -> cluster.target(id)
                .flatMap(mgt -> ofMgt(transaction, mgt, commands))
                .ifPresent(wanted::add));
        return wanted;
    }

    /** Its state tells which one of them is due. */
    private Optional<FollowUp> ofHost(Transaction transaction, Host host, Set<Long> commands) {
        ObjectId<LnetState> lnet = LnetConfiguration.KIND.id(host.id().number());
        if (isLocked(host.id()) || isLocked(lnet)) {
            return Optional.empty();
        }
        if (host.state() == HostState.CONFIGURED) {
            return perform(
                    transaction,
                    GetLnetStateJob.NAME,
                    host.id(),
                    Map.of("host", "" + host.id().number()),
                    commands);
        }
        if (startsLnet(transaction, host, commands)) {
            return Optional.of(new FollowUp(
                    Goal.reach(host.id(), HostState.LNET_UP), Map.of(), "Starting LNet on " + host.label()));
        }
        boolean nidsUnknown = transaction
                .cluster()
                .lnetOf(host.id())
                .filter(configuration -> configuration.state() == LnetState.NIDS_UNKNOWN)
                .isPresent();
        boolean learns = host.state() == HostState.LNET_UP
                && nidsUnknown
                && !failedIn(transaction, JobName.CONFIGURE_LNET.className(), lnet, commands);
        return learns
                ? Optional.of(new FollowUp(
                        Goal.reach(lnet, LnetState.NIDS_KNOWN), Map.of(), "Learning the NIDs of " + host.label()))
                : Optional.empty();
    }

    private void ofFilesystem(Transaction transaction, Filesystem filesystem) {
        List<Target> targets = transaction.cluster().targetsOf(filesystem.id());
        if (isLocked(filesystem.id()) || targets.isEmpty()) {
            return;
        }
        // What is only monitored may have its MDT elsewhere.
        boolean complete = filesystem.immutableState() || FilesystemLifecycle.hasMdt(filesystem, transaction.cluster());
        boolean allServe = complete && targets.stream().allMatch(target -> target.state() == TargetState.MOUNTED);
        boolean allStopped = targets.stream().allMatch(target -> target.state() == TargetState.UNMOUNTED);
        boolean someStopped = targets.stream().anyMatch(target -> target.state() == TargetState.UNMOUNTED);
        FilesystemState state = filesystem.state();
        if (allServe && state != FilesystemState.AVAILABLE) {
            ObjectStates.set(transaction, filesystem.id(), FilesystemState.AVAILABLE, false);
        } else if (allStopped && state != FilesystemState.STOPPED) {
            ObjectStates.set(transaction, filesystem.id(), FilesystemState.STOPPED, false);
        } else if (((someStopped && !allStopped) || !complete) && state == FilesystemState.AVAILABLE) {
            ObjectStates.set(transaction, filesystem.id(), FilesystemState.UNAVAILABLE, false);
        }
    }

    private Optional<FollowUp> ofMgt(Transaction transaction, Target mgt, Set<Long> commands) {
        boolean due = mgt.kind() == TargetKind.MGT
                && mgt.confParamVersion() != mgt.confParamVersionApplied()
                && mgt.state() == TargetState.MOUNTED
                && !mgt.immutableState()
                && !schedule.locks().isWriteLocked(mgt.id());
        return due && ApplyConfParamsJob.isPossible(mgt, transaction.cluster())
                ? perform(transaction, ApplyConfParamsJob.NAME, mgt.id(), ApplyConfParamsJob.arguments(mgt), commands)
                : Optional.empty();
    }

    private Optional<FollowUp> perform(
            Transaction transaction,
            String className,
            ObjectId<?> subject,
            Map<String, String> arguments,
            Set<Long> commands) {
        boolean again =
                schedule.hasUnfinished(className, subject) || failedIn(transaction, className, subject, commands);
        if (again) {
            return Optional.empty();
        }
        Goal.Perform goal = plainJobs.goal(plainJobs.type(className), arguments, transaction.cluster());
        return Optional.of(new FollowUp(goal, arguments, goal.job().description()));
    }

    /**
     * Who adds a server wants it to serve: a command that set one up starts its LNet as well, once what LNet does there
     * is known. Not where it is only monitored, and not where the command has already moved LNet to where it was asked
     * to be.
     */
    private static boolean startsLnet(Transaction transaction, Host host, Set<Long> commands) {
        boolean isDown = host.state() == HostState.LNET_UNLOADED || host.state() == HostState.LNET_DOWN;
        if (!isDown || host.immutableState()) {
            return false;
        }
        List<Job> jobs = jobsOn(transaction, host.id(), commands);
        return jobs.stream().anyMatch(job -> job.setsUpServer() && job.state() == JobState.SUCCEEDED)
                && jobs.stream().noneMatch(Job::movesLnet);
    }

    /** What was tried in vain in a command is not tried again in it, or a failing job would never end. */
    private static boolean failedIn(
            Transaction transaction, String className, ObjectId<?> subject, Set<Long> commands) {
        return jobsOn(transaction, subject, commands).stream()
                .anyMatch(job ->
                        job.state() != JobState.SUCCEEDED && job.className().equals(className));
    }

    private static List<Job> jobsOn(Transaction transaction, ObjectId<?> subject, Set<Long> commands) {
        return commands.stream()
                .map(transaction::command)
                .filter(Objects::nonNull)
                .flatMap(command -> command.jobs().stream())
                .distinct()
                .map(transaction::job)
                .filter(job -> job != null && Objects.equals(job.subject(), subject))
                .toList();
    }

    private boolean isLocked(ObjectId<?> id) {
        return schedule.locks().isLocked(id);
    }
}
