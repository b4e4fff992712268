package org.chroma.example.locator;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.chroma.spi.Machine;

/**
 * The locator light of one server: the chassis' own by IPMI where there is one, and a note of it in a file everywhere.
 */
final class Locator {
    private static final String NOTE = "/run/chroma/locator";
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String IPMITOOL = "ipmitool";

    private final Machine machine;

    Locator(Machine machine) {
        this.machine = machine;
    }

    void blink(Instant until, int seconds) throws IOException, InterruptedException {
        if (machine.has(IPMITOOL)) {
            machine.run(LIMIT, IPMITOOL, "chassis", "identify", String.valueOf(seconds))
                    .expectSuccess();
        }
        machine.write(NOTE, until + "\n");
    }

    boolean blinksAt(Instant now) throws IOException {
        try {
            return now.isBefore(Instant.parse(machine.read(NOTE).strip()));
        } catch (NoSuchFileException e) {
            return false;
        } catch (DateTimeParseException e) {
            throw new IOException(NOTE + " does not hold a time", e);
        }
    }
}
