package org.chroma.simulator.internal.cluster;

import org.chroma.simulator.internal.lustre.LustreTarget;
import org.jspecify.annotations.Nullable;

/**
 * What blkid finds on a device.
 *
 * @param type as blkid names it: {@code ext4}, {@code swap}, {@code LVM2_member}
 * @param label empty where there is none
 * @param target what makes an ext4 a Lustre target; null for others
 */
public record DiskContent(
        String type, String label, String uuid, @Nullable LustreTarget target) {

    public static DiskContent ext4(String label, String uuid) {
        return new DiskContent("ext4", label, uuid, null);
    }

    public static DiskContent lvmMember(String uuid) {
        return new DiskContent("LVM2_member", "", uuid, null);
    }

    /** The label now: that of a target follows its flags. */
    @Override
    public String label() {
        return target == null ? label : target.label();
    }
}
