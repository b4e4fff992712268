package org.chroma.plugin.lustre.internal.targets;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.chroma.model.action.FormattedTarget;
import org.chroma.spi.Machine;

/** The ldiskfs below a target, as dumpe2fs tells of it. */
final class BackingFilesystem {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private BackingFilesystem() {}

    static FormattedTarget of(Machine machine, Device device) throws IOException, InterruptedException {
        return parse(machine.run(LIMIT, "dumpe2fs", "-h", device.path())
                .expectSuccess()
                .stdout());
    }

    static FormattedTarget parse(String dumpe2fs) throws IOException {
        Map<String, String> fields = new HashMap<>();
        dumpe2fs.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
        String uuid = fields.get("Filesystem UUID");
        String inodeSize = fields.get("Inode size");
        String inodeCount = fields.get("Inode count");
        if (uuid == null || inodeSize == null || inodeCount == null) {
            throw new IOException("dumpe2fs does not report the UUID and inodes: " + dumpe2fs.strip());
        }
        return new FormattedTarget(uuid, Integer.parseInt(inodeSize), Long.parseLong(inodeCount));
    }
}
