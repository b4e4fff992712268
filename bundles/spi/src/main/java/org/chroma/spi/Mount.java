package org.chroma.spi;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One thing that a server has mounted.
 *
 * @param source the device, or whatever else the type mounts
 * @param directory the mount point
 * @param type of the filesystem, as the kernel says it
 * @param options in the kernel's order
 */
public record Mount(String source, String directory, String type, List<String> options) {
    private static final Pattern ESCAPE = Pattern.compile("\\\\([0-7]{3})");
    private static final int FIELDS = 4;

    public Mount {
        options = List.copyOf(options);
    }

    /** All of a server's, in the order in which they were mounted. */
    public static List<Mount> of(Machine machine) throws IOException {
        return parse(machine.read("/proc/mounts"));
    }

    /** Reads /proc/mounts, or /etc/fstab, which has the same form and may hold comments. */
    public static List<Mount> parse(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\\s+", -1))
                .filter(words -> words.length >= FIELDS)
                .map(words ->
                        new Mount(unescaped(words[0]), unescaped(words[1]), words[2], List.of(words[3].split(",", -1))))
                .toList();
    }

    /** Where a device is mounted, whatever the path that it was mounted by. */
    public static Optional<Mount> ofDevice(Machine machine, String device) throws IOException {
        String real = machine.realPath(device);
        for (Mount each : of(machine)) {
            if (each.source().equals(device) || each.realSource(machine).equals(real)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** The source with every symbolic link followed; the source itself where it is no file. */
    public String realSource(Machine machine) throws IOException {
        if (!source.startsWith("/")) {
            return source;
        }
        try {
            return machine.realPath(source);
        } catch (NoSuchFileException e) {
            return source;
        }
    }

    /** The value of an option of the form {@code name=value}. */
    public Optional<String> option(String name) {
        String prefix = name + "=";
        return options.stream()
                .flatMap(each -> each.startsWith(prefix) ? Stream.of(each.substring(prefix.length())) : Stream.empty())
                .findFirst();
    }

    /** The kernel writes blanks and the like as three octal digits. */
    private static String unescaped(String word) {
        return ESCAPE.matcher(word)
                .replaceAll(
                        match -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(match.group(1), 8))));
    }
}
