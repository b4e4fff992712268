package org.chroma.simulator.internal.programs.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.chroma.simulator.internal.cluster.BlockDevice;
import org.chroma.simulator.internal.cluster.Disk;
import org.chroma.simulator.internal.cluster.DiskContent;
import org.chroma.simulator.internal.cluster.Mount;
import org.chroma.simulator.internal.cluster.SimServer;
import org.chroma.simulator.internal.programs.call.Call;
import org.chroma.simulator.internal.programs.call.Options;
import org.chroma.simulator.internal.programs.call.Program;
import org.jspecify.annotations.Nullable;

/** lsblk. */
public final class Lsblk implements Program {
    private static final List<String> DEFAULT = List.of("NAME", "MAJ:MIN", "RM", "SIZE", "RO", "TYPE", "MOUNTPOINTS");
    private static final List<String> ALL = List.of(
            "NAME",
            "KNAME",
            "PATH",
            "MAJ:MIN",
            "PKNAME",
            "TYPE",
            "SIZE",
            "RO",
            "RM",
            "ROTA",
            "FSTYPE",
            "FSVER",
            "UUID",
            "LABEL",
            "MOUNTPOINT",
            "MOUNTPOINTS",
            "SERIAL",
            "WWN",
            "MODEL",
            "VENDOR",
            "REV",
            "HCTL",
            "TRAN",
            "STATE",
            "LOG-SEC",
            "PHY-SEC",
            "PARTUUID",
            "PARTLABEL",
            "PTTYPE",
            "PTUUID",
            "PARTTYPE",
            "START");
    private static final Set<String> NUMBERS = Set.of("LOG-SEC", "PHY-SEC", "START");
    private static final Set<String> FLAGS = Set.of("RO", "RM", "ROTA");

    @Override
    public Set<String> names() {
        return Set.of("lsblk");
    }

    @Override
    public int run(Call call) {
        Options options;
        try {
            options = Options.parse(
                    call.arguments(),
                    "J|json b|bytes o|output: O|output-all P|pairs n|noheadings d|nodeps p|paths a|all f|fs l|list r|raw");
        } catch (Options.BadOptionException e) {
            return Options.complain(call, e, 1);
        }
        List<String> columns = DEFAULT;
        String output = options.value("output");
        if (output != null) {
            columns = List.of(output.toUpperCase(Locale.ROOT).split(",", -1));
        } else if (options.has("output-all")) {
            columns = ALL;
        } else if (options.has("fs")) {
            columns = List.of("NAME", "FSTYPE", "FSVER", "LABEL", "UUID", "MOUNTPOINTS");
        }
        for (String column : columns) {
            if (!ALL.contains(column)) {
                call.errf("lsblk: unknown column: %s%n", column);
                return 1;
            }
        }
        Listing listing = new Listing(call.server(), columns, options.has("bytes"));
        List<BlockDevice> tops = new ArrayList<>();
        for (String operand : options.operands()) {
            Optional<BlockDevice> device = call.device(operand);
            if (device.isEmpty()) {
                call.errf("lsblk: %s: not a block device%n", operand);
                return 32;
            }
            tops.add(device.get());
        }
        if (options.operands().isEmpty()) {
            call.server().devices().stream().filter(d -> d.parents().isEmpty()).forEach(tops::add);
        }
        boolean alone = options.has("nodeps");
        if (options.has("json")) {
            StringBuilder json = new StringBuilder("{\n   \"blockdevices\": [\n");
            listing.json(json, tops, null, 2, alone);
            call.out(json.append("   ]\n}\n").toString());
        } else {
            listing.lines(call, tops, options.has("pairs"), options.has("noheadings"), alone);
        }
        return 0;
    }

    /** One run's view of the devices. */
    private record Listing(SimServer server, List<String> columns, boolean bytes) {

        List<BlockDevice> children(BlockDevice device) {
            return server.devices().stream()
                    .filter(d -> d.parents().contains(device.kname()))
                    .toList();
        }

        void json(
                StringBuilder out, List<BlockDevice> devices, @Nullable BlockDevice parent, int depth, boolean alone) {
            String indent = "   ".repeat(depth);
            for (int i = 0; i < devices.size(); i++) {
                BlockDevice device = devices.get(i);
                out.append(i == 0 ? indent + "{\n" : "");
                for (int c = 0; c < columns.size(); c++) {
                    String column = columns.get(c);
                    out.append(indent)
                            .append("   \"")
                            .append(column.toLowerCase(Locale.ROOT))
                            .append("\": ");
                    out.append(jsonValue(device, parent, column, indent));
                    out.append(c < columns.size() - 1 ? ",\n" : "");
                }
                List<BlockDevice> children = alone ? List.of() : children(device);
                if (!children.isEmpty()) {
                    out.append(",\n").append(indent).append("   \"children\": [\n");
                    json(out, children, device, depth + 2, false);
                    out.append(indent).append("   ]");
                }
                out.append('\n').append(indent).append(i < devices.size() - 1 ? "},{\n" : "}\n");
            }
        }

