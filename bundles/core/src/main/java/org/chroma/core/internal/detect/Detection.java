package org.chroma.core.internal.detect;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.chroma.core.Cluster;
import org.chroma.core.internal.object.TargetNames;
import org.chroma.model.ConfParam;
import org.chroma.model.Filesystem;
import org.chroma.model.FilesystemState;
import org.chroma.model.HostState;
import org.chroma.model.Target;
import org.chroma.model.TargetKind;
import org.chroma.model.TargetState;
import org.chroma.model.Volume;
import org.chroma.model.action.DetectedTargets;
import org.chroma.model.action.DetectedTargets.LocalTarget;
import org.chroma.model.action.DetectedTargets.RecordedFilesystem;
import org.chroma.model.action.DetectedTargets.RecordedTarget;
import org.chroma.state.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Makes targets and filesystems out of what servers saw of a Lustre that was made without Chroma. They are only
 * monitored. What Chroma knows already stays as it is; only what it monitors may gain servers.
 *
 * <p>A pure function: it says what is to be stored, and in words what was found and what was left out.
 */
final class Detection {
    private static final String MGS = "MGS";

    private final Cluster cluster;
    private final Map<ObjectId<HostState>, DetectedTargets> scans;
    private final Instant now;
    private final ToLongFunction<String> ids;
    private final DetectedPlaces places;
    private final Map<DetectedPlaces.Disk, Target> mgts = new LinkedHashMap<>();
    private final Map<ObjectId<TargetState>, Target> targets = new LinkedHashMap<>();
    private final List<Filesystem> filesystems = new ArrayList<>();
    private final List<ConfParam> confParams = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();

    /**
     * What to store, and what to tell.
     *
     * @param targets new ones, and monitored ones that gained servers
     * @param filesystems new ones, and monitored ones that gained targets
     * @param volumes whose servers now have the roles that their targets give them
     * @param confParams that the MGS has already
     * @param lines for users
     */
    record Result(
            List<Target> targets,
            List<Filesystem> filesystems,
            List<Volume> volumes,
            List<ConfParam> confParams,
            List<String> lines) {}

    /** A filesystem that the MGS has recorded, with the targets of it that are to be made. */
    private static final class Draft {
        private final Target mgt;
        private final RecordedFilesystem recorded;
        private final @Nullable Filesystem known;
        private final List<DraftTarget> members = new ArrayList<>();

        private Draft(Target mgt, RecordedFilesystem recorded, @Nullable Filesystem known) {
            this.mgt = mgt;
            this.recorded = recorded;
            this.known = known;
        }

        private Optional<RecordedTarget> target(String name) {
            return recorded.targets().stream()
                    .filter(target -> target.name().equals(name))
                    .findFirst();
        }

        private long count(TargetKind kind) {
            return members.stream().filter(member -> member.kind() == kind).count();
        }
    }

    /** An MDT or OST to be made. */
    private record DraftTarget(DetectedPlaces.Disk disk, List<Target.Mount> mounts, Map<String, String> confParams) {
        private TargetKind kind() {
            return LustreName.of(disk.name()).kind();
        }
    }

    private Detection(
            Cluster cluster, Map<ObjectId<HostState>, DetectedTargets> scans, Instant now, ToLongFunction<String> ids) {
        this.cluster = cluster;
        this.scans = scans;
        this.now = now;
        this.ids = ids;
        this.places = new DetectedPlaces(cluster, scans, lines::add);
    }

    /**
     * Compares what servers saw with what is known.
     *
     * @param scans by server, in the order in which they were made
     * @param ids gives new numbers for "target" and "filesystem"
     */
    static Result of(
            Cluster cluster, Map<ObjectId<HostState>, DetectedTargets> scans, Instant now, ToLongFunction<String> ids) {
        Detection detection = new Detection(cluster, scans, now, ids);
        detection.mgts();
        List<Draft> drafts = detection.drafts();
        detection.members(drafts);
        drafts.forEach(detection::build);
        return detection.result();
    }

    private void mgts() {
        for (DetectedPlaces.Disk disk : places.disks()) {
            Optional<DetectedPlaces.Sighting> mounted = disk.mounted();
            if (!disk.name().equals(MGS) || mounted.isEmpty()) {
                continue;
            }
            List<String> addresses = addressesOfMgs(mounted.get().host());
            Optional<Target> known = known(disk, TargetKind.MGT);
            if (known.isPresent()) {
                mgts.put(disk, withServers(known.get(), disk, addresses));
                continue;
            }
            List<Target.Mount> mounts = mountsOf(disk, addresses, "The MGT");
            if (!mounts.isEmpty()) {
                Target mgt = target(disk, TargetKind.MGT, null, mounts);
                mgts.put(disk, mgt);
                say("Found the MGT on %s".formatted(server(mounted.get().host())));
            }
        }
    }

