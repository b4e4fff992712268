package org.chroma.core.internal.volume;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.chroma.core.Cluster;
import org.chroma.core.Resource;
import org.chroma.core.internal.ledger.Transaction;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.model.Volume;
import org.chroma.model.Volume.VolumeNode;
import org.chroma.spi.StorageResource.Role;
import org.chroma.state.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Which volumes there are, and by which paths servers reach them, as follows from the storage resources: a logical
 * drive that some device node reaches and that nothing else uses is a volume. Since the identity of a shared disk is
 * the same on all servers, its paths from all servers end up in one volume.
 */
public final class VolumeDerivation {
    private final Transaction transaction;
    private final Map<String, Resource> resources;
    private final Map<String, List<Resource>> children = new HashMap<>();

    private VolumeDerivation(Transaction transaction) {
        this.transaction = transaction;
        this.resources = transaction.resources();
        for (Resource resource : resources.values()) {
            for (String parent : resource.parents()) {
                children.computeIfAbsent(parent, key -> new ArrayList<>(1)).add(resource);
            }
        }
    }

    /** Brings the volumes in line with the resources. */
    public static void derive(Transaction transaction) {
        new VolumeDerivation(transaction).reconcile();
    }

    /** Takes away what a removed server contributed. */
    public static void dropHost(Transaction transaction, ObjectId<HostState> host) {
        for (Resource resource : transaction.resources().values()) {
            if (resource.sources().contains(host.number())) {
                dropSource(transaction, resource, host.number());
            }
        }
        derive(transaction);
    }

    public static void dropSource(Transaction transaction, Resource resource, long source) {
        Resource left = resource.without(source);
        if (left.sources().isEmpty()) {
            transaction.removeResource(resource.key());
        } else {
            transaction.put(left);
        }
    }

    /** A server's path. */
    private record Place(long host, String path) {}

    private void reconcile() {
        Map<String, List<Place>> wanted = wanted();
        Cluster cluster = transaction.cluster();
        Map<String, Volume> byDrive = new HashMap<>();
        for (Volume volume : cluster.volumes()) {
            if (volume.resource() != null) {
                byDrive.put(volume.resource(), volume);
            }
        }
        List<Volume> gained = new ArrayList<>();
        for (Volume volume : cluster.volumes()) {
            if (volume.resource() == null || !wanted.containsKey(volume.resource())) {
                withoutPlaces(volume, cluster);
            }
        }
        wanted.forEach((drive, places) -> {
            Resource resource = drive(drive);
            Volume volume = byDrive.get(drive);
            boolean inUse =
                    volume != null && cluster.targetOnVolume(volume.id()).isPresent();
            update(resource, volume, places, inUse).ifPresent(gained::add);
        });
        gained.sort(Comparator.comparing(Volume::label).thenComparing(Volume::id));
        assignRoles(gained);
    }

    private Resource drive(String key) {
        Resource resource = resources.get(key);
        if (resource == null) {
            throw new IllegalStateException("no resource " + key);
        }
        return resource;
    }

    /** By logical drive, where it may be used. */
    private Map<String, List<Place>> wanted() {
        Map<String, Map<Long, List<Place>>> found = new TreeMap<>();
        for (Resource node : resources.values()) {
            boolean leaf = node.role() == Role.DEVICE_NODE && !children.containsKey(node.key());
            if (!leaf || !(node.attributes().get("path") instanceof String path)) {
                continue;
            }
            Optional<Resource> drive = nearestDrive(node, new HashSet<>());
            if (drive.isPresent() && !isOccupied(drive.get(), new HashSet<>())) {
                for (long host : node.sources()) {
                    found.computeIfAbsent(drive.get().key(), key -> new TreeMap<>())
                            .computeIfAbsent(host, key -> new ArrayList<>())
                            .add(new Place(host, path));
                }
            }
        }
        Map<String, List<Place>> wanted = new LinkedHashMap<>();
        found.forEach((drive, byHost) -> {
            List<Place> places = new ArrayList<>();
            byHost.values().forEach(paths -> places.addAll(best(paths)));
            wanted.put(drive, places);
        });
        return wanted;
    }

    /** Where one of several paths is a device mapper's, that one stands for all of them. */
    private static List<Place> best(List<Place> paths) {
        List<Place> mapped = paths.stream()
                .filter(place -> place.path().startsWith("/dev/mapper/"))
                .toList();
        List<Place> chosen = new ArrayList<>(mapped.size() == 1 ? mapped : paths);
        chosen.sort(Comparator.comparing(Place::path));
        return chosen;
    }

