package org.chroma.plugin.lustre.internal.targets;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.chroma.spi.Machine;
import org.chroma.spi.Mount;

/**
 * A block device by its absolute path.
 *
 * <p>mkfs.lustre hands the path, and the options for the backing filesystem, to a shell of its own. So only characters
 * that mean nothing to a shell are let through.
 */
record Device(String path) {
    private static final Pattern PLAIN = Pattern.compile("/dev/[A-Za-z0-9_./:+=@,-]+");

    Device {
        if (!PLAIN.matcher(path).matches() || path.contains("/../")) {
            throw new IllegalArgumentException("not the path of a device below /dev: " + path);
        }
    }

    /**
     * Accepts a device that is not in use as a filesystem.
     *
     * @throws IOException where the device is mounted on this server
     */
    void refuseMounted(Machine machine) throws IOException {
        Optional<Mount> mount = Mount.ofDevice(machine, path);
        if (mount.isPresent()) {
            throw new IOException(
                    "%s is mounted at %s".formatted(path, mount.get().directory()));
        }
    }

    @Override
    public String toString() {
        return path;
    }
}
