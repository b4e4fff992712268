package org.chroma.plugin.lustre.internal.targets;

import java.util.List;
import java.util.Map;

/** The Lustre targets that a server has mounted, sorted by name. */
public record TargetsScan(List<MountedTarget> targets) {
    public TargetsScan {
        targets = List.copyOf(targets);
    }

    /**
     * One of them.
     *
     * @param uuid of its backing filesystem; empty where it could not be read
     * @param name as Lustre says it
     * @param device as the kernel names it
     * @param recovery Lustre's recovery status; empty where it has none
     */
    public record MountedTarget(
            String uuid, String name, String device, String mountPoint, Map<String, String> recovery) {
        public MountedTarget {
            recovery = Map.copyOf(recovery);
        }
    }
}
