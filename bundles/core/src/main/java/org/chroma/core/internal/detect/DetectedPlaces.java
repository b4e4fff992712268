package org.chroma.core.internal.detect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.chroma.core.Cluster;
import org.chroma.core.internal.object.TargetNames;
import org.chroma.model.HostState;
import org.chroma.model.LnetConfiguration;
import org.chroma.model.Nid;
import org.chroma.model.Target;
import org.chroma.model.Volume;
import org.chroma.model.Volume.VolumeNode;
import org.chroma.model.action.DetectedTargets;
import org.chroma.model.action.DetectedTargets.LocalTarget;
import org.chroma.state.ObjectId;

/** On which servers a target can run that was found on disks, as follows from NIDs, paths and where it is mounted. */
final class DetectedPlaces {
    private static final int NOWHERE = Integer.MAX_VALUE;

    private final Cluster cluster;
    private final Consumer<String> say;
    private final List<Disk> disks;
    private final Map<Nid, ObjectId<HostState>> servers = new HashMap<>();
    private final Map<ObjectId<HostState>, Set<Nid>> nids = new HashMap<>();
    private final Map<ObjectId<HostState>, Map<String, VolumeNode>> nodes = new HashMap<>();

    /** One server's view of a disk. */
    record Sighting(ObjectId<HostState> host, LocalTarget seen) {}

    /** A target that is on a disk, and the servers that see it. */
    record Disk(String name, String uuid, List<Sighting> sightings) {

        Optional<Sighting> mounted() {
            return sightings.stream()
                    .filter(sighting -> sighting.seen().mounted())
                    .findFirst();
        }
    }

    /**
     * A server on which a target can run.
     *
     * @param failover whether the target itself names the server as one to fail over to
     * @param rank place of the server's NID among those that the MGS or its clients use
     */
    private record Candidate(Sighting sighting, VolumeNode node, boolean failover, int rank) {}

    /** @param say is told, in words for users, why a server is passed over */
    DetectedPlaces(Cluster cluster, Map<ObjectId<HostState>, DetectedTargets> scans, Consumer<String> say) {
        this.cluster = cluster;
        this.say = say;
        Map<List<String>, List<Sighting>> byDisk = new LinkedHashMap<>();
        scans.forEach((host, scan) -> scan.targets()
                .forEach(seen -> byDisk.computeIfAbsent(List.of(seen.name(), seen.uuid()), key -> new ArrayList<>())
                        .add(new Sighting(host, seen))));
        this.disks = byDisk.entrySet().stream()
                .map(entry -> new Disk(entry.getKey().get(0), entry.getKey().get(1), entry.getValue()))
                .sorted(Comparator.comparing(Disk::name).thenComparing(Disk::uuid))
                .toList();
        Set<Nid> shared = new HashSet<>();
        for (LnetConfiguration lnet : cluster.lnetConfigurations()) {
            nids.put(lnet.host(), Set.copyOf(lnet.nids()));
            lnet.nids().forEach(nid -> {
                if (servers.put(nid, lnet.host()) != null) {
                    shared.add(nid);
                }
            });
        }
        // What several servers claim to be identifies none of them.
        servers.keySet().removeAll(shared);
        for (Volume volume : cluster.volumes()) {
            volume.nodes()
                    .forEach(node -> nodes.computeIfAbsent(node.host(), host -> new HashMap<>())
                            .put(node.path(), node));
        }
    }

    /** All that were found, by name. */
    List<Disk> disks() {
        return disks;
    }

    /** Whether a server has one of the NIDs. */
    boolean hasOneOf(ObjectId<HostState> host, List<String> addresses) {
        return rank(host, addresses) != NOWHERE;
    }

    /** The servers that are known by one of the NIDs. */
    Set<ObjectId<HostState>> serversAt(List<String> addresses) {
        Set<ObjectId<HostState>> found = new LinkedHashSet<>();
        for (String address : addresses) {
            ObjectId<HostState> host = servers.get(new Nid(address));
            if (host != null) {
                found.add(host);
            }
        }
        return found;
    }

    /** True of addresses that lead to no other server. */
    static boolean isNowhere(List<String> addresses) {
        return addresses.stream().allMatch(address -> new Nid(address).isLoopback());
    }

