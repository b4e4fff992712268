package org.chroma.plugin.linux.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.chroma.spi.Server;
import org.chroma.spi.StorageResource;
import org.chroma.spi.StorageResource.Reference;
import org.chroma.spi.StorageResource.Role;
import org.chroma.spi.StorageResource.Scope;

/**
 * Builds resources from one scan: drives (disks, partitions, volumes, arrays), the server's nodes by which it reaches
 * them, groups, and uses. A node's parents are its drive and the nodes that it lies on.
 */
final class ResourceGraph {
    private static final Pattern TRAILING_DIGITS = Pattern.compile("[0-9]+$");

    private final Server server;
    private final BlockScan scan;
    private final Map<String, BlockScan.Device> devices = new LinkedHashMap<>();
    private final Map<Reference, StorageResource> resources = new LinkedHashMap<>();

    /** The drive that a device shows; empty where the device is only a layer on top of another one. */
    private final Map<String, Optional<Reference>> drives = new HashMap<>();

    ResourceGraph(Server server, BlockScan scan) {
        this.server = server;
        this.scan = scan;
        scan.devices().forEach(device -> devices.put(device.number(), device));
    }

    List<StorageResource> build() {
        Map<String, Reference> groups = groups();
        logicalVolumes(groups);
        devices.values().forEach(this::addNode);
        scan.uses().forEach(this::addUse);
        return List.copyOf(resources.values());
    }

    private Map<String, Reference> groups() {
        Map<String, Reference> references = new HashMap<>();
        for (BlockScan.Group group : scan.groups()) {
            references.put(
                    group.name(),
                    add(
                            "LvmGroup",
                            List.of(group.uuid()),
                            Scope.GLOBAL,
                            Role.POOL,
                            group.name(),
                            attributes("uuid", group.uuid(), "name", group.name(), "size", group.size()),
                            nodes(group.devices())));
        }
        return references;
    }

    /** Inactive ones too: they exist, though no node leads to them. */
    private void logicalVolumes(Map<String, Reference> groups) {
        for (BlockScan.LogicalVolume volume : scan.logicalVolumes()) {
            Reference group = groups.get(volume.group());
            if (group != null) {
                Reference drive = add(
                        "LvmVolume",
                        List.of(volume.uuid(), group.identity().get(0)),
                        Scope.GLOBAL,
                        Role.LOGICAL_DRIVE,
                        volume.group() + "-" + volume.name(),
                        attributes("uuid", volume.uuid(), "name", volume.name(), "size", volume.size()),
                        List.of(group));
                if (!volume.device().isEmpty()) {
                    drives.put(volume.device(), Optional.of(drive));
                }
            }
        }
    }

    private void addNode(BlockScan.Device device) {
        List<Reference> parents = new ArrayList<>();
        drive(device).ifPresent(parents::add);
        if (device.kind() == BlockScan.Kind.MULTIPATH || device.kind() == BlockScan.Kind.LAYER) {
            parents.addAll(nodes(device.parents()));
        }
        Reference node = node(device);
        add(
                node.type(),
                node.identity(),
                node.scope(),
                Role.DEVICE_NODE,
                server.nodename() + ":" + DevicePaths.stripped(device.path()),
                attributes("path", device.path()),
                parents);
    }

    private List<Reference> nodes(List<String> numbers) {
        return known(numbers).map(this::node).toList();
    }

    private Stream<BlockScan.Device> known(List<String> numbers) {
        return numbers.stream().flatMap(number -> Stream.ofNullable(devices.get(number)));
    }

    private Reference node(BlockScan.Device device) {
        return new Reference("LinuxDeviceNode", List.of(device.path()), Scope.SOURCE);
    }

