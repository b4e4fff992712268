package org.chroma.simulator.internal.cluster;

import org.chroma.simulator.internal.lustre.LustreTarget;

/** How much fits on a formatted disk, in the proportions that real ones showed. */
public final class Capacity {
    private static final long KIB = 1024;

    private Capacity() {}

    /** What statfs answers as total, in KiB. */
    public static long totalKib(Disk disk, LustreTarget target) {
        long kib = disk.bytes() / KIB;
        if (target.has(LustreTarget.MDT)) {
            return (long) (kib * (1738616.0 / 3145728));
        }
        return (long) (kib * (target.has(LustreTarget.OST) ? 3833116.0 / 4194304 : 989868.0 / 1048576));
    }

    public static long freeKib(Disk disk, LustreTarget target) {
        return Math.max(0, totalKib(disk, target) - 1396 - disk.usedBytes() / KIB);
    }

    /** Free without what is kept for the superuser, in KiB. */
    public static long availableKib(Disk disk, LustreTarget target) {
        return Math.max(0, freeKib(disk, target) - disk.bytes() / KIB / 20);
    }

    public static long freeInodes(Disk disk, LustreTarget target) {
        return Math.max(0, target.inodes() - 369 - disk.usedObjects());
    }

    /** The inodes that mke2fs makes. */
    public static long inodes(Disk disk, int type) {
        long bytesPerInode = (type & LustreTarget.MDT) != 0 ? 2560 : bytesPerInode(disk, type);
        return disk.bytes() / bytesPerInode / 8 * 8;
    }

    /** What mkfs.lustre hands to mke2fs as {@code -i}, or mke2fs takes of itself. */
    public static long bytesPerInode(Disk disk, int type) {
        long gib = disk.bytes() >> 30;
        if ((type & LustreTarget.OST) == 0 || gib < 10) {
            return 16384;
        }
        return gib < 1024 ? 69905 : gib < 8 * 1024 ? 262144 : 1048576;
    }

    public static int inodeSize(int type) {
        return (type & LustreTarget.MDT) != 0 ? 1024 : (type & LustreTarget.OST) != 0 ? 512 : 256;
    }
}
