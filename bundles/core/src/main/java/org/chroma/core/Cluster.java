package org.chroma.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.chroma.model.ConfParam;
import org.chroma.model.Filesystem;
import org.chroma.model.FilesystemState;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.model.LnetConfiguration;
import org.chroma.model.Target;
import org.chroma.model.TargetKind;
import org.chroma.model.TargetState;
import org.chroma.model.Volume;
import org.chroma.state.Kind;
import org.chroma.state.ObjectId;
import org.chroma.state.StatefulObject;
import org.chroma.state.World;
import org.jspecify.annotations.Nullable;

/**
 * Everything that Chroma knows at one moment: live servers, volumes, targets, filesystems and parameters. Immutable, so
 * a reader sees one consistent state for as long as it keeps the snapshot. Removed and forgotten objects are not in it.
 */
public final class Cluster implements World {
    public static final Cluster EMPTY = new Cluster(
            0, new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), List.of(), null);

    private final long revision;
    private final NavigableMap<Long, Host> hosts;
    private final NavigableMap<Long, LnetConfiguration> lnets;
    private final NavigableMap<Long, Volume> volumes;
    private final NavigableMap<Long, Target> targets;
    private final NavigableMap<Long, Filesystem> filesystems;
    private final Map<Kind<?>, NavigableMap<Long, ? extends StatefulObject<?>>> byKind;
    private final List<ConfParam> confParams;
    private final TargetIndex index;

    /** Targets by what they belong to; shared between snapshots with the same targets. */
    private static final class TargetIndex {
        private final Map<ObjectId<HostState>, List<Target>> byHost = new HashMap<>();
        private final Map<ObjectId<FilesystemState>, List<Target>> byFilesystem = new HashMap<>();
        private final Map<ObjectId<FilesystemState>, Map<TargetKind, List<Target>>> byKind = new HashMap<>();
        private final Map<Long, Target> byVolume = new HashMap<>();

        private TargetIndex(Collection<Target> targets) {
            for (Target target : targets) {
                target.mounts()
                        .forEach(mount -> byHost.computeIfAbsent(mount.host(), host -> new ArrayList<>())
                                .add(target));
                ObjectId<FilesystemState> filesystem = target.filesystem();
                if (filesystem != null) {
                    byFilesystem
                            .computeIfAbsent(filesystem, key -> new ArrayList<>())
                            .add(target);
                    byKind.computeIfAbsent(filesystem, key -> new EnumMap<>(TargetKind.class))
                            .computeIfAbsent(target.kind(), kind -> new ArrayList<>())
                            .add(target);
                }
                byVolume.put(target.volume(), target);
            }
        }
    }

    private Cluster(
            long revision,
            NavigableMap<Long, Host> hosts,
            NavigableMap<Long, LnetConfiguration> lnets,
            NavigableMap<Long, Volume> volumes,
            NavigableMap<Long, Target> targets,
            NavigableMap<Long, Filesystem> filesystems,
            List<ConfParam> confParams,
            @Nullable TargetIndex index) {
        this.revision = revision;
        this.hosts = hosts;
        this.lnets = lnets;
        this.volumes = volumes;
        this.targets = targets;
        this.filesystems = filesystems;
        this.byKind = Map.of(
                Host.KIND, hosts, LnetConfiguration.KIND, lnets, Target.KIND, targets, Filesystem.KIND, filesystems);
        this.confParams = confParams;
        this.index = index == null ? new TargetIndex(targets.values()) : index;
    }

    /** Grows with every change. */
    public long revision() {
        return revision;
    }

    public Collection<Host> hosts() {
        return hosts.values();
    }

    public Collection<LnetConfiguration> lnetConfigurations() {
        return lnets.values();
    }

    public Collection<Volume> volumes() {
        return volumes.values();
    }

    public Collection<Target> targets() {
        return targets.values();
    }

    public Collection<Filesystem> filesystems() {
        return filesystems.values();
    }

    /** Every version of every parameter that was set, oldest first. */
    public List<ConfParam> confParams() {
        return confParams;
    }

    public Optional<Host> host(ObjectId<HostState> id) {
        return Optional.ofNullable(hosts.get(id.number()));
    }

    public Optional<LnetConfiguration> lnetOf(ObjectId<HostState> host) {
        return Optional.ofNullable(lnets.get(host.number()));
    }

    public Optional<Volume> volume(long id) {
        return Optional.ofNullable(volumes.get(id));
    }

    public Optional<Target> target(ObjectId<TargetState> id) {
        return Optional.ofNullable(targets.get(id.number()));
    }

    public Optional<Filesystem> filesystem(ObjectId<FilesystemState> id) {
        return Optional.ofNullable(filesystems.get(id.number()));
    }

    @Override
    public Optional<StatefulObject<?>> object(ObjectId<?> id) {
        NavigableMap<Long, ? extends StatefulObject<?>> all = byKind.get(id.kind());
        return all == null ? Optional.empty() : Optional.ofNullable(all.get(id.number()));
    }

    @Override
    public Stream<StatefulObject<?>> objects() {
        return Stream.of(hosts, lnets, targets, filesystems).flatMap(map -> map.values().stream());
    }

    @Override
    public String nameOf(ObjectId<?> id) {
        return Target.KIND.match(id).flatMap(this::target).map(this::nameOf).orElseGet(() -> get(id).label());
    }

    /** The server on which jobs about an object run first of all; nothing where it is about several servers. */
    public Optional<Host> serverOf(ObjectId<?> id) {
        return Host.KIND
                .match(id)
                .or(() -> LnetConfiguration.KIND.match(id).map(lnet -> Host.KIND.id(lnet.number())))
                .or(() -> Target.KIND
                        .match(id)
                        .flatMap(this::target)
                        .map(target -> target.primaryMount().host()))
                .flatMap(this::host);
    }

    /**
     * What a target is called in sentences, also one that is only planned: its name, or the name that it is going to
     * have; an MGT is called after its primary server.
     */
    public String nameOf(Target target) {
        ObjectId<FilesystemState> of = target.filesystem();
        if (target.kind() == TargetKind.MGT || of == null) {
            return "MGT on "
                    + host(target.primaryMount().host()).map(Host::label).orElse("a removed server");
        }
        if (target.name() != null) {
            return target.name();
        }
        String name = filesystem(of).map(Filesystem::name).orElse(String.valueOf(of));
        return String.format(Locale.ROOT, "%s-%s%04x", name, target.kind(), target.index());
    }

    /** The targets that can run on a server, by number. */
    public List<Target> targetsOn(ObjectId<HostState> host) {
        return unmodifiable(index.byHost.get(host));
    }

    /** The MDTs and OSTs of a filesystem, by number; its MGT is not among them. */
    public List<Target> targetsOf(ObjectId<FilesystemState> filesystem) {
        return unmodifiable(index.byFilesystem.get(filesystem));
    }

    public List<Target> targetsOf(ObjectId<FilesystemState> filesystem, TargetKind kind) {
        return unmodifiable(index.byKind.getOrDefault(filesystem, Map.of()).get(kind));
    }

    /** The filesystems whose configuration an MGT holds. */
    public List<Filesystem> filesystemsOf(ObjectId<TargetState> mgt) {
        return filesystems.values().stream()
                .filter(filesystem -> filesystem.mgt().equals(mgt))
                .toList();
    }

    /** The target that lives on a volume. */
    public Optional<Target> targetOnVolume(long volume) {
        return Optional.ofNullable(index.byVolume.get(volume));
    }

    /** This with some objects put in place of their predecessors, and removed ones taken out. */
    public Cluster with(Changes changes) {
        List<ConfParam> params = confParams;
        if (!changes.confParams().isEmpty()) {
            params = Stream.concat(confParams.stream(), changes.confParams().stream())
                    .toList();
        }
        NavigableMap<Long, Volume> newVolumes = put(volumes, changes.volumes(), Volume::id);
        if (!changes.removedVolumes().isEmpty()) {
            newVolumes = new TreeMap<>(newVolumes);
            newVolumes.keySet().removeAll(changes.removedVolumes());
        }
        NavigableMap<Long, Target> newTargets = putStateful(targets, changes.targets());
        return new Cluster(
                revision + 1,
                putStateful(hosts, changes.hosts()),
                putLnets(changes),
                newVolumes,
                newTargets,
                putStateful(filesystems, changes.filesystems()),
                params,
                newTargets == targets ? index : null);
    }

    private NavigableMap<Long, LnetConfiguration> putLnets(Changes changes) {
        NavigableMap<Long, LnetConfiguration> result = putStateful(lnets, changes.lnetConfigurations());
        for (Host host : changes.hosts()) {
            if (host.isGone()) {
                result = result == lnets ? new TreeMap<>(lnets) : result;
                result.remove(host.id().number());
            }
        }
        return result;
    }

    private static <T extends StatefulObject<?>> NavigableMap<Long, T> putStateful(
            NavigableMap<Long, T> old, List<T> changed) {
        if (changed.isEmpty()) {
            return old;
        }
        NavigableMap<Long, T> result = new TreeMap<>(old);
        for (T object : changed) {
            if (object.isGone()) {
                result.remove(object.id().number());
            } else {
                result.put(object.id().number(), object);
            }
        }
        return result;
    }

    private static <T> NavigableMap<Long, T> put(NavigableMap<Long, T> old, List<T> changed, Function<T, Long> number) {
        if (changed.isEmpty()) {
            return old;
        }
        NavigableMap<Long, T> result = new TreeMap<>(old);
        changed.forEach(object -> result.put(number.apply(object), object));
        return result;
    }

    private static <T> List<T> unmodifiable(@Nullable List<T> list) {
        return list == null ? List.of() : Collections.unmodifiableList(list);
    }
}
