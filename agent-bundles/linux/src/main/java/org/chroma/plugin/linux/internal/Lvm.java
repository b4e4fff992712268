package org.chroma.plugin.linux.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.chroma.spi.Machine;
import org.chroma.spi.OutputListener;

/** LVM's physical volumes, volume groups and logical volumes. */
record Lvm(List<Physical> physical, List<Group> groups, List<Logical> logical) {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Lvm NONE = new Lvm(List.of(), List.of(), List.of());

    /** A device of a group; the group is empty where the device belongs to none. */
    record Physical(String device, String group) {}

    /** A group. Size in bytes. */
    record Group(String name, String uuid, long size) {}

    /** A volume. Size in bytes; the path exists only while it is active. */
    record Logical(String name, String group, String uuid, long size, String mapperPath, boolean active) {}

    static Lvm of(Machine machine) throws IOException, InterruptedException {
        if (!machine.has("pvs")) {
            return NONE;
        }
        return new Lvm(
                report(machine, "pv", List.of("pvs", "--reportformat", "json", "--units", "b")).stream()
                        .map(each -> new Physical(Json.text(each, "pv_name"), Json.text(each, "vg_name")))
                        .toList(),
                report(machine, "vg", List.of("vgs", "--reportformat", "json", "--units", "b", "-o", "+vg_uuid"))
                        .stream()
                        .map(each -> new Group(
                                Json.text(each, "vg_name"), Json.text(each, "vg_uuid"), Json.bytes(each, "vg_size")))
                        .toList(),
                report(
                                machine,
                                "lv",
                                List.of(
                                        "lvs",
                                        "--reportformat",
                                        "json",
                                        "--units",
                                        "b",
                                        "-o",
                                        "+lv_uuid,lv_path,lv_active,lv_dm_path"))
                        .stream()
                        .map(each -> new Logical(
                                Json.text(each, "lv_name"),
                                Json.text(each, "vg_name"),
                                Json.text(each, "lv_uuid"),
                                Json.bytes(each, "lv_size"),
                                Json.text(each, "lv_dm_path"),
                                Json.text(each, "lv_active").equals("active")))
                        .toList());
    }

    private static List<JsonNode> report(Machine machine, String name, List<String> command)
            throws IOException, InterruptedException {
        List<JsonNode> rows = new ArrayList<>();
        Json.of(machine.run(LIMIT, OutputListener.NONE, command))
                .path("report")
                .forEach(report -> report.path(name).forEach(rows::add));
        return rows;
    }
}