    private Optional<Resource> nearestDrive(Resource resource, Set<String> seen) {
        for (String key : resource.parents()) {
            Resource parent = resources.get(key);
            if (parent == null || !seen.add(key)) {
                continue;
            }
            if (parent.role() == Role.LOGICAL_DRIVE) {
                return Optional.of(parent);
            }
            Optional<Resource> above = nearestDrive(parent, seen);
            if (above.isPresent()) {
                return above;
            }
        }
        return Optional.empty();
    }

    private boolean isOccupied(Resource resource, Set<String> seen) {
        for (Resource child : children.getOrDefault(resource.key(), List.of())) {
            if (child.role() == Role.OCCUPIER) {
                return true;
            }
            boolean passable = child.role() != Role.LOGICAL_DRIVE && seen.add(child.key());
            if (passable && isOccupied(child, seen)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The volume's drive is gone or no longer reached. With a target the volume stays, and keeps to its drive: when
     * that comes back, it must not be taken for an unused one.
     */
    private void withoutPlaces(Volume volume, Cluster cluster) {
        if (cluster.targetOnVolume(volume.id()).isEmpty()) {
            transaction.removeVolume(volume.id());
        }
    }

    /** Answers the volume where it gained paths and no target uses it. */
    private Optional<Volume> update(Resource drive, @Nullable Volume old, List<Place> places, boolean inUse) {
        long id = old == null ? transaction.nextId("volume") : old.id();
        Map<Place, VolumeNode> known = new LinkedHashMap<>();
        if (old != null) {
            old.nodes().forEach(node -> known.put(new Place(node.host().number(), node.path()), node));
        }
        List<VolumeNode> nodes = new ArrayList<>();
        boolean gained = false;
        for (Place place : places) {
            VolumeNode node = known.remove(place);
            if (node == null) {
                node = VolumeNode.found(
                        transaction.nextId("volume_node"), id, Host.KIND.id(place.host()), place.path());
                gained = true;
            }
            nodes.add(node);
        }
        if (inUse) {
            nodes.addAll(known.values());
        }
        nodes.sort(Comparator.comparing(VolumeNode::id));
        long size = drive.attributes().get("size") instanceof Number number ? number.longValue() : 0;
        String label = drive.label().length() > 128 ? drive.label().substring(0, 128) : drive.label();
        Volume volume = new Volume(id, label, size, kind(drive.type()), drive.key(), nodes);
        if (!volume.equals(old)) {
            transaction.put(volume);
        }
        return gained && !inUse ? Optional.of(volume) : Optional.empty();
    }

    /**
     * Spreads primaries over the servers: each volume's goes to the server with the fewest, and its failover to the
     * server with the fewest volumes in use.
     */
    private void assignRoles(List<Volume> batch) {
        Set<Long> batched = new HashSet<>();
        batch.forEach(volume -> batched.add(volume.id()));
        Map<Long, Integer> primaries = new HashMap<>();
        Map<Long, Integer> used = new HashMap<>();
        for (Volume volume : transaction.cluster().volumes()) {
            if (!batched.contains(volume.id()) && volume.nodes().size() > 1) {
                for (VolumeNode node : volume.nodes()) {
                    if (node.primary()) {
                        primaries.merge(node.host().number(), 1, Integer::sum);
                    } else if (node.use()) {
                        used.merge(node.host().number(), 1, Integer::sum);
                    }
                }
            }
        }
        for (Volume volume : batch) {
            VolumeNode primary = fewest(volume.nodes(), primaries, null);
            VolumeNode failover = fewest(volume.nodes(), used, primary);
            if (volume.nodes().size() > 1 && primary != null) {
                primaries.merge(primary.host().number(), 1, Integer::sum);
            }
            if (failover != null) {
                used.merge(failover.host().number(), 1, Integer::sum);
            }
            List<VolumeNode> nodes = volume.nodes().stream()
                    .map(node -> node.inRole(node.equals(primary), node.equals(failover)))
                    .toList();
            transaction.put(volume.withNodes(nodes));
        }
    }

    private static @Nullable VolumeNode fewest(
            List<VolumeNode> nodes, Map<Long, Integer> counts, @Nullable VolumeNode notWith) {
        return nodes.stream()
                .filter(node -> notWith == null || !node.host().equals(notWith.host()))
                .min(Comparator.<VolumeNode>comparingInt(
                                node -> counts.getOrDefault(node.host().number(), 0))
                        .thenComparing(node -> node.host().number())
                        .thenComparing(VolumeNode::id))
                .orElse(null);
    }

    /** A class's name in a user's words. */
    private static String kind(String type) {
        return switch (type) {
            case "ScsiDevice" -> "SCSI device";
            case "LvmVolume" -> "Logical volume";
            case "MdRaid" -> "MD RAID array";
            case "Zpool", "ZfsPool" -> "ZFS pool";
            default -> {
                String words = type.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
                yield words.isEmpty() ? "Unknown" : Character.toUpperCase(words.charAt(0)) + words.substring(1);
            }
        };
    }
}
