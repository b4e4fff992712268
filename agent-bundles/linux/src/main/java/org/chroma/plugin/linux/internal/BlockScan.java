package org.chroma.plugin.linux.internal;

import java.util.List;

/** The block devices of a server that could carry a target, and what they are made of and used for. */
public record BlockScan(
        List<Device> devices,
        List<Group> groups,
        List<LogicalVolume> logicalVolumes,
        List<Raid> raids,
        List<Use> uses) {
    public BlockScan {
        devices = List.copyOf(devices);
        groups = List.copyOf(groups);
        logicalVolumes = List.copyOf(logicalVolumes);
        raids = List.copyOf(raids);
        uses = List.copyOf(uses);
    }

    public enum Kind {
        /** A disk, or what looks like one to the kernel. */
        DISK,
        PARTITION,
        /** Several paths to one disk in one. */
        MULTIPATH,
        LOGICAL_VOLUME,
        RAID,
        /** Another layer on top of a device, for example encryption. */
        LAYER
    }

    /**
     * A block device.
     *
     * @param number major and minor number, as in {@code 8:16}
     * @param path the most stable one below /dev
     * @param size bytes
     * @param serial80 the SCSI unit serial number (page 0x80); empty where there is none
     * @param serial83 the SCSI device identification (page 0x83); empty where there is none
     * @param parents numbers of the devices that it lies on
     */
    public record Device(
            String number, String path, Kind kind, long size, String serial80, String serial83, List<String> parents) {
        public Device {
            parents = List.copyOf(parents);
        }
    }

    /**
     * An LVM volume group.
     *
     * @param size bytes
     * @param devices numbers of the devices that it lies on
     */
    public record Group(String name, String uuid, long size, List<String> devices) {
        public Group {
            devices = List.copyOf(devices);
        }
    }

    /**
     * An LVM logical volume.
     *
     * @param size bytes
     * @param device number of its device; empty while it is not active
     */
    public record LogicalVolume(String name, String group, String uuid, long size, String device) {}

    /** A Linux software RAID. */
    public record Raid(String uuid, String device) {}

    /**
     * A use of a device that forbids offering it.
     *
     * @param device its number
     * @param directory where it is or will be mounted; empty where it is not used by mounting
     * @param type of the filesystem or other format
     */
    public record Use(String device, String directory, String type) {}
}
