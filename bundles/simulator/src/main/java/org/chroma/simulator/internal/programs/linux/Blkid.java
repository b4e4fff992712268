package org.chroma.simulator.internal.programs.linux;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.chroma.simulator.internal.cluster.BlockDevice;
import org.chroma.simulator.internal.cluster.DiskContent;
import org.chroma.simulator.internal.programs.call.Call;
import org.chroma.simulator.internal.programs.call.Options;
import org.chroma.simulator.internal.programs.call.Program;

/** blkid. */
public final class Blkid implements Program {
    private static final int NOTHING = 2;

    @Override
    public Set<String> names() {
        return Set.of("blkid");
    }

    @Override
    public int run(Call call) {
        Options options;
        try {
            options = Options.parse(
                    call.arguments(),
                    "p|probe o|output: c|cache-file: s|match-tag: d|no-encoding L|label: U|uuid: k g");
        } catch (Options.BadOptionException e) {
            return Options.complain(call, e, 4);
        }
        String format = options.value("output", "full");
        List<String> only = options.all("match-tag");
        String label = options.value("label");
        String uuid = options.value("uuid");
        if (label != null || uuid != null) {
            Optional<BlockDevice> found = call.server().devices().stream()
                    .filter(d -> d.content() != null)
                    .filter(d -> label == null || label.equals(tags(d, false).get("LABEL")))
                    .filter(d -> uuid == null || uuid.equals(tags(d, false).get("UUID")))
                    .findFirst();
            found.ifPresent(d -> call.out(d.path() + "\n"));
            return found.isPresent() ? 0 : NOTHING;
        }
        boolean probe = options.has("probe");
        List<String> blocks = new ArrayList<>();
        List<BlockDevice> devices = new ArrayList<>();
        List<String> names = new ArrayList<>();
        if (options.operands().isEmpty()) {
            for (BlockDevice device : call.server().devices()) {
                devices.add(device);
                names.add(device.path());
            }
        } else {
            for (String operand : options.operands()) {
                call.device(operand).ifPresent(device -> {
                    devices.add(device);
                    names.add(operand);
                });
                if (probe && call.device(operand).isEmpty()) {
                    call.errf("blkid: error: %s: No such file or directory%n", operand);
                    return NOTHING;
                }
            }
        }
        for (int i = 0; i < devices.size(); i++) {
            Map<String, String> tags = tags(devices.get(i), probe);
            if (!only.isEmpty()) {
                tags.keySet().retainAll(only);
            }
            if (!tags.isEmpty()) {
                blocks.add(show(names.get(i), tags, format));
            }
        }
        call.out(String.join(format.equals("export") ? "\n" : "", blocks));
        return blocks.isEmpty() ? NOTHING : 0;
    }

    private static Map<String, String> tags(BlockDevice device, boolean probe) {
        Map<String, String> tags = new LinkedHashMap<>();
        DiskContent content = device.content();
        if (device.member()) {
            tags.put("TYPE", "mpath_member");
        } else if (content != null) {
            if (!content.label().isEmpty()) {
                tags.put("LABEL", content.label());
            }
            tags.put("UUID", content.uuid());
            boolean ext4 = content.type().equals("ext4");
            if (probe) {
                tags.put("VERSION", ext4 ? "1.0" : "LVM2 001");
            }
            if (ext4) {
                tags.put("BLOCK_SIZE", "4096");
            }
            tags.put("TYPE", content.type());
            if (probe) {
                tags.put("USAGE", ext4 ? "filesystem" : "raid");
            }
        }
        return tags;
    }

    private static String show(String name, Map<String, String> tags, String format) {
        return switch (format) {
            case "export" ->
                "DEVNAME=" + name + "\n"
                        + tags.entrySet().stream()
                                .map(t -> t.getKey() + "=" + t.getValue() + "\n")
                                .collect(Collectors.joining());
            case "value" -> tags.values().stream().map(v -> v + "\n").collect(Collectors.joining());
            case "device" -> name + "\n";
            default ->
                name + ": "
                        + tags.entrySet().stream()
                                .map(t -> "%s=\"%s\"".formatted(t.getKey(), t.getValue()))
                                .collect(Collectors.joining(" "))
                        + "\n";
        };
    }
}
