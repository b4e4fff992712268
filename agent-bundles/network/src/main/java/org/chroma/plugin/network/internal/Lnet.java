package org.chroma.plugin.network.internal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.chroma.model.Nid;
import org.chroma.spi.Machine;
import org.chroma.spi.Output;
import org.chroma.spi.ProgramMissingException;

/** LNet on one server: whether it is loaded and up, and how to change that. Every change looks first. */
final class Lnet {
    /** Where administrators configure networks, instead of module options. */
    static final String CONFIGURATION = "/etc/lnet.conf";

    private static final Duration LOOK = Duration.ofSeconds(20);
    private static final Duration CHANGE = Duration.ofMinutes(3);

    private final Machine machine;

    Lnet(Machine machine) {
        this.machine = machine;
    }

    LnetScan scan() throws IOException, InterruptedException {
        if (!loaded("lnet")) {
            return LnetScan.UNLOADED;
        }
        Output nids;
        try {
            nids = machine.run(LOOK, "lctl", "list_nids");
        } catch (ProgramMissingException e) {
            return new LnetScan(true, false, List.of());
        }
        if (!nids.succeeded()) {
            return new LnetScan(true, false, List.of());
        }
        return new LnetScan(true, true, activeNids(nids.stdout()));
    }

    private static List<String> activeNids(String listNids) {
        return listNids.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(Nid::new)
                .filter(nid -> !nid.isLoopback())
                .map(Nid::text)
                .toList();
    }

    void load() throws IOException, InterruptedException {
        machine.run(CHANGE, "modprobe", "lnet").expectSuccess();
        // Two mounts right after boot would race in loading it.
        machine.run(CHANGE, "modprobe", "lustre").expectSuccess();
    }

    void start() throws IOException, InterruptedException {
        if (scan().up()) {
            return;
        }
        if (networksAreInConfiguration()) {
            machine.run(CHANGE, "lnetctl", "lnet", "configure").expectSuccess();
            machine.run(CHANGE, "lnetctl", "import", CONFIGURATION).expectSuccess();
        } else {
            machine.run(CHANGE, "lctl", "network", "up").expectSuccess();
        }
        if (!scan().up()) {
            throw new IOException("LNet is still down although it was started");
        }
    }

    void stop() throws IOException, InterruptedException {
        if (!scan().up()) {
            return;
        }
        if (loaded("ptlrpc")) {
            machine.run(CHANGE, "lustre_rmmod", "ptlrpc").expectSuccess();
        }
        machine.run(CHANGE, "lctl", "network", "down").expectSuccess();
        if (scan().up()) {
            throw new IOException("LNet is still up although it was stopped: something is using it");
        }
    }

    void unload() throws IOException, InterruptedException {
        if (!loaded("lnet")) {
            return;
        }
        machine.run(CHANGE, "lustre_rmmod").expectSuccess();
        if (loaded("lnet")) {
            throw new IOException("LNet's modules are still loaded: something is using them");
        }
    }

    private boolean loaded(String module) throws IOException {
        return readIfThere("/proc/modules").anyMatch(line -> line.startsWith(module + " "));
    }

    private boolean networksAreInConfiguration() throws IOException {
        return readIfThere(CONFIGURATION).anyMatch(line -> line.startsWith("net:"));
    }

    private Stream<String> readIfThere(String path) throws IOException {
        try {
            return machine.read(path).lines();
        } catch (NoSuchFileException e) {
            return Stream.empty();
        }
    }
}
