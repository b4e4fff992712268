package org.chroma.plugin.ha.internal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chroma.spi.Machine;

/**
 * The targets that a server without a failover cluster mounts when it boots: lines of /etc/fstab. The boot goes on
 * without one that cannot be mounted.
 */
final class BootMounts {
    private static final String FSTAB = "/etc/fstab";

    private final Machine machine;

    BootMounts(Machine machine) {
        this.machine = machine;
    }

    void add(StoredTarget target) throws IOException {
        List<String> others = others(target);
        write(Stream.concat(others.stream(), Stream.of(line(target))).toList());
    }

    void remove(StoredTarget target) throws IOException {
        write(others(target));
    }

    private static String line(StoredTarget target) {
        return "%s %s lustre _netdev,nofail,x-chroma.target=%s 0 0"
                .formatted(target.device(), target.mountPoint(), target.uuid());
    }

    private List<String> others(StoredTarget target) throws IOException {
        String mark = "x-chroma.target=" + target.uuid() + " ";
        return lines().stream().filter(line -> !line.contains(mark)).toList();
    }

    private List<String> lines() throws IOException {
        try {
            return machine.read(FSTAB).lines().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private void write(List<String> lines) throws IOException {
        if (!lines.equals(lines())) {
            machine.write(FSTAB, lines.stream().map(line -> line + "\n").collect(Collectors.joining()));
        }
    }
}