    /** The NIDs by which targets look for the MGS that runs on a server, the preferred ones first. */
    private List<String> addressesOfMgs(ObjectId<HostState> host) {
        Set<String> addresses = new LinkedHashSet<>();
        scans.values().stream()
                .flatMap(scan -> scan.targets().stream())
                .map(LocalTarget::mgsNids)
                .filter(nids -> places.hasOneOf(host, nids))
                .forEach(addresses::addAll);
        return List.copyOf(addresses);
    }

    private List<Draft> drafts() {
        List<Draft> drafts = new ArrayList<>();
        mgts.forEach((disk, mgt) -> {
            DetectedTargets scan = Objects.requireNonNull(
                    scans.get(disk.mounted().orElseThrow().host()));
            for (RecordedFilesystem recorded : scan.filesystems()) {
                Filesystem known = cluster.filesystemsOf(mgt.id()).stream()
                        .filter(filesystem -> filesystem.name().equals(recorded.name()))
                        .findFirst()
                        .orElse(null);
                drafts.add(new Draft(mgt, recorded, known));
            }
        });
        return drafts;
    }

    private void members(List<Draft> drafts) {
        for (DetectedPlaces.Disk disk : places.disks()) {
            Optional<DetectedPlaces.Sighting> mounted = disk.mounted();
            if (disk.name().equals(MGS)) {
                continue;
            }
            Optional<Target> known = known(disk, LustreName.of(disk.name()).kind());
            Optional<Target> mgt = mounted.flatMap(this::mgtOf);
            Optional<Draft> draft = drafts.stream()
                    .filter(each -> each.recorded
                            .name()
                            .equals(LustreName.of(disk.name()).fsname()))
                    .filter(each ->
                            mgt.isEmpty() || each.mgt.id().equals(mgt.get().id()))
                    .filter(each -> mgt.isPresent() || known.isPresent())
                    .findFirst();
            List<String> addresses = draft.flatMap(each -> each.target(disk.name()))
                    .map(RecordedTarget::nids)
                    .orElse(List.of());
            if (known.isPresent()) {
                Target unused = withServers(known.get(), disk, addresses);
            } else if (mounted.isPresent()) {
                member(disk, mounted.get(), mgt, draft, addresses);
            }
        }
    }

    private void member(
            DetectedPlaces.Disk disk,
            DetectedPlaces.Sighting mounted,
            Optional<Target> mgt,
            Optional<Draft> draft,
            List<String> addresses) {
        if (mgt.isEmpty()) {
            say("%s runs on %s, but it is not clear which of the known MGTs is its own"
                    .formatted(disk.name(), server(mounted.host())));
        } else if (draft.isEmpty()) {
            say("%s runs on %s, but no running MGS on these servers has a filesystem %s"
                    .formatted(
                            disk.name(),
                            server(mounted.host()),
                            LustreName.of(disk.name()).fsname()));
        } else if (draft.get().known != null && !draft.get().known.immutableState()) {
            say("%s was added to filesystem %s without Chroma, which manages it: the target is left out"
                    .formatted(disk.name(), LustreName.of(disk.name()).fsname()));
        } else {
            List<Target.Mount> mounts = mountsOf(disk, addresses, disk.name());
            if (!mounts.isEmpty()) {
                Map<String, String> settings = draft.get()
                        .target(disk.name())
                        .map(RecordedTarget::confParams)
                        .orElse(Map.of());
                draft.get().members.add(new DraftTarget(disk, mounts, settings));
            }
        }
    }

    /** Where a new target can run; empty, and the reason told, where it cannot be taken over. */
    private List<Target.Mount> mountsOf(DetectedPlaces.Disk disk, List<String> addresses, String name) {
        List<Target.Mount> mounts = places.mounts(disk, addresses, name);
        if (mounts.isEmpty()) {
            return mounts;
        }
        Optional<Target> other = places.volumeOf(mounts.get(0))
                .flatMap(volume -> cluster.targetOnVolume(volume.id()))
                .filter(target -> !disk.uuid().equals(target.uuid()));
        if (other.isPresent()) {
            say("%s is left out: as far as Chroma knows, its volume carries %s"
                    .formatted(name, TargetNames.of(other.get(), cluster)));
            return List.of();
        }
        return mounts;
    }

    /** The MGT of a target, as far as its addresses tell exactly one. */
    private Optional<Target> mgtOf(DetectedPlaces.Sighting mounted) {
        Set<ObjectId<HostState>> hosts = places.serversAt(mounted.seen().mgsNids());
        boolean itsOwn = DetectedPlaces.isNowhere(mounted.seen().mgsNids());
        Map<ObjectId<TargetState>, Target> all = new LinkedHashMap<>();
        Stream.concat(cluster.targets().stream(), mgts.values().stream())
                .filter(target -> target.kind() == TargetKind.MGT)
                .filter(target -> itsOwn
                        ? mounted.host().equals(target.activeHost())
                        : target.mounts().stream().anyMatch(mount -> hosts.contains(mount.host())))
                .forEach(target -> all.put(target.id(), target));
        return all.size() == 1 ? all.values().stream().findFirst() : Optional.empty();
    }

