package org.chroma.plugin.lustre.internal.targets;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chroma.spi.Machine;
import org.chroma.spi.Output;
import org.chroma.spi.OutputListener;
import org.chroma.spi.ProgramFailedException;

/**
 * What blkid recognises on a device, read from the device itself and not from any cache.
 *
 * @param values blkid's names to its values, for example TYPE to ext4
 */
record Signature(Map<String, String> values) {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int NOTHING = 2;
    private static final int SEVERAL = 8;

    /** What is there; empty where blkid recognises nothing. */
    static Optional<Signature> of(Machine machine, Device device) throws IOException, InterruptedException {
        Output output = machine.run(LIMIT, "blkid", "-p", "-o", "export", device.path());
        if (output.exitCode() == NOTHING) {
            return Optional.empty();
        }
        if (output.exitCode() == SEVERAL) {
            return Optional.of(new Signature(Map.of("TYPE", "several kinds of data")));
        }
        return parse(output.expectSuccess().stdout()).stream().findFirst();
    }

    /** What is on devices that are in use, by the paths that are asked for; those without an answer are left out. */
    static Map<String, Signature> ofMounted(Machine machine, List<String> devices)
            throws IOException, InterruptedException {
        if (devices.isEmpty()) {
            return Map.of();
        }
        List<String> command = Stream.concat(Stream.of("blkid", "-c", "/dev/null", "-o", "export"), devices.stream())
                .toList();
        Output output = machine.run(LIMIT, OutputListener.NONE, command);
        if (!output.succeeded() && output.exitCode() != NOTHING) {
            throw new ProgramFailedException(output);
        }
        return parse(output.stdout()).stream().collect(Collectors.toMap(Signature::device, each -> each, (a, b) -> a));
    }

    /** What is on all devices of a server, those left out on which blkid recognises nothing. */
    static List<Signature> ofAll(Machine machine) throws IOException, InterruptedException {
        Output output = machine.run(LIMIT, "blkid", "-c", "/dev/null", "-o", "export");
        return output.exitCode() == NOTHING
                ? List.of()
                : parse(output.expectSuccess().stdout());
    }

    static List<Signature> parse(String export) {
        return Stream.of(export.split("\n\\s*\n", -1))
                .filter(block -> !block.isBlank())
                .map(Signature::parseOne)
                .toList();
    }

    private static Signature parseOne(String block) {
        Map<String, String> values = new HashMap<>();
        block.lines().forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0) {
                // blkid escapes blanks and other signs with a backslash in this format.
                values.put(line.substring(0, equals), line.substring(equals + 1).replaceAll("\\\\(.)", "$1"));
            }
        });
        return new Signature(Map.copyOf(values));
    }

    String device() {
        return values.getOrDefault("DEVNAME", "");
    }

    String type() {
        return values.getOrDefault("TYPE", "");
    }

    String uuid() {
        return values.getOrDefault("UUID", "");
    }

    String label() {
        return values.getOrDefault("LABEL", "");
    }

    /** In words: "ext4 labelled home", "a dos partition table". */
    String description() {
        String type = values.get("TYPE");
        String table = values.get("PTTYPE");
        if (type != null) {
            return label().isEmpty() ? type : type + " labelled " + label();
        }
        return table != null ? "a " + table + " partition table" : "unknown data " + values;
    }
}
