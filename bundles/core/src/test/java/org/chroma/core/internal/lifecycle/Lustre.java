package org.chroma.core.internal.lifecycle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.chroma.core.Changes;
import org.chroma.core.Cluster;
import org.chroma.core.internal.step.StepContext;
import org.chroma.model.Filesystem;
import org.chroma.model.FilesystemState;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.model.LnetConfiguration;
import org.chroma.model.LnetState;
import org.chroma.model.Nid;
import org.chroma.model.Target;
import org.chroma.model.TargetKind;
import org.chroma.model.TargetState;
import org.chroma.state.Goal;
import org.chroma.state.Lifecycles;
import org.chroma.state.LockTable;
import org.chroma.state.ObjectId;
import org.chroma.state.Plan;
import org.chroma.state.Planner;
import org.chroma.state.States;
import org.jspecify.annotations.Nullable;

/** A Lustre cluster made of nothing, for tests of plans. Objects are numbered in the order in which they are made. */
public final class Lustre {
    public static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");
    static final Lifecycles<Cluster, StepContext> LIFECYCLES = new Lifecycles<>(
            List.of(new HostLifecycle(), new LnetLifecycle(), new TargetLifecycle(), new FilesystemLifecycle()));

    private final List<Host> hosts = new ArrayList<>();
    private final List<LnetConfiguration> lnets = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();
    private final List<Filesystem> filesystems = new ArrayList<>();
    private boolean immutable;
    final LockTable locks = new LockTable();

    /** What follows is only monitored. */
    Lustre immutable() {
        immutable = true;
        return this;
    }

    ObjectId<HostState> host(String name, HostState state) {
        return host(name, state, state == HostState.LNET_UP);
    }

    ObjectId<HostState> host(String name, HostState state, boolean nidsKnown) {
        long number = hosts.size() + 1L;
        ObjectId<HostState> id = Host.KIND.id(number);
        hosts.add(new Host(id, state, THEN, immutable, name, name, name, null, null));
        lnets.add(new LnetConfiguration(
                LnetConfiguration.KIND.id(number),
                nidsKnown ? LnetState.NIDS_KNOWN : LnetState.NIDS_UNKNOWN,
                THEN,
                immutable,
                id,
                nidsKnown ? List.of(new Nid("10.0.0." + number % 250 + "@tcp")) : List.of(),
                name));
        return id;
    }

    ObjectId<TargetState> mgt(TargetState state, ObjectId<HostState> server) {
        return target(TargetKind.MGT, null, state, List.of(server));
    }

    ObjectId<TargetState> mdt(ObjectId<FilesystemState> filesystem, TargetState state, ObjectId<HostState> server) {
        return target(TargetKind.MDT, filesystem, state, List.of(server));
    }

    ObjectId<TargetState> ost(ObjectId<FilesystemState> filesystem, TargetState state, ObjectId<HostState> server) {
        return target(TargetKind.OST, filesystem, state, List.of(server));
    }

    ObjectId<TargetState> ost(
            ObjectId<FilesystemState> filesystem,
            TargetState state,
            ObjectId<HostState> primary,
            ObjectId<HostState> failover) {
        return target(TargetKind.OST, filesystem, state, List.of(primary, failover));
    }

    ObjectId<FilesystemState> filesystem(String name, FilesystemState state, ObjectId<TargetState> mgt) {
        ObjectId<FilesystemState> id = Filesystem.KIND.id(filesystems.size() + 1L);
        filesystems.add(new Filesystem(id, state, THEN, immutable, name, mgt, 0, 0));
        return id;
    }

    private ObjectId<TargetState> target(
            TargetKind kind,
            @Nullable ObjectId<FilesystemState> filesystem,
            TargetState state,
            List<ObjectId<HostState>> servers) {
        ObjectId<TargetState> id = Target.KIND.id(targets.size() + 1L);
        int index = (int) targets.stream()
                .filter(target -> target.kind() == kind && filesystem != null && filesystem.equals(target.filesystem()))
                .count();
        List<Target.Mount> mounts = new ArrayList<>();
        for (ObjectId<HostState> server : servers) {
            mounts.add(
                    new Target.Mount(server, 0, "/dev/mapper/" + id.number(), "/mnt/" + id.number(), mounts.isEmpty()));
        }
        boolean registered = state.compareTo(TargetState.REGISTERED) >= 0;
        String name = filesystem == null
                ? "MGS"
                : "%s-%s%04x"
                        .formatted(
                                filesystems.get((int) filesystem.number() - 1).name(), kind, index);
        targets.add(new Target(
                id,
                state,
                THEN,
                immutable,
                kind,
                registered ? name : null,
                state == TargetState.UNFORMATTED ? null : "uuid-" + id.number(),
                registered ? name + "_abc123" : null,
                id.number(),
                filesystem,
                index,
                Target.Format.DEFAULT,
                mounts,
                state == TargetState.MOUNTED ? servers.get(0) : null,
                Map.of(),
                0,
                0));
        return id;
    }

    Cluster cluster() {
        return Cluster.EMPTY.with(new Changes(
                hosts,
                lnets,
                List.of(),
                List.of(),
                targets,
                filesystems,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of()));
    }

    <S extends Enum<S>> Plan plan(ObjectId<S> object, S state) {
        Cluster cluster = cluster();
        return new Planner<>(LIFECYCLES).plan(cluster, locks.expected(cluster), List.of(Goal.reach(object, state)));
    }

    States stored() {
        return States.of(cluster());
    }

    /** One line a job, with the numbers of the jobs that it waits for; those that they wait for are left out. */
    static String text(Plan plan) {
        List<Set<Integer>> before = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (Plan.Job job : plan.jobs()) {
            Set<Integer> implied = new TreeSet<>();
            job.waitsFor().forEach(place -> implied.addAll(before.get(place)));
            Set<Integer> direct = new TreeSet<>(job.waitsFor());
            direct.removeAll(implied);
            lines.add((job.place() + 1) + " " + job.description() + after(direct));
            implied.addAll(job.waitsFor());
            before.add(implied);
        }
        return String.join("\n", lines);
    }

    private static String after(Set<Integer> places) {
        return places.isEmpty()
                ? ""
                : places.stream()
                        .map(place -> String.valueOf(place + 1))
                        .collect(Collectors.joining(", ", " after ", ""));
    }
}
