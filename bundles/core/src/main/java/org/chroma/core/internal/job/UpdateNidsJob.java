package org.chroma.core.internal.job;

import static org.chroma.state.Requirement.all;
import static org.chroma.state.Requirement.is;
import static org.chroma.state.Requirement.isNot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.chroma.core.Cluster;
import org.chroma.core.JobName;
import org.chroma.core.internal.lifecycle.TargetSteps;
import org.chroma.core.internal.object.TargetNames;
import org.chroma.core.internal.step.StepContext;
import org.chroma.model.Filesystem;
import org.chroma.model.FilesystemState;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.model.LnetConfiguration;
import org.chroma.model.LnetState;
import org.chroma.model.Target;
import org.chroma.model.TargetKind;
import org.chroma.model.TargetState;
import org.chroma.model.action.StartTarget;
import org.chroma.model.action.StopTarget;
import org.chroma.model.action.WriteconfTarget;
import org.chroma.state.Lock;
import org.chroma.state.ObjectId;
import org.chroma.state.PlainJob;
import org.chroma.state.Requirement;
import org.chroma.state.Step;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites the NIDs in all targets of the filesystems that servers take part in, after their NIDs changed. The MGS does
 * not know targets yet that were formatted only: nothing but their own disk is rewritten. Those that were not even
 * formatted learn the NIDs when they are.
 */
public final class UpdateNidsJob implements PlainJobType {

    @Override
    public String className() {
        return JobName.UPDATE_NIDS.className();
    }

    /**
     * What is affected.
     *
     * @param mgts those that have run
     * @param others the MDTs and OSTs that the MGS knows
     * @param unregistered targets of every kind that never ran
     */
    private record Affected(
            List<Target> mgts,
            List<Target> others,
            List<Target> unregistered,
            Set<ObjectId<FilesystemState>> filesystems) {

        static Affected of(List<Host> hosts, Cluster cluster) {
            Map<ObjectId<TargetState>, Target> mgts = new LinkedHashMap<>();
            Map<ObjectId<TargetState>, Target> others = new LinkedHashMap<>();
            Set<ObjectId<FilesystemState>> filesystems = new LinkedHashSet<>();
            for (Host host : hosts) {
                for (Target target : cluster.targetsOn(host.id())) {
                    // What is only monitored is not stopped, let alone rewritten.
                    if (target.immutableState()) {
                        continue;
                    }
                    if (target.kind() == TargetKind.MGT) {
                        mgts.put(target.id(), target);
                        cluster.filesystemsOf(target.id()).stream()
                                .filter(filesystem -> !filesystem.immutableState())
                                .forEach(filesystem -> filesystems.add(filesystem.id()));
                    } else if (target.filesystem() != null) {
                        filesystems.add(target.filesystem());
                    }
                }
            }
            for (ObjectId<FilesystemState> id : filesystems) {
                cluster.targetsOf(id).forEach(target -> others.put(target.id(), target));
                cluster.filesystem(id)
                        .map(Filesystem::mgt)
                        .flatMap(cluster::target)
                        .ifPresent(mgt -> mgts.put(mgt.id(), mgt));
            }
            List<Target> unregistered = new ArrayList<>();
            for (Map<ObjectId<TargetState>, Target> targets : List.of(mgts, others)) {
                targets.values().stream().filter(Affected::neverRan).forEach(unregistered::add);
                targets.values().removeIf(Affected::neverRan);
            }
            return new Affected(
                    List.copyOf(mgts.values()), List.copyOf(others.values()), List.copyOf(unregistered), filesystems);
        }

        private static boolean neverRan(Target target) {
            return target.state() == TargetState.UNFORMATTED || target.state() == TargetState.FORMATTED;
        }

        List<Target> registered() {
            List<Target> all = new ArrayList<>(mgts);
            all.addAll(others);
            return all;
        }

        /** Those whose disks have NIDs on them, MGTs first. */
        List<Target> rewritten() {
            List<Target> all = registered();
            unregistered.stream()
                    .filter(target -> target.state() == TargetState.FORMATTED)
                    .forEach(all::add);
            return all;
        }

        boolean isWhole(ObjectId<FilesystemState> filesystem) {
            return unregistered.stream().noneMatch(target -> filesystem.equals(target.filesystem()));
        }
    }

