package org.chroma.model.fact;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chroma.spi.Fact;
import org.chroma.spi.FactSink;

/** All Lustre targets that are mounted on the reporting server; one that is missing here is not mounted there. */
public record MountedTargetsFact(List<MountedTarget> targets) implements Fact {
    public MountedTargetsFact {
        targets = List.copyOf(targets);
    }

    @Override
    public void applyTo(FactSink sink) {
        Map<String, Map<String, String>> recovery = new HashMap<>();
        targets.forEach(target -> recovery.put(target.uuid(), target.recovery()));
        sink.mounted(recovery);
    }

    /**
     * One of them.
     *
     * @param uuid of its backing filesystem
     * @param name as Lustre says it; empty where not known
     * @param recovery Lustre's recovery status: key to text; empty where it has none
     */
    public record MountedTarget(
            String uuid, String name, String device, String mountPoint, Map<String, String> recovery) {
        public MountedTarget {
            recovery = Map.copyOf(recovery);
        }
    }
}
