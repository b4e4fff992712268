package org.chroma.simulator.internal.cluster;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A block device as one server sees it now; its name may be another one after the next boot, and on another server.
 *
 * @param kname the kernel's name, for example {@code sdb} or {@code dm-0}
 * @param name what lsblk calls it: the kernel's name, or the device-mapper's
 * @param type as lsblk names it: {@code disk}, {@code mpath}, {@code lvm}
 * @param disk what lies below
 * @param address host:channel:target:lun, null where it is not SCSI
 * @param parents kernel names of the devices of which this one is made
 * @param dmUuid the device-mapper's identifier, null where it is not mapped
 * @param dmTable the device-mapper's table line without its name, null where it is not mapped
 * @param sequence counts devices since boot
 * @param member whether a multipath device is made of this one
 */
public record BlockDevice(
        String kname,
        String name,
        int major,
        int minor,
        String type,
        Disk disk,
        @Nullable String address,
        List<String> parents,
        @Nullable String dmUuid,
        @Nullable String dmTable,
        int sequence,
        boolean member) {

    public boolean mapped() {
        return dmUuid != null;
    }

    public String majorMinor() {
        return major + ":" + minor;
    }

    /** The name under /dev that tools print. */
    public String path() {
        return mapped() ? "/dev/mapper/" + name : "/dev/" + kname;
    }

    public String node() {
        return "/dev/" + kname;
    }

    public boolean scsi() {
        return address != null;
    }

    public boolean virtio() {
        return !mapped() && !scsi();
    }

    /** What a path of a multipath device shows of its content is its membership alone. */
    public @Nullable DiskContent content() {
        return member ? null : disk.content();
    }

    public @Nullable String fstype() {
        if (member) {
            return "mpath_member";
        }
        DiskContent content = disk.content();
        return content == null ? null : content.type();
    }

    public String deviceId() {
        return "3" + disk.wwn();
    }

    public String devpath() {
        if (mapped()) {
            return "/devices/virtual/block/" + kname;
        }
        return scsi()
                ? "/devices/pci0000:00/0000:00:04.0/virtio1/host%s/target%s/%s/block/%s"
                        .formatted(host(), target(), address, kname)
                : "/devices/pci0000:00/0000:00:%02x.0/virtio%d/block/%s".formatted(3 + minor / 16, minor / 16, kname);
    }

    private String host() {
        return String.valueOf(address).split(":", -1)[0];
    }

    private String target() {
        String text = String.valueOf(address);
        return text.substring(0, text.lastIndexOf(':'));
    }

    /** The symbolic links below /dev that udev makes, without {@code /dev/}. */
    public List<String> links() {
        List<String> links = new ArrayList<>();
        if (mapped()) {
            links.add("mapper/" + name);
            links.add("disk/by-id/dm-name-" + name);
            links.add("disk/by-id/dm-uuid-" + dmUuid);
            if (type.equals("lvm")) {
                links.add(name.replace("--", "\0").replaceFirst("-", "/").replace('\0', '-'));
            } else {
                scsiLinks(links);
            }
        } else if (scsi()) {
            if (!member) {
                scsiLinks(links);
            }
            links.add("disk/by-path/pci-0000:00:04.0-scsi-" + address);
        } else {
            links.add("disk/by-id/virtio-" + disk.serial());
            links.add("disk/by-path/virtio-pci-0000:00:%02x.0".formatted(3 + minor / 16));
        }
        if (!mapped()) {
            links.add("disk/by-diskseq/" + sequence);
        }
        DiskContent content = content();
        if (content != null) {
            if (content.type().equals("LVM2_member")) {
                links.add("disk/by-id/lvm-pv-uuid-" + content.uuid());
            } else {
                links.add("disk/by-uuid/" + content.uuid());
                if (!content.label().isEmpty()) {
                    links.add("disk/by-label/" + content.label());
                }
            }
        }
        return links;
    }

    private void scsiLinks(List<String> links) {
        links.add("disk/by-id/scsi-" + deviceId());
        links.add("disk/by-id/scsi-0%s_%s_%s".formatted(Disk.VENDOR, Disk.MODEL, disk.serial()));
        links.add("disk/by-id/scsi-S%s_%s_%s".formatted(Disk.VENDOR, Disk.MODEL, disk.serial()));
        links.add("disk/by-id/wwn-0x" + disk.wwn());
    }
}
