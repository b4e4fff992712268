package org.chroma.model.action;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Lustre that a server sees.
 *
 * @param targets on its disks, whether they are mounted there or not, sorted by name
 * @param filesystems that the MGS knows which runs there, sorted by name; empty where none runs
 */
public record DetectedTargets(List<LocalTarget> targets, List<RecordedFilesystem> filesystems) {
    public DetectedTargets {
        targets = List.copyOf(targets);
        filesystems = List.copyOf(filesystems);
    }

    /**
     * A target that was registered, as its disk describes it.
     *
     * @param name {@code MGS}, or for example {@code lfs-OST0000}
     * @param uuid of its backing filesystem; an MGT and an MDT on the same disk share it
     * @param devices all paths by which the server reaches the disk, the kernel's own first
     * @param mountPoint null where it is not mounted on this server
     * @param mgsNids by which it reaches its MGS, in the order in which it tries them
     * @param failoverNids of the servers that may run it besides its primary one, or of all of them
     */
    public record LocalTarget(
            String name,
            String uuid,
            List<String> devices,
            @Nullable String mountPoint,
            List<String> mgsNids,
            List<String> failoverNids) {
        public LocalTarget {
            devices = List.copyOf(devices);
            mgsNids = List.copyOf(mgsNids);
            failoverNids = List.copyOf(failoverNids);
        }

        public boolean mounted() {
            return mountPoint != null;
        }
    }

    /**
     * A filesystem as the MGS has recorded it.
     *
     * @param targets its MDTs and OSTs, also those that are lost; at least one
     * @param confParams parameters of the filesystem as a whole, without its name in front
     */
    public record RecordedFilesystem(String name, List<RecordedTarget> targets, Map<String, String> confParams) {
        public RecordedFilesystem {
            targets = List.copyOf(targets);
            confParams = Map.copyOf(confParams);
        }
    }

    /**
     * An MDT or OST as the MGS has recorded it.
     *
     * @param nids of the server on which it was registered
     * @param confParams without its name in front
     */
    public record RecordedTarget(String name, List<String> nids, Map<String, String> confParams) {
        public RecordedTarget {
            nids = List.copyOf(nids);
            confParams = Map.copyOf(confParams);
        }
    }
}
