package org.chroma.plugin.linux.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.chroma.spi.Machine;
import org.chroma.spi.Output;
import org.chroma.spi.ProgramMissingException;

/**
 * The multipath maps of the device mapper.
 *
 * @param paths map name to the numbers of its paths, first path first
 */
record Multipaths(Map<String, List<String>> paths) {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    static Multipaths of(Machine machine) throws IOException, InterruptedException {
        Output output;
        try {
            output = machine.run(LIMIT, "dmsetup", "table");
        } catch (ProgramMissingException e) {
            return new Multipaths(Map.of());
        }
        // It fails where the kernel has no device mapper, and then there are no maps.
        return output.succeeded() ? parse(output.stdout()) : new Multipaths(Map.of());
    }

    static Multipaths parse(String table) throws IOException {
        Map<String, List<String>> paths = new HashMap<>();
        for (String line : table.lines().toList()) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                Iterator<String> words = List.of(
                                line.substring(colon + 2).strip().split(" +", -1))
                        .iterator();
                if (isMultipath(words)) {
                    try {
                        paths.put(line.substring(0, colon), parsePaths(words));
                    } catch (RuntimeException e) {
                        throw new IOException("cannot parse the multipath map " + line, e);
                    }
                }
            }
        }
        return new Multipaths(paths);
    }

    /** Behind start and length stands the kind of map. */
    private static boolean isMultipath(Iterator<String> words) {
        for (int i = 0; i < 2 && words.hasNext(); i++) {
            words.next();
        }
        return words.hasNext() && words.next().equals("multipath");
    }

    /**
     * The kernel's form: features, hardware handler, number of groups, first group; for each group its path selector,
     * number of paths, number of arguments for each; for each path its number and those arguments. Lists begin with
     * their length.
     */
    private static List<String> parsePaths(Iterator<String> words) {
        List<String> paths = new ArrayList<>();
        skip(words, number(words));
        skip(words, number(words));
        int groups = number(words);
        skip(words, 1);
        for (int group = 0; group < groups; group++) {
            skip(words, 1);
            skip(words, number(words));
            int count = number(words);
            int arguments = number(words);
            for (int path = 0; path < count; path++) {
                paths.add(words.next());
                skip(words, arguments);
            }
        }
        return paths;
    }

    private static int number(Iterator<String> words) {
        return Integer.parseInt(words.next());
    }

    private static void skip(Iterator<String> words, int count) {
        for (int i = 0; i < count; i++) {
            words.next();
        }
    }
}
