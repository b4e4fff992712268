package org.chroma.plugin.ha.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.chroma.model.MountFailure;
import org.chroma.spi.Machine;
import org.chroma.spi.Mount;

/** Mounts and unmounts a configured target on this very server. */
final class LocalMount {
    /** Giving up on an MGS that does not answer takes Lustre 76 s, waiting for another server's mount 24 s. */
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private static final Set<String> TYPES = Set.of("lustre", "lustre_tgt");

    private final Machine machine;
    private final StoredTarget target;

    LocalMount(Machine machine, StoredTarget target) {
        this.machine = machine;
        this.target = target;
    }

    boolean isMounted() throws IOException {
        return Mount.of(machine).stream()
                .anyMatch(mount ->
                        TYPES.contains(mount.type()) && mount.directory().equals(target.mountPoint()));
    }

    void mount() throws IOException, InterruptedException {
        if (isMounted()) {
            return;
        }
        machine.createDirectories(target.mountPoint());
        MountFailure.check(
                machine.run(LIMIT, "mount", "-t", "lustre", target.device(), target.mountPoint()), target.device());
    }

    void unmount() throws IOException, InterruptedException {
        if (!isMounted()) {
            return;
        }
        machine.run(LIMIT, "umount", target.mountPoint()).expectSuccess();
        if (isMounted()) {
            throw new IOException(target.mountPoint() + " is still mounted");
        }
    }
}
