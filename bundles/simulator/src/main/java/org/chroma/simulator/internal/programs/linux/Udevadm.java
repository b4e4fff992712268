package org.chroma.simulator.internal.programs.linux;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.chroma.simulator.internal.cluster.BlockDevice;
import org.chroma.simulator.internal.cluster.Disk;
import org.chroma.simulator.internal.cluster.DiskContent;
import org.chroma.simulator.internal.cluster.LogicalVolume;
import org.chroma.simulator.internal.programs.call.Call;
import org.chroma.simulator.internal.programs.call.Options;
import org.chroma.simulator.internal.programs.call.Program;

/** udevadm: its database of block devices. */
public final class Udevadm implements Program {

    @Override
    public Set<String> names() {
        return Set.of("udevadm");
    }

    @Override
    public int run(Call call) {
        List<String> words = call.arguments();
        if (!words.isEmpty() && (words.get(0).equals("settle") || words.get(0).equals("trigger"))) {
            return 0;
        }
        if (words.isEmpty() || !words.get(0).equals("info")) {
            call.err("udevadm: missing or unknown command\n");
            return 1;
        }
        Options options;
        try {
            options = Options.parse(
                    words.subList(1, words.size()),
                    "e|export-db q|query: n|name: p|path: r|root x|export a|attribute-walk");
        } catch (Options.BadOptionException e) {
            call.errf("udevadm: %s%n", String.valueOf(e.getMessage()));
            return 1;
        }
        if (options.has("export-db")) {
            for (BlockDevice device : call.server().devices()) {
                call.out(record(call, device));
            }
            return 0;
        }
        List<String> names = new ArrayList<>(options.all("name"));
        names.addAll(options.operands());
        for (String name : names) {
            Optional<BlockDevice> device = call.device(name.startsWith("/") ? name : "/dev/" + name);
            if (device.isEmpty()) {
                call.errf("Unknown device \"%s\": No such device%n", name);
                return 1;
            }
            switch (options.value("query", "all")) {
                case "property" ->
                    properties(call, device.get()).forEach((key, value) -> call.outf("%s=%s%n", key, value));
                case "symlink" -> call.out(String.join(" ", device.get().links()) + "\n");
                case "name" -> call.out(device.get().kname() + "\n");
                case "path" -> call.out(device.get().devpath() + "\n");
                default -> call.out(record(call, device.get()));
            }
        }
        return names.isEmpty() ? 1 : 0;
    }

    private static String record(Call call, BlockDevice device) {
        StringBuilder text = new StringBuilder();
        text.append("P: ").append(device.devpath()).append('\n');
        text.append("M: ").append(device.kname()).append('\n');
        if (device.mapped()) {
            text.append("R: ").append(device.minor()).append('\n');
        }
        text.append("U: block\nT: disk\n");
        text.append("D: b ").append(device.majorMinor()).append('\n');
        text.append("N: ").append(device.kname()).append('\n');
        text.append("L: 0\n");
        device.links().forEach(link -> text.append("S: ").append(link).append('\n'));
        text.append("Q: ").append(device.sequence()).append('\n');
        properties(call, device).forEach((key, value) -> text.append("E: %s=%s%n".formatted(key, value)));
        return text.append('\n').toString();
    }

    private static Map<String, String> properties(Call call, BlockDevice device) {
        Map<String, String> p = new LinkedHashMap<>();
        Disk disk = device.disk();
        p.put("DEVPATH", device.devpath());
        p.put("SUBSYSTEM", "block");
        p.put("DEVNAME", device.node());
        p.put("DEVTYPE", "disk");
        p.put("DISKSEQ", String.valueOf(device.sequence()));
        p.put("MAJOR", String.valueOf(device.major()));
        p.put("MINOR", String.valueOf(device.minor()));
        p.put("USEC_INITIALIZED", String.valueOf(9_300_000 + device.sequence() * 1_717));
        if (device.mapped()) {
            mapper(call, device, p);
        } else if (device.scsi()) {
            scsi(device, disk, p);
        } else {
            p.put("ID_SERIAL", disk.serial());
            p.put("ID_PATH", "pci-0000:00:%02x.0".formatted(3 + device.minor() / 16));
        }
        DiskContent content = device.content();
        if (device.member()) {
            p.put("ID_FS_TYPE", "mpath_member");
        } else if (content != null) {
            if (!content.label().isEmpty()) {
                p.put("ID_FS_LABEL", content.label());
                p.put("ID_FS_LABEL_ENC", content.label());
            }
            boolean ext4 = content.type().equals("ext4");
            p.put("ID_FS_UUID", content.uuid());
            p.put("ID_FS_UUID_ENC", content.uuid());
            p.put("ID_FS_VERSION", ext4 ? "1.0" : "LVM2 001");
            p.put("ID_FS_TYPE", content.type());
            p.put("ID_FS_USAGE", ext4 ? "filesystem" : "raid");
        }
        p.put("DEVLINKS", "/dev/" + String.join(" /dev/", device.links()));
        p.put("TAGS", ":systemd:");
        p.put("CURRENT_TAGS", ":systemd:");
        return p;
    }

    private static void mapper(Call call, BlockDevice device, Map<String, String> p) {
        p.put("DM_UDEV_DISABLE_LIBRARY_FALLBACK_FLAG", "1");
        p.put("DM_UDEV_PRIMARY_SOURCE_FLAG", "1");
        p.put("DM_NAME", device.name());
        p.put("DM_UUID", String.valueOf(device.dmUuid()));
        p.put("DM_SUSPENDED", "0");
        if (device.type().equals("mpath")) {
            p.put("DM_WWN", "0x" + device.disk().wwn());
            p.put("DM_SERIAL", device.deviceId());
            p.put("DM_TYPE", "scsi");
        }
        for (LogicalVolume volume : LogicalVolume.on(call.server())) {
            if (volume.mapperName().equals(device.name())) {
                p.put("DM_VG_NAME", volume.group());
                p.put("DM_LV_NAME", volume.name());
            }
        }
    }

    private static void scsi(BlockDevice device, Disk disk, Map<String, String> p) {
        p.put("SCSI_TPGS", "0");
        p.put("SCSI_TYPE", "disk");
        p.put("SCSI_VENDOR", Disk.VENDOR);
        p.put("SCSI_MODEL", Disk.MODEL);
        p.put("SCSI_REVISION", "2.5+");
        p.put("ID_SCSI", "1");
        p.put("ID_SCSI_INQUIRY", "1");
        p.put("SCSI_IDENT_SERIAL", disk.serial());
        p.put("SCSI_IDENT_LUN_VENDOR", disk.serial());
        p.put("SCSI_IDENT_LUN_NAA_REG", disk.wwn());
        p.put("ID_VENDOR", Disk.VENDOR);
        p.put("ID_MODEL", Disk.MODEL);
        p.put("ID_REVISION", "2.5+");
        p.put("ID_TYPE", "disk");
        p.put("ID_WWN_WITH_EXTENSION", "0x" + disk.wwn());
        p.put("ID_WWN", "0x" + disk.wwn());
        p.put("ID_BUS", "scsi");
        p.put("ID_SERIAL", device.deviceId());
        p.put("ID_SERIAL_SHORT", disk.wwn());
        p.put("ID_SCSI_SERIAL", disk.serial());
        p.put("MPATH_SBIN_PATH", "/sbin");
        p.put("DM_MULTIPATH_DEVICE_PATH", device.member() ? "1" : "0");
        p.put("ID_PATH", "pci-0000:00:04.0-scsi-" + device.address());
    }
}
