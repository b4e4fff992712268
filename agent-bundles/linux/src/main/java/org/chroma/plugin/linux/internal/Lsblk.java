package org.chroma.plugin.linux.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.chroma.spi.Machine;

/**
 * What lsblk shows: every block device once, with the devices that it lies on.
 *
 * @param byNumber major and minor number to device, in lsblk's order
 */
record Lsblk(Map<String, Entry> byNumber) {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String COLUMNS =
            "NAME,KNAME,PKNAME,MAJ:MIN,TYPE,SIZE,RO,RM,FSTYPE,UUID,LABEL,SERIAL,WWN,PARTUUID";

    /**
     * One device.
     *
     * @param name for a mapped device the mapping's name
     * @param kernelName for example {@code dm-0}
     * @param type for example {@code disk}, {@code part}, {@code lvm}, {@code mpath}, {@code raid1}
     * @param size bytes
     * @param format of what is on it, for example {@code ext4} or {@code LVM2_member}; empty where none is known
     * @param parents numbers of the devices that it lies on
     */
    record Entry(
            String name,
            String kernelName,
            String number,
            String type,
            long size,
            boolean readOnly,
            String format,
            String uuid,
            String label,
            String serial,
            String wwn,
            String partitionUuid,
            Set<String> parents) {

        boolean isMapped() {
            return kernelName.startsWith("dm-");
        }
    }

    static Lsblk of(Machine machine) throws IOException, InterruptedException {
        return parse(Json.of(machine.run(LIMIT, "lsblk", "-J", "-b", "-o", COLUMNS)));
    }

    static Lsblk parse(JsonNode lsblk) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        lsblk.path("blockdevices").forEach(each -> add(entries, each, ""));
        return new Lsblk(entries);
    }

    /** A device on several others is shown below each of them. */
    private static void add(Map<String, Entry> entries, JsonNode node, String parent) {
        Entry entry = entries.computeIfAbsent(Json.text(node, "maj:min").strip(), number -> entry(node, number));
        if (!parent.isEmpty()) {
            entry.parents().add(parent);
        }
        node.path("children").forEach(child -> add(entries, child, entry.number()));
    }

    private static Entry entry(JsonNode node, String number) {
        return new Entry(
                Json.text(node, "name"),
                Json.text(node, "kname"),
                number,
                Json.text(node, "type"),
                Json.bytes(node, "size"),
                Json.flag(node, "ro"),
                Json.text(node, "fstype"),
                Json.text(node, "uuid"),
                Json.text(node, "label"),
                Json.text(node, "serial").strip(),
                Json.text(node, "wwn"),
                Json.text(node, "partuuid"),
                new LinkedHashSet<>());
    }

    Collection<Entry> entries() {
        return byNumber.values();
    }
}
