package org.chroma.plugin.ha.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import org.chroma.spi.Machine;

/** The script by which Pacemaker runs targets, ocf:chroma:Target. */
final class ResourceAgent {
    private static final String PATH = "/usr/lib/ocf/resource.d/chroma/Target";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private ResourceAgent() {}

    static String script() throws IOException {
        try (InputStream in = ResourceAgent.class.getResourceAsStream("Target")) {
            if (in == null) {
                throw new IOException("the resource agent's script is missing in this plugin");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Puts this version's script in place. */
    static void install(Machine machine) throws IOException, InterruptedException {
        String script = script();
        if (!script.equals(installed(machine))) {
            machine.write(PATH, script);
            machine.run(LIMIT, "chmod", "755", PATH).expectSuccess();
        }
    }

    private static String installed(Machine machine) throws IOException {
        try {
            return machine.read(PATH);
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}
