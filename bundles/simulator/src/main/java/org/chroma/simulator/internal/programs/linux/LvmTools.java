package org.chroma.simulator.internal.programs.linux;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.chroma.simulator.internal.cluster.BlockDevice;
import org.chroma.simulator.internal.cluster.LogicalVolume;
import org.chroma.simulator.internal.programs.call.Call;
import org.chroma.simulator.internal.programs.call.Options;
import org.chroma.simulator.internal.programs.call.Program;

/** pvs, vgs and lvs, as JSON or with a separator. */
public final class LvmTools implements Program {
    private static final long EXTENT = 4L << 20;

    @Override
    public Set<String> names() {
        return Set.of("pvs", "vgs", "lvs");
    }

    @Override
    public int run(Call call) {
        Options options;
        try {
            options = Options.parse(
                    call.arguments(), "reportformat: units: o|options: noheadings separator: a|all readonly nosuffix");
        } catch (Options.BadOptionException e) {
            call.errf(
                    "  %s: %s%n  Error during parsing of command line.%n",
                    call.program(), String.valueOf(e.getMessage()));
            return 3;
        }
        List<Map<String, String>> rows = new ArrayList<>();
        for (LogicalVolume volume : LogicalVolume.on(call.server())) {
            rows.add(row(call, volume));
        }
        String kind = call.program().substring(0, 2);
        List<String> columns = columns(kind, options.value("options", ""));
        if (!rows.isEmpty()) {
            for (String column : columns) {
                if (!rows.get(0).containsKey(column)) {
                    call.errf("  Unrecognised field: %s%n", column);
                    return 3;
                }
            }
        }
        if (options.value("reportformat", "basic").equals("json")) {
            call.out(json(kind, columns, rows));
            return 0;
        }
        String separator = options.value("separator", " ");
        if (!options.has("noheadings")) {
            call.out("  " + String.join(separator, columns) + "\n");
        }
        for (Map<String, String> row : rows) {
            call.out("  " + columns.stream().map(row::get).collect(Collectors.joining(separator)) + "\n");
        }
        return 0;
    }

    private static List<String> columns(String kind, String wanted) {
        List<String> normal = switch (kind) {
            case "pv" -> List.of("pv_name", "vg_name", "pv_fmt", "pv_attr", "pv_size", "pv_free");
            case "vg" -> List.of("vg_name", "pv_count", "lv_count", "snap_count", "vg_attr", "vg_size", "vg_free");
            default ->
                List.of(
                        "lv_name",
                        "vg_name",
                        "lv_attr",
                        "lv_size",
                        "pool_lv",
                        "origin",
                        "data_percent",
                        "metadata_percent",
                        "move_pv",
                        "mirror_log",
                        "copy_percent",
                        "convert_lv");
        };
        List<String> columns = new ArrayList<>(wanted.isEmpty() || wanted.startsWith("+") ? normal : List.of());
        if (!wanted.isEmpty()) {
            columns.addAll(List.of((wanted.startsWith("+") ? wanted.substring(1) : wanted).split(",", -1)));
        }
        return columns;
    }

    private static Map<String, String> row(Call call, LogicalVolume volume) {
        BlockDevice physical = call.server().devices().stream()
                .filter(d -> d.kname().equals(volume.physical()))
                .findFirst()
                .orElseThrow();
        long size = physical.disk().bytes() / EXTENT * EXTENT - EXTENT;
        long used = volume.disk().bytes();
        Map<String, String> row = new LinkedHashMap<>();
        row.put("pv_name", physical.node());
        row.put("vg_name", volume.group());
        row.put("pv_fmt", "lvm2");
        row.put("pv_attr", "a--");
        row.put("pv_size", size + "B");
        row.put("pv_free", size - used + "B");
        row.put(
                "pv_uuid",
                physical.disk().content() == null
                        ? ""
                        : physical.disk().content().uuid());
        row.put("pv_count", "1");
        row.put("lv_count", "1");
        row.put("snap_count", "0");
        row.put("vg_attr", "wz--n-");
        row.put("vg_size", size + "B");
        row.put("vg_free", size - used + "B");
        row.put("vg_uuid", volume.groupUuid());
        row.put("lv_name", volume.name());
        row.put("lv_attr", call.server().mountOf(volume.disk()).isPresent() ? "-wi-ao----" : "-wi-a-----");
        row.put("lv_size", used + "B");
        for (String empty : new String[] {
            "pool_lv",
            "origin",
            "data_percent",
            "metadata_percent",
            "move_pv",
            "mirror_log",
            "copy_percent",
            "convert_lv"
        }) {
            row.put(empty, "");
        }
        row.put("lv_uuid", volume.uuid());
        row.put("lv_path", "/dev/%s/%s".formatted(volume.group(), volume.name()));
        row.put("lv_active", "active");
        row.put("lv_dm_path", "/dev/mapper/" + volume.mapperName());
        return row;
    }

    private static String json(String kind, List<String> columns, List<Map<String, String>> rows) {
        String lines = rows.stream()
                .map(row -> "                  {"
                        + columns.stream()
                                .map(c -> "\"%s\":\"%s\"".formatted(c, row.get(c)))
                                .collect(Collectors.joining(", "))
                        + "}")
                .collect(Collectors.joining(",\n"));
        return """
                  {
                      "report": [
                          {
                              "%s": [
                %s              ]
                          }
                      ]
                  }
                """.formatted(kind, lines.isEmpty() ? "" : lines + "\n");
    }
}
