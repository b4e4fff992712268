package org.chroma.plugin.ha.internal;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.regex.Pattern;

/**
 * What a server knows of a target that was configured on it.
 *
 * @param uuid of its backing filesystem
 * @param label its name in the failover cluster
 * @param device absolute path
 * @param mountPoint absolute path
 * @param primary whether it normally runs here
 * @param cluster whether Pacemaker starts it; otherwise the agent mounts it
 */
record StoredTarget(
        @JsonProperty(required = true) String uuid,
        @JsonProperty(required = true) String label,
        @JsonProperty(required = true) String device,
        @JsonProperty(required = true) String mountPoint,
        @JsonProperty(required = true) boolean primary,
        @JsonProperty(required = true) boolean cluster) {
    private static final Pattern UUID = Pattern.compile("[0-9A-Za-z-]{1,64}");
    private static final Pattern LABEL = Pattern.compile("[0-9A-Za-z][0-9A-Za-z_.-]{0,63}");
    private static final Pattern PATH = Pattern.compile("(/[0-9A-Za-z_.:+=@,-]+)+");

    // These reach a shell script, the cluster's XML and /etc/fstab.
    StoredTarget {
        check(UUID, "UUID", uuid);
        check(LABEL, "label", label);
        check(PATH, "device", device);
        check(PATH, "mount point", mountPoint);
        if ((device + "/" + mountPoint + "/").contains("/../")) {
            throw new IllegalArgumentException("a path must not contain \"..\": %s, %s".formatted(device, mountPoint));
        }
    }

    static String checkedUuid(String uuid) {
        return check(UUID, "UUID", uuid);
    }

    static String checkedLabel(String label) {
        return check(LABEL, "label", label);
    }

    private static String check(Pattern form, String what, String value) {
        if (!form.matcher(value).matches()) {
            throw new IllegalArgumentException("not a %s: %s".formatted(what, value));
        }
        return value;
    }
}
