package org.chroma.plugin.lustre.internal.targets;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.chroma.spi.Machine;
import org.chroma.spi.Output;

/**
 * What Lustre keeps about a target on its device, as tunefs.lustre reads it.
 *
 * @param name for example {@code lfs-OST0000} or {@code MGS}
 * @param flags Lustre's LDD_F_ bits
 * @param parameters in order, for example {@code mgsnode=10.0.0.1@tcp:10.0.0.2@tcp}
 */
record TargetData(String name, String fsname, int flags, List<String> parameters) {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int NOT_LUSTRE = 19;

    /** Bits of the flags. */
    private static final int FIRST_TIME = 0x20;

    private static final int UPDATE = 0x40;

    private static final int MDT_AND_MGS = 0x5;

    private static final Pattern REGISTERED =
            Pattern.compile("MGS|[A-Za-z0-9][A-Za-z0-9_-]{0,7}-(?:MDT|OST)(?!ffff)[0-9a-f]{4}");

    /** Reads it without changing anything; empty where the device does not hold a Lustre target. */
    static Optional<TargetData> of(Machine machine, Device device) throws IOException, InterruptedException {
        Output output = machine.run(LIMIT, "tunefs.lustre", "--dryrun", device.path());
        if (output.exitCode() == NOT_LUSTRE) {
            return Optional.empty();
        }
        return Optional.of(parse(output.expectSuccess().stdout()));
    }

    static TargetData parse(String tunefs) throws IOException {
        Map<String, String> fields = new HashMap<>();
        tunefs.lines()
                .dropWhile(line -> !line.contains("Read previous values:"))
                .takeWhile(line -> !line.contains("Permanent disk data:"))
                .forEach(line -> {
                    int colon = line.indexOf(':');
                    if (colon > 0) {
                        fields.putIfAbsent(
                                line.substring(0, colon).strip(),
                                line.substring(colon + 1).strip());
                    }
                });
        String name = fields.get("Target");
        String flags = fields.get("Flags");
        if (name == null || flags == null) {
            throw new IOException("cannot parse the output of tunefs.lustre: " + tunefs.strip());
        }
        return new TargetData(
                name,
                fields.getOrDefault("Lustre FS", ""),
                Integer.decode(flags),
                Stream.of(fields.getOrDefault("Parameters", "").split(" +", -1))
                        .filter(each -> !each.isEmpty())
                        .toList());
    }

    boolean neverRegistered() {
        // An MGT does not keep the first one, and loses the second at its first mount.
        return (flags & (name.equals("MGS") ? UPDATE : FIRST_TIME)) != 0;
    }

    /** Whether the name is one that the MGS gives: before that it has another separator, or no number. */
    static boolean isRegistered(String name) {
        return REGISTERED.matcher(name).matches();
    }

    /** An MDT's disk may hold the MGT, too; Lustre then names it after the MDT alone. */
    boolean holdsMgtBesides() {
        return (flags & MDT_AND_MGS) == MDT_AND_MGS;
    }

    /** The values of a parameter that may be there several times. */
    List<String> values(String parameter) {
        String prefix = parameter + "=";
        return parameters.stream()
                .filter(each -> each.startsWith(prefix))
                .map(each -> each.substring(prefix.length()))
                .toList();
    }
}