    @Override
    public PlainJob plan(Map<String, String> arguments, Cluster cluster) {
        List<Host> hosts = HostList.of(arguments, cluster);
        Affected affected = Affected.of(hosts, cluster);
        List<Requirement> parts = new ArrayList<>();
        List<Lock> locks = new ArrayList<>();
        affected.filesystems()
                .forEach(id -> parts.add(
                        affected.isWhole(id)
                                ? is(id, FilesystemState.STOPPED)
                                : isNot(id, FilesystemState.STOPPED, FilesystemState.AVAILABLE)));
        for (Target target : affected.registered()) {
            parts.add(is(target.id(), TargetState.UNMOUNTED));
            locks.add(Lock.write(target.id(), TargetState.UNMOUNTED, TargetState.UNMOUNTED));
        }
        // Nobody formats or registers them meanwhile.
        affected.unregistered().forEach(target -> locks.add(Lock.read(target.id())));
        for (Target target : affected.rewritten()) {
            parts.add(is(target.primaryMount().host(), HostState.LNET_UP));
            target.mounts()
                    .forEach(mount ->
                            parts.add(is(LnetConfiguration.KIND.id(mount.host().number()), LnetState.NIDS_KNOWN)));
        }
        return new PlainJob(
                className(),
                "Re-write target configuration",
                "Re-write the configuration of all targets related to " + HostList.names(hosts),
                Optional.of("The filesystems concerned are stopped first."),
                all(parts),
                locks,
                steps(arguments, cluster).stream().map(Step::description).toList());
    }

    @Override
    public Optional<String> refusal(Map<String, String> arguments, Cluster cluster) {
        Affected affected = Affected.of(HostList.of(arguments, cluster), cluster);
        if (!affected.rewritten().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                affected.unregistered().isEmpty()
                        ? "Chroma manages no target on these servers"
                        : "No target on these servers is formatted yet; they learn the NIDs when they are");
    }

    @Override
    public @Nullable ObjectId<?> subject(Map<String, String> arguments) {
        return null;
    }

    @Override
    public List<Step<StepContext>> steps(Map<String, String> arguments, Cluster cluster) {
        Affected affected = Affected.of(HostList.of(arguments, cluster), cluster);
        List<Step<StepContext>> steps = new ArrayList<>();
        for (Target target : affected.rewritten()) {
            steps.add(step(
                    "writeconf",
                    target,
                    "Re-write the configuration of",
                    cluster,
                    context -> context.run(
                            target.primaryMount().host(),
                            new WriteconfTarget(
                                    target.primaryMount().device(),
                                    TargetSteps.mgsNids(target, context.cluster()),
                                    TargetSteps.failoverNids(target, context.cluster())))));
        }
        steps.add(new Step<>(
                "reset",
                "Note that parameters must be applied again",
                context -> context.change(transaction -> affected.mgts()
                        .forEach(mgt -> transaction.target(mgt.id(), now -> now.withParametersApplied(0))))));
        affected.mgts().forEach(target -> steps.add(start(target, cluster)));
        affected.others().forEach(target -> steps.add(start(target, cluster)));
        affected.others().forEach(target -> steps.add(stop(target, cluster)));
        affected.mgts().forEach(target -> steps.add(stop(target, cluster)));
        return steps;
    }

    private static Step<StepContext> start(Target target, Cluster cluster) {
        return step(
                "start",
                target,
                "Start",
                cluster,
                context ->
                        context.run(target.primaryMount().host(), new StartTarget(String.valueOf(target.haLabel()))));
    }

    private static Step<StepContext> stop(Target target, Cluster cluster) {
        return step(
                "stop",
                target,
                "Stop",
                cluster,
                context -> context.run(target.primaryMount().host(), new StopTarget(String.valueOf(target.haLabel()))));
    }

    private static Step<StepContext> step(
            String name, Target target, String words, Cluster cluster, Step.Work<StepContext> work) {
        return new Step<>(name + " " + target.id().number(), words + " " + TargetNames.of(target, cluster), work);
    }
}
