package org.chroma.plugin.linux.internal;

import java.util.Comparator;
import java.util.List;

/** Chooses, among the paths of a device, the one that means the same device after the next boot. */
final class DevicePaths {
    private static final String BY_ID = "/dev/disk/by-id/";
    private static final String BY_PATH = "/dev/disk/by-path/";

    /** Best first. Names with vendor, model and serial number are the ones that people recognise. */
    private static final List<String> KINDS =
            List.of("scsi-S", "ata-", "nvme-", "virtio-", "scsi-", "wwn-", "md-uuid-", "usb-", "");

    /** Links that follow what is written on the device. */
    private static final List<String> CHANGING = List.of("lvm-pv-uuid-", "dm-name-", "dm-uuid-", "md-name-");

    private DevicePaths() {}

    static String preferred(Lsblk.Entry device, Udev.Entry udev) {
        if (device.isMapped()) {
            return "/dev/mapper/" + device.name();
        }
        return udev.links().stream()
                .filter(link -> link.startsWith(BY_ID))
                .filter(link -> CHANGING.stream().noneMatch(link.substring(BY_ID.length())::startsWith))
                .min(Comparator.<String>comparingInt(link -> rank(link.substring(BY_ID.length())))
                        .thenComparing(Comparator.naturalOrder()))
                .or(() -> udev.links().stream()
                        .filter(link -> link.startsWith(BY_PATH))
                        .findFirst())
                .orElse("/dev/" + device.kernelName());
    }

    private static int rank(String name) {
        for (int i = 0; i < KINDS.size(); i++) {
            if (name.startsWith(KINDS.get(i))) {
                return i;
            }
        }
        return KINDS.size();
    }

    /** The path without the beginning that all paths of its kind share. */
    static String stripped(String path) {
        for (String prefix : List.of(BY_ID, BY_PATH, "/dev/mapper/", "/dev/")) {
            if (path.startsWith(prefix)) {
                return path.substring(prefix.length());
            }
        }
        return path;
    }
}
