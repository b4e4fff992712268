package org.chroma.plugin.lustre.internal.targets;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.chroma.model.action.PurgeConfiguration;
import org.chroma.spi.ActionContext;
import org.chroma.spi.ActionPlugin;
import org.chroma.spi.Machine;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** Deletes the configuration logs of a filesystem from an unmounted MGT. */
@Component
public final class PurgeConfigurationPlugin implements ActionPlugin<PurgeConfiguration, Void> {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern FSNAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,7}");
    private static final int NAME = 5;

    @Override
    public Class<PurgeConfiguration> action() {
        return PurgeConfiguration.class;
    }

    @Override
    public @Nullable Void run(PurgeConfiguration action, ActionContext context)
            throws IOException, InterruptedException {
        Device device = new Device(action.device());
        if (!FSNAME.matcher(action.fsname()).matches()) {
            throw new IllegalArgumentException("not a filesystem name: " + action.fsname());
        }
        Machine machine = context.machine();
        // Writing below a mounted filesystem would destroy it.
        device.refuseMounted(machine);
        for (String log : logs(machine, device, action.fsname())) {
            machine.run(LIMIT, "debugfs", "-w", "-R", "rm CONFIGS/" + log, device.path())
                    .expectSuccess();
        }
        List<String> left = logs(machine, device, action.fsname());
        if (!left.isEmpty()) {
            throw new IOException(
                    "%s still holds the configuration of %s: %s".formatted(device, action.fsname(), left));
        }
        return null;
    }

    private static List<String> logs(Machine machine, Device device, String fsname)
            throws IOException, InterruptedException {
        return logs(
                machine.run(LIMIT, "debugfs", "-c", "-R", "ls -p CONFIGS", device.path())
                        .expectSuccess()
                        .stdout(),
                fsname);
    }

    /**
     * Those of exactly this filesystem: a name may itself contain a hyphen, so that it is not enough to compare its
     * beginning.
     */
    static List<String> logs(String listing, String fsname) {
        Pattern log = Pattern.compile(Pattern.quote(fsname) + "-(client|params|sptlrpc|nodemap|(MDT|OST)[0-9a-f]{4})");
        return listing.lines()
                .map(line -> line.split("/", -1))
                .flatMap(parts -> parts.length > NAME ? Stream.of(parts[NAME]) : Stream.empty())
                .filter(name -> log.matcher(name).matches())
                .toList();
    }
}
