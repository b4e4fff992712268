package org.chroma.simulator.internal.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A logical volume on a server's own disk.
 *
 * @param group the volume group's name
 * @param physical the kernel name of the disk below
 */
public record LogicalVolume(String group, String name, Disk disk, String physical) {
    /** Bytes that LVM keeps for itself at the start of a physical volume. */
    public static final long METADATA = 1L << 20;

    static List<LogicalVolume> of(SimServer server) {
        List<LogicalVolume> volumes = new ArrayList<>();
        for (Disk disk : server.localDisks().values()) {
            if (disk.serial().endsWith("-HOME")) {
                volumes.add(new LogicalVolume("vg-local", "home", disk, "vdb"));
            }
        }
        return volumes;
    }

    /** All logical volumes of a server. */
    public static List<LogicalVolume> on(SimServer server) {
        return of(server);
    }

    public String groupUuid() {
        return lvmUuid(disk.serial() + "/group");
    }

    public String uuid() {
        return lvmUuid(disk.serial() + "/volume");
    }

    public String mapperName() {
        return group.replace("-", "--") + "-" + name.replace("-", "--");
    }

    BlockDevice device(int minor, int sequence, List<BlockDevice> below) {
        BlockDevice parent = below.stream()
                .filter(d -> d.kname().equals(physical))
                .findFirst()
                .orElseThrow();
        return new BlockDevice(
                "dm-" + minor,
                mapperName(),
                252,
                minor,
                "lvm",
                disk,
                null,
                List.of(physical),
                "LVM-" + (groupUuid() + uuid()).replace("-", ""),
                "0 %d linear %s %d".formatted(disk.bytes() / 512, parent.majorMinor(), METADATA / 512),
                sequence,
                false);
    }

    /** An identifier in LVM's form that follows from a text. */
    public static String lvmUuid(String text) {
        String alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        Random random = new Random(text.hashCode() * 31L + text.length());
        StringBuilder uuid = new StringBuilder();
        int[] groups = {6, 4, 4, 4, 4, 4, 6};
        for (int group : groups) {
            if (!uuid.isEmpty()) {
                uuid.append('-');
            }
            for (int i = 0; i < group; i++) {
                uuid.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
        }
        return uuid.toString();
    }
}
