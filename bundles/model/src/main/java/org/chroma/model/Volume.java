package org.chroma.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chroma.state.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Something that can carry a target, with the paths by which servers reach it.
 *
 * @param id positive, never reused
 * @param label at most 128 characters
 * @param size bytes; 0 where unknown
 * @param kind what it is, in a user's words, for example "SCSI device" or "Logical volume"
 * @param resource key of the storage resource that it stands for, which may have vanished while a target uses the
 *     volume; null where there never was one
 * @param nodes one for each server that reaches it
 */
public record Volume(
        long id,
        String label,
        long size,
        String kind,
        @Nullable String resource,
        List<VolumeNode> nodes) {

    public Volume {
        nodes = List.copyOf(nodes);
    }

    public Optional<VolumeNode> primaryNode() {
        return nodes.stream().filter(VolumeNode::primary).findFirst();
    }

    /** The nodes that a target may fail over to. */
    public List<VolumeNode> failoverNodes() {
        return nodes.stream().filter(node -> node.use() && !node.primary()).toList();
    }

    public Volume withNodes(List<VolumeNode> now) {
        return new Volume(id, label, size, kind, resource, now);
    }

    public HighAvailability highAvailability() {
        if (nodes.size() == 1) {
            return HighAvailability.CONFIGURED_NOHA;
        }
        if (primaryNode().isEmpty()) {
            return HighAvailability.UNCONFIGURED;
        }
        return failoverNodes().isEmpty() ? HighAvailability.CONFIGURED_NOHA : HighAvailability.CONFIGURED_HA;
    }

    /** Whether a target on the volume would survive the loss of a server. */
    public enum HighAvailability {
        /** It has a primary and a failover server. */
        CONFIGURED_HA,
        /** One server alone can run it. */
        CONFIGURED_NOHA,
        /** No primary server was chosen. */
        UNCONFIGURED;

        /** As in REST: {@code configured-ha}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * One server's way to a volume.
     *
     * @param id positive, never reused
     * @param path absolute, at most 512 characters, unique on the server
     * @param primary true where the target normally runs; at most one node of a volume
     * @param use true where the target may run
     */
    public record VolumeNode(
            long id, long volume, ObjectId<HostState> host, String path, boolean primary, boolean use) {

        /** A path that was just found; no target is to use it before it has a role. */
        public static VolumeNode found(long id, long volume, ObjectId<HostState> host, String path) {
            return new VolumeNode(id, volume, host, path, false, false);
        }

        /**
         * The same path in another role.
         *
         * @param mayRun whether a target may run there; where it normally runs, it may
         */
        public VolumeNode inRole(boolean normallyRuns, boolean mayRun) {
            return new VolumeNode(id, volume, host, path, normallyRuns, normallyRuns || mayRun);
        }
    }
}