    /**
     * Where a target can run, its primary server first. Empty, and the reason told, where the primary one is not known.
     *
     * @param addresses NIDs by which the target is reached on its primary server, the preferred ones first
     * @param name of the target in sentences
     */
    List<Target.Mount> mounts(Disk disk, List<String> addresses, String name) {
        List<Candidate> candidates = candidates(disk, addresses, name);
        Optional<Candidate> primary = primary(candidates);
        if (primary.isEmpty()) {
            say.accept("%s is left out: it runs on %s, but its primary server is not among those searched"
                    .formatted(
                            name,
                            disk.mounted()
                                    .map(sighting -> TargetNames.host(sighting.host(), cluster))
                                    .orElse("none of them")));
            return List.of();
        }
        String mountPoint = mountPoint(disk);
        List<Target.Mount> mounts = new ArrayList<>();
        mounts.add(mount(primary.get(), mountPoint, true));
        candidates.stream()
                .filter(candidate -> !candidate.equals(primary.get()))
                .forEach(candidate -> mounts.add(mount(candidate, mountPoint, false)));
        return mounts;
    }

    /** Where a known target can run besides. */
    List<Target.Mount> failoverMounts(Disk disk, List<String> addresses, Target known) {
        return candidates(disk, addresses, TargetNames.of(known, cluster)).stream()
                .filter(candidate -> known.mountOn(candidate.sighting().host()).isEmpty())
                .map(candidate -> mount(candidate, known.primaryMount().mountPoint(), false))
                .toList();
    }

    private List<Candidate> candidates(Disk disk, List<String> addresses, String name) {
        List<Candidate> candidates = new ArrayList<>();
        for (Sighting sighting : disk.sightings()) {
            boolean failover = hasOneOf(sighting.host(), sighting.seen().failoverNids());
            int rank = rank(sighting.host(), addresses);
            if (!sighting.seen().mounted() && !failover && rank == NOWHERE) {
                continue;
            }
            Optional<VolumeNode> node = node(sighting);
            if (node.isPresent()) {
                candidates.add(new Candidate(sighting, node.get(), failover, rank));
            } else {
                say.accept("%s on %s: no volume is known at %s"
                        .formatted(
                                name,
                                TargetNames.host(sighting.host(), cluster),
                                String.join(", ", sighting.seen().devices())));
            }
        }
        return candidates;
    }

    /**
     * A target names the servers to fail over to, so the one that it does not name is its primary one. Where it names
     * all of them, or none, the one counts at which it is reached.
     */
    private static Optional<Candidate> primary(List<Candidate> candidates) {
        Comparator<Candidate> order = Comparator.comparingInt(Candidate::rank)
                .thenComparing(candidate -> !candidate.sighting().seen().mounted());
        return candidates.stream()
                .filter(candidate -> !candidate.failover())
                .min(order)
                .or(() -> candidates.stream()
                        .filter(candidate -> candidate.rank() != NOWHERE)
                        .min(order));
    }

    private int rank(ObjectId<HostState> host, List<String> addresses) {
        Set<Nid> own = nids.getOrDefault(host, Set.of());
        for (int place = 0; place < addresses.size(); place++) {
            Nid nid = new Nid(addresses.get(place));
            if (own.contains(nid) && !nid.isLoopback()) {
                return place;
            }
        }
        return NOWHERE;
    }

    private Optional<VolumeNode> node(Sighting sighting) {
        Map<String, VolumeNode> paths = nodes.getOrDefault(sighting.host(), Map.of());
        return sighting.seen().devices().stream()
                .map(paths::get)
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static String mountPoint(Disk disk) {
        return disk.mounted()
                .map(sighting -> Objects.requireNonNull(sighting.seen().mountPoint()))
                .orElseThrow();
    }

    private static Target.Mount mount(Candidate candidate, String mountPoint, boolean primary) {
        return new Target.Mount(
                candidate.sighting().host(),
                candidate.node().id(),
                candidate.node().path(),
                mountPoint,
                primary);
    }

    /** The volume by which a server reaches a target. */
    Optional<Volume> volumeOf(Target.Mount mount) {
        return Optional.ofNullable(nodes.getOrDefault(mount.host(), Map.of()).get(mount.device()))
                .flatMap(node -> cluster.volume(node.volume()));
    }

    /** The volumes of some targets, their servers in the roles that the targets give them. */
    List<Volume> volumesOf(Collection<Target> targets) {
        Map<Long, Volume> changed = new LinkedHashMap<>();
        for (Target target : targets) {
            cluster.volume(target.volume()).ifPresent(volume -> {
                List<VolumeNode> now = volume.nodes().stream()
                        .map(node -> {
                            Optional<Target.Mount> mount = target.mounts().stream()
                                    .filter(each -> each.volumeNode() == node.id())
                                    .findFirst();
                            return node.inRole(
                                    mount.filter(Target.Mount::primary).isPresent(), mount.isPresent());
                        })
                        .toList();
                if (!now.equals(volume.nodes())) {
                    changed.put(volume.id(), volume.withNodes(now));
                }
            });
        }
        return List.copyOf(changed.values());
    }
}