        private String jsonValue(BlockDevice device, @Nullable BlockDevice parent, String column, String indent) {
            if (column.equals("MOUNTPOINTS")) {
                String point = value(device, parent, "MOUNTPOINT");
                return "[\n%s       %s%n%s   ]".formatted(indent, point == null ? "null" : quoted(point), indent);
            }
            String value = value(device, parent, column);
            if (value == null) {
                return "null";
            }
            if (FLAGS.contains(column)) {
                return value.equals("1") ? "true" : "false";
            }
            return (column.equals("SIZE") && bytes) || NUMBERS.contains(column) ? value : quoted(value);
        }

        private static String quoted(String text) {
            return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }

        void lines(Call call, List<BlockDevice> tops, boolean pairs, boolean bare, boolean alone) {
            List<List<String>> rows = new ArrayList<>();
            if (!pairs && !bare) {
                rows.add(columns);
            }
            for (BlockDevice top : tops) {
                row(rows, top, null, pairs ? "" : null, alone);
            }
            int[] widths = new int[columns.size()];
            for (List<String> row : rows) {
                for (int c = 0; c < widths.length; c++) {
                    widths[c] = Math.max(widths[c], row.get(c).length());
                }
            }
            for (List<String> row : rows) {
                StringBuilder line = new StringBuilder();
                for (int c = 0; c < widths.length; c++) {
                    line.append(c > 0 ? " " : "");
                    line.append(
                            pairs
                                    ? "%s=\"%s\"".formatted(columns.get(c), row.get(c))
                                    : ("%-" + Math.max(1, widths[c]) + "s").formatted(row.get(c)));
                }
                call.out(line + "\n");
            }
        }

        private void row(
                List<List<String>> rows,
                BlockDevice device,
                @Nullable BlockDevice parent,
                @Nullable String noTree,
                boolean alone) {
            List<String> row = new ArrayList<>();
            for (String column : columns) {
                String value = value(device, parent, column.equals("MOUNTPOINTS") ? "MOUNTPOINT" : column);
                String branch = column.equals("NAME") && parent != null && noTree == null ? "└─" : "";
                row.add(branch + (value == null ? "" : value));
            }
            rows.add(row);
            if (!alone) {
                children(device).forEach(child -> row(rows, child, device, noTree, false));
            }
        }

        private @Nullable String value(BlockDevice device, @Nullable BlockDevice parent, String column) {
            DiskContent content = device.content();
            boolean physical = !device.mapped();
            return switch (column) {
                case "NAME" -> device.name();
                case "KNAME" -> device.kname();
                case "PATH" -> device.path();
                case "MAJ:MIN" -> device.majorMinor();
                case "PKNAME" -> parent == null ? null : parent.kname();
                case "TYPE" -> device.type();
                case "SIZE" ->
                    bytes
                            ? String.valueOf(device.disk().bytes())
                            : human(device.disk().bytes());
                case "RO", "RM" -> "0";
                case "ROTA" -> "1";
                case "FSTYPE" -> device.fstype();
                case "FSVER" -> content == null ? null : content.type().equals("ext4") ? "1.0" : "LVM2 001";
                case "UUID" -> content == null ? null : content.uuid();
                case "LABEL" -> content == null || content.label().isEmpty() ? null : content.label();
                case "MOUNTPOINT" -> mountPoint(device);
                case "SERIAL" -> physical ? device.disk().serial() : null;
                case "WWN" -> device.scsi() ? "0x" + device.disk().wwn() : null;
                case "MODEL" -> device.scsi() ? Disk.MODEL : null;
                case "VENDOR" -> device.scsi() ? Disk.VENDOR : physical ? "0x1af4" : null;
                case "REV" -> device.scsi() ? "2.5+" : null;
                case "HCTL" -> device.address();
                case "TRAN" -> physical && !device.scsi() ? "virtio" : null;
                case "STATE" -> device.virtio() ? null : "running";
                case "LOG-SEC", "PHY-SEC" -> "512";
                default -> null;
            };
        }

        private @Nullable String mountPoint(BlockDevice device) {
            if (device.kname().equals("vda")) {
                return "/";
            }
            return device.member()
                    ? null
                    : server.mountOf(device.disk()).map(Mount::point).orElse(null);
        }

        private static String human(long bytes) {
            String units = "BKMGTP";
            double value = bytes;
            int unit = 0;
            while (value >= 1024 && unit < units.length() - 1) {
                value /= 1024;
                unit++;
            }
            return value == Math.rint(value)
                    ? "%d%c".formatted((long) value, units.charAt(unit))
                    : String.format(Locale.ROOT, "%.1f%c", value, units.charAt(unit));
        }
    }
}