    private Optional<Reference> drive(BlockScan.Device device) {
        Optional<Reference> known = drives.get(device.number());
        if (known == null) {
            // A scan in which devices lie on each other in a circle must not lead us round and round.
            drives.put(device.number(), Optional.empty());
            known = switch (device.kind()) {
                case DISK -> Optional.of(disk(device));
                case PARTITION -> partition(device);
                case MULTIPATH -> known(device.parents()).findFirst().flatMap(this::drive);
                case RAID -> Optional.of(raid(device));
                // A volume that LVM's tools do not list is a layer.
                case LOGICAL_VOLUME, LAYER -> Optional.empty();
            };
            drives.put(device.number(), known);
        }
        return known;
    }

    private Reference disk(BlockScan.Device device) {
        String serial = device.serial83().isEmpty() ? device.serial80() : device.serial83();
        if (serial.isEmpty()) {
            return add(
                    "UnsharedDevice",
                    List.of(device.path()),
                    Scope.SOURCE,
                    Role.LOGICAL_DRIVE,
                    DevicePaths.stripped(device.path()),
                    attributes("path", device.path(), "size", device.size()),
                    List.of());
        }
        return add(
                "ScsiDevice",
                List.of(serial),
                Scope.GLOBAL,
                Role.LOGICAL_DRIVE,
                serial,
                attributes("serial_80", device.serial80(), "serial_83", device.serial83(), "size", device.size()),
                List.of());
    }

    private Reference raid(BlockScan.Device device) {
        String uuid = scan.raids().stream()
                .filter(raid -> raid.device().equals(device.number()))
                .map(BlockScan.Raid::uuid)
                .findFirst()
                .orElse(device.path());
        return add(
                "MdRaid",
                List.of(uuid),
                Scope.GLOBAL,
                Role.LOGICAL_DRIVE,
                uuid,
                attributes("uuid", uuid, "size", device.size()),
                nodes(device.parents()));
    }

    private Optional<Reference> partition(BlockScan.Device device) {
        Matcher digits = TRAILING_DIGITS.matcher(device.path());
        Optional<BlockScan.Device> whole = known(device.parents()).findFirst();
        Optional<Reference> container = whole.flatMap(this::drive);
        if (container.isEmpty() || !digits.find()) {
            return Optional.empty();
        }
        List<String> identity = new ArrayList<>(container.get().identity());
        identity.add(0, container.get().type());
        identity.add(digits.group());
        // A partition is known everywhere if and only if its disk is.
        return Optional.of(add(
                "Partition",
                identity,
                container.get().scope(),
                Role.LOGICAL_DRIVE,
                label(container.get()) + "-" + digits.group(),
                attributes("container", label(container.get()), "number", digits.group(), "size", device.size()),
                List.of(node(whole.get()))));
    }

    private String label(Reference reference) {
        StorageResource resource = resources.get(reference);
        return resource == null ? String.join("-", reference.identity()) : resource.label();
    }

    private void addUse(BlockScan.Use use) {
        BlockScan.Device device = devices.get(use.device());
        if (device == null) {
            return;
        }
        if (use.directory().isEmpty()) {
            add(
                    "DeviceMember",
                    List.of(device.path(), use.type()),
                    Scope.SOURCE,
                    Role.OCCUPIER,
                    use.type() + " on " + DevicePaths.stripped(device.path()),
                    attributes("fstype", use.type()),
                    List.of(node(device)));
        } else {
            add(
                    "LocalMount",
                    List.of(use.directory()),
                    Scope.SOURCE,
                    Role.OCCUPIER,
                    use.directory(),
                    attributes("fstype", use.type(), "mount_point", use.directory()),
                    List.of(node(device)));
        }
    }

    private Reference add(
            String type,
            List<String> identity,
            Scope scope,
            Role role,
            String label,
            Map<String, Object> attributes,
            List<Reference> parents) {
        StorageResource resource = new StorageResource(type, identity, scope, role, label, attributes, parents);
        // The same disk behind two paths is one drive.
        resources.putIfAbsent(resource.reference(), resource);
        return resource.reference();
    }

    /** Names and values in turn, in this order. */
    private static Map<String, Object> attributes(Object... namesAndValues) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            attributes.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return attributes;
    }
}
