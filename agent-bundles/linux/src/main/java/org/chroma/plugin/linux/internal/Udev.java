package org.chroma.plugin.linux.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.chroma.spi.Machine;
import org.chroma.spi.ProgramMissingException;

/**
 * What udev knows of block devices.
 *
 * @param byKernelName for example {@code sda}
 */
record Udev(Map<String, Entry> byKernelName) {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /**
     * One device.
     *
     * @param links absolute paths of the symbolic links to it
     * @param properties for example ID_SERIAL
     */
    record Entry(List<String> links, Map<String, String> properties) {
        static final Entry NONE = new Entry(List.of(), Map.of());

        String property(String name) {
            return properties.getOrDefault(name, "");
        }
    }

    /** Nothing where there is no udev, as in some containers. */
    static Udev of(Machine machine) throws IOException, InterruptedException {
        try {
            return parse(machine.run(LIMIT, "udevadm", "info", "--export-db")
                    .expectSuccess()
                    .stdout());
        } catch (ProgramMissingException e) {
            return new Udev(Map.of());
        }
    }

    static Udev parse(String exportDb) {
        Map<String, Entry> entries = new HashMap<>();
        Stream.of(exportDb.split("\n\n", -1))
                .filter(block -> block.contains("\nE: SUBSYSTEM=block\n"))
                .forEach(block -> add(entries, block));
        return new Udev(entries);
    }

    private static void add(Map<String, Entry> entries, String block) {
        String name = "";
        List<String> links = new ArrayList<>();
        Map<String, String> properties = new HashMap<>();
        for (String line : block.lines().toList()) {
            if (line.startsWith("N: ")) {
                name = line.substring(3);
            } else if (line.startsWith("S: ")) {
                links.add("/dev/" + line.substring(3));
            } else if (line.startsWith("E: ")) {
                int equals = line.indexOf('=');
                if (equals > 0) {
                    properties.put(line.substring(3, equals), line.substring(equals + 1));
                }
            }
        }
        entries.put(name, new Entry(links.stream().sorted().toList(), properties));
    }

    Entry entry(String kernelName) {
        return byKernelName.getOrDefault(kernelName, Entry.NONE);
    }
}
