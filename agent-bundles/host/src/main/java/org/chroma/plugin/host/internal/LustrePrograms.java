package org.chroma.plugin.host.internal;

import java.util.List;
import org.chroma.spi.Machine;

/** The programs without which a server cannot run Lustre targets. */
final class LustrePrograms {
    private static final List<String> NEEDED = List.of(
            "blkid",
            "debugfs",
            "dumpe2fs",
            "lctl",
            "lnetctl",
            "lustre_rmmod",
            "mkfs.lustre",
            "modprobe",
            "mount.lustre",
            "tunefs.lustre");

    private LustrePrograms() {}

    /** Those that are not installed, sorted. */
    static List<String> missing(Machine machine) {
        return NEEDED.stream().filter(program -> !machine.has(program)).toList();
    }
}
