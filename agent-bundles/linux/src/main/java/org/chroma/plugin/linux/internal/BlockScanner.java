package org.chroma.plugin.linux.internal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.chroma.spi.Machine;

/** One scan of a server's block devices: asks each tool that is there once and puts the answers together. */
final class BlockScanner {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Memory, floppies and optical drives. */
    private static final Pattern UNFIT = Pattern.compile("(ram|zram|fd|sr)[0-9]+");

    private final Machine machine;
    private final Map<String, String> numbersByPath = new HashMap<>();

    BlockScanner(Machine machine) {
        this.machine = machine;
    }

    BlockScan scan() throws IOException, InterruptedException {
        Lsblk lsblk = Lsblk.of(machine);
        Udev udev = Udev.of(machine);
        Multipaths multipaths = Multipaths.of(machine);
        Lvm lvm = Lvm.of(machine);
        lsblk.entries().forEach(entry -> rememberPaths(entry, udev));

        Map<String, BlockScan.Device> devices = new LinkedHashMap<>();
        for (Lsblk.Entry entry : lsblk.entries()) {
            if (isFit(entry)) {
                devices.put(entry.number(), device(entry, udev, multipaths, lvm));
            }
        }
        return new BlockScan(
                devices.values().stream()
                        .map(device -> withKnownParents(device, devices.keySet()))
                        .sorted(Comparator.comparing(BlockScan.Device::path))
                        .toList(),
                groups(lvm, devices.keySet()),
                logicalVolumes(lvm, devices.keySet()),
                raids(devices.values()),
                new Uses(machine, this::numberOf, lsblk).find(devices.keySet()));
    }

    private static boolean isFit(Lsblk.Entry entry) {
        return entry.size() > 0
                && !entry.readOnly()
                && !entry.type().equals("rom")
                && !UNFIT.matcher(entry.kernelName()).matches();
    }

    private void rememberPaths(Lsblk.Entry entry, Udev udev) {
        numbersByPath.put("/dev/" + entry.kernelName(), entry.number());
        if (entry.isMapped()) {
            numbersByPath.put("/dev/mapper/" + entry.name(), entry.number());
        }
        udev.entry(entry.kernelName()).links().forEach(link -> numbersByPath.put(link, entry.number()));
    }

    /** The number of the device at a path; empty where the path is not one of the devices. */
    private String numberOf(String path) {
        String number = numbersByPath.get(path);
        if (number == null && path.startsWith("/")) {
            try {
                number = numbersByPath.get(machine.realPath(path));
            } catch (IOException e) {
                // Not every source of a mount is a file.
                return "";
            }
        }
        return number == null ? "" : number;
    }

    private static BlockScan.Device device(Lsblk.Entry entry, Udev udev, Multipaths multipaths, Lvm lvm) {
        Udev.Entry known = udev.entry(entry.kernelName());
        BlockScan.Kind kind = kind(entry, multipaths, lvm);
        Serials serials = kind == BlockScan.Kind.DISK ? Serials.of(entry, known) : Serials.NONE;
        return new BlockScan.Device(
                entry.number(),
                DevicePaths.preferred(entry, known),
                kind,
                entry.size(),
                serials.page80(),
                serials.page83(),
                kind == BlockScan.Kind.MULTIPATH
                        ? multipaths.paths().getOrDefault(entry.name(), List.copyOf(entry.parents()))
                        : List.copyOf(entry.parents()));
    }

    private static BlockScan.Kind kind(Lsblk.Entry entry, Multipaths multipaths, Lvm lvm) {
        if (entry.type().equals("part")) {
            return BlockScan.Kind.PARTITION;
        }
        if (entry.isMapped()) {
            if (entry.type().equals("mpath") || multipaths.paths().containsKey(entry.name())) {
                return BlockScan.Kind.MULTIPATH;
            }
            String path = "/dev/mapper/" + entry.name();
            boolean logical =
                    lvm.logical().stream().anyMatch(each -> each.mapperPath().equals(path));
            return logical ? BlockScan.Kind.LOGICAL_VOLUME : BlockScan.Kind.LAYER;
        }
        if (entry.kernelName().startsWith("md")) {
            return BlockScan.Kind.RAID;
        }
        return entry.parents().isEmpty() ? BlockScan.Kind.DISK : BlockScan.Kind.LAYER;
    }

    private static BlockScan.Device withKnownParents(BlockScan.Device device, Set<String> known) {
        return new BlockScan.Device(
                device.number(),
                device.path(),
                device.kind(),
                device.size(),
                device.serial80(),
                device.serial83(),
                device.parents().stream().filter(known::contains).toList());
    }

    private List<BlockScan.Group> groups(Lvm lvm, Set<String> known) {
        return lvm.groups().stream()
                .map(group -> new BlockScan.Group(
                        group.name(),
                        group.uuid(),
                        group.size(),
                        lvm.physical().stream()
                                .filter(each -> each.group().equals(group.name()))
                                .map(each -> numberOf(each.device()))
                                .filter(known::contains)
                                .toList()))
                .sorted(Comparator.comparing(BlockScan.Group::name))
                .toList();
    }

    private List<BlockScan.LogicalVolume> logicalVolumes(Lvm lvm, Set<String> known) {
        List<BlockScan.LogicalVolume> volumes = new ArrayList<>();
        for (Lvm.Logical each : lvm.logical()) {
            String number = each.active() ? numberOf(each.mapperPath()) : "";
            volumes.add(new BlockScan.LogicalVolume(
                    each.name(), each.group(), each.uuid(), each.size(), known.contains(number) ? number : ""));
        }
        volumes.sort(Comparator.comparing(BlockScan.LogicalVolume::group).thenComparing(BlockScan.LogicalVolume::name));
        return volumes;
    }

    private List<BlockScan.Raid> raids(Iterable<BlockScan.Device> devices) throws IOException, InterruptedException {
        List<BlockScan.Raid> raids = new ArrayList<>();
        for (BlockScan.Device device : devices) {
            if (device.kind() == BlockScan.Kind.RAID) {
                raids.add(new BlockScan.Raid(raidUuid(device), device.number()));
            }
        }
        return raids;
    }

    private String raidUuid(BlockScan.Device device) throws IOException, InterruptedException {
        String path;
        try {
            path = machine.realPath(device.path());
        } catch (NoSuchFileException e) {
            path = device.path();
        }
        return machine.run(LIMIT, "mdadm", "--detail", "--export", path)
                .expectSuccess()
                .stdout()
                .lines()
                .filter(line -> line.startsWith("MD_UUID="))
                .map(line -> line.substring("MD_UUID=".length()))
                .findFirst()
                .orElseThrow(() -> new IOException("mdadm does not report the UUID of " + device.path()));
    }
}
