package org.chroma.spi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A device or other thing of which storage is made, as one scan sees it.
 *
 * @param type its class, for example {@code ScsiDevice}; shown to users with the plugin's name
 * @param identity the values that make it the same thing in the next scan, in the class's order
 * @param scope whether the identity holds everywhere or for its source alone
 * @param role what the core may do with it
 * @param label what users read
 * @param attributes shown to users in this order; values are text, numbers, booleans or lists of them
 * @param parents what it is made of
 */
public record StorageResource(
        String type,
        List<String> identity,
        Scope scope,
        Role role,
        String label,
        Map<String, Object> attributes,
        List<Reference> parents) {

    public StorageResource {
        identity = List.copyOf(identity);
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        parents = List.copyOf(parents);
    }

    public Reference reference() {
        return new Reference(type, identity, scope);
    }

    /** Names a resource from another resource of the same observation. */
    public record Reference(String type, List<String> identity, Scope scope) {
        public Reference {
            identity = List.copyOf(identity);
        }
    }

    public enum Scope {
        /** The same identity seen on two servers is one thing, for example a shared disk. */
        GLOBAL,
        /** The identity holds on the reporting server only, for example a device path. */
        SOURCE
    }

    public enum Role {
        /** A disk, volume or array that can carry a target. Attribute {@code size}: bytes. */
        LOGICAL_DRIVE,
        /** A path under which a server reaches a logical drive. Attribute {@code path}: absolute. */
        DEVICE_NODE,
        /** A use of a logical drive that forbids offering it, for example a mounted local filesystem. */
        OCCUPIER,
        /** A group that logical drives are cut from. */
        POOL,
        /** Anything else that is shown and can raise alerts. */
        OTHER
    }
}