    private Optional<Target> known(DetectedPlaces.Disk disk, TargetKind kind) {
        return cluster.targets().stream()
                .filter(target -> target.kind() == kind && disk.uuid().equals(target.uuid()))
                .findFirst();
    }

    /** A monitored target gains the servers on which it can run and that were not known before. */
    private Target withServers(Target known, DetectedPlaces.Disk disk, List<String> addresses) {
        if (!known.immutableState()) {
            return known;
        }
        List<Target.Mount> mounts = new ArrayList<>(known.mounts());
        for (Target.Mount mount : places.failoverMounts(disk, addresses, known)) {
            mounts.add(mount);
            say("%s can run on %s, too".formatted(TargetNames.of(known, cluster), server(mount.host())));
        }
        if (mounts.size() == known.mounts().size()) {
            return known;
        }
        Target grown = known.withMounts(mounts);
        targets.put(grown.id(), grown);
        return grown;
    }

    private void build(Draft draft) {
        String name = draft.recorded.name();
        if (draft.known == null && (draft.count(TargetKind.MDT) == 0 || draft.count(TargetKind.OST) == 0)) {
            say("Filesystem %s is left out: %s"
                    .formatted(
                            name,
                            draft.members.isEmpty()
                                    ? "none of its targets runs on these servers"
                                    : "it has no " + (draft.count(TargetKind.MDT) == 0 ? "MDT" : "OST")
                                            + " that runs on these servers"));
            return;
        }
        if (draft.known == null || !draft.members.isEmpty()) {
            say((draft.known == null ? "Found filesystem %s with %s and %s" : "Filesystem %s gained %s and %s")
                    .formatted(
                            name,
                            counted(draft.count(TargetKind.MDT), "MDT"),
                            counted(draft.count(TargetKind.OST), "OST")));
        }
        Filesystem filesystem = filesystem(draft);
        Set<String> present = new LinkedHashSet<>();
        cluster.targetsOf(filesystem.id()).forEach(target -> present.add(target.label()));
        for (DraftTarget member : draft.members) {
            Target made = target(member.disk(), member.kind(), filesystem.id(), member.mounts());
            settings(draft.mgt, made.id(), member.confParams());
            present.add(made.label());
        }
        for (RecordedTarget recorded : draft.recorded.targets()) {
            if (!present.contains(recorded.name())) {
                say("The MGS knows %s, which runs on none of these servers".formatted(recorded.name()));
            }
        }
    }

    private Filesystem filesystem(Draft draft) {
        Filesystem old = draft.known;
        if (old == null) {
            Filesystem made = taught(
                    Filesystem.detected(
                            Filesystem.KIND.id(ids.applyAsLong("filesystem")),
                            draft.recorded.name(),
                            draft.mgt.id(),
                            now),
                    draft);
            filesystems.add(made);
            settings(draft.mgt, made.id(), draft.recorded.confParams());
            return made;
        }
        if (!draft.members.isEmpty()) {
            filesystems.add(taught(old, draft));
        }
        return old;
    }

    /** The filesystem, aware of the indices that its MGS has given away. */
    private static Filesystem taught(Filesystem filesystem, Draft draft) {
        Filesystem taught = filesystem;
        for (RecordedTarget target : draft.recorded.targets()) {
            LustreName name = LustreName.of(target.name());
            taught = taught.withRegistered(name.kind(), name.index());
        }
        return taught;
    }

    private Target target(
            DetectedPlaces.Disk disk,
            TargetKind kind,
            @Nullable ObjectId<FilesystemState> filesystem,
            List<Target.Mount> mounts) {
        Target made = Target.planned(
                        Target.KIND.id(ids.applyAsLong("target")),
                        kind,
                        filesystem,
                        kind == TargetKind.MGT ? 0 : LustreName.of(disk.name()).index(),
                        places.volumeOf(mounts.get(0)).orElseThrow().id(),
                        Target.Format.DEFAULT,
                        mounts,
                        now)
                .detected(
                        disk.name(),
                        disk.uuid(),
                        disk.mounted().map(DetectedPlaces.Sighting::host).orElse(null));
        targets.put(made.id(), made);
        return made;
    }

    /** The MGS has them already, so there is nothing to apply. */
    private void settings(Target mgt, ObjectId<?> owner, Map<String, String> settings) {
        settings.forEach((key, value) ->
                confParams.add(new ConfParam(mgt.id(), owner, key, value, mgt.confParamVersionApplied())));
    }

    private Result result() {
        if (targets.isEmpty() && filesystems.isEmpty()) {
            say("Nothing new was found");
        }
        return new Result(
                List.copyOf(targets.values()),
                List.copyOf(filesystems),
                places.volumesOf(targets.values()),
                List.copyOf(confParams),
                List.copyOf(lines));
    }

    private void say(String line) {
        lines.add(line);
    }

    private String server(ObjectId<HostState> host) {
        return TargetNames.host(host, cluster);
    }

    private static String counted(long number, String noun) {
        return number == 1 ? "1 " + noun : number + " " + noun + "s";
    }
}
