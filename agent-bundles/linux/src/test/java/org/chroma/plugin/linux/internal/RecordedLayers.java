package org.chroma.plugin.linux.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.chroma.testing.RecordedMachine;

/**
 * A recorded server with every kind of block device layer: LVM, RAID, partitions, multipath, swap, mounts, shared
 * disks.
 */
final class RecordedLayers {
    static final String LSBLK =
            "lsblk -J -b -o NAME,KNAME,PKNAME,MAJ:MIN,TYPE,SIZE,RO,RM,FSTYPE,UUID,LABEL,SERIAL,WWN,PARTUUID";

    private static final Path DIRECTORY = Path.of("src/test/resources/lustre-2.17/layers");

    private RecordedLayers() {}

    static RecordedMachine machine() {
        return new RecordedMachine("oss1")
                .recording(LSBLK, DIRECTORY.resolve("lsblk"))
                .recording("udevadm info --export-db", DIRECTORY.resolve("udevadm"))
                .recording("dmsetup table", DIRECTORY.resolve("dmsetup"))
                .recording("pvs --reportformat json --units b", DIRECTORY.resolve("pvs"))
                .recording("vgs --reportformat json --units b -o +vg_uuid", DIRECTORY.resolve("vgs"))
                .recording(
                        "lvs --reportformat json --units b -o +lv_uuid,lv_path,lv_active,lv_dm_path",
                        DIRECTORY.resolve("lvs"))
                .recording("mdadm --detail --export /dev/md0", DIRECTORY.resolve("mdadm"))
                .link("/dev/disk/by-id/md-uuid-b736800e:c03239e2:9d9e073f:8cb84dda", "/dev/md0")
                .file("/proc/mounts", text("mounts"))
                .file("/proc/swaps", text("swaps"))
                .file("/etc/fstab", text("fstab"));
    }

    static String text(String name) {
        try {
            return Files.readString(DIRECTORY.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
