package org.chroma.plugin.host.internal;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.chroma.spi.Machine;
import org.chroma.spi.Output;
import org.chroma.spi.ProgramMissingException;

/** The names of a server and when it booted. */
record HostIdentity(String nodename, String fqdn, Instant bootTime) {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    static HostIdentity of(Machine machine) throws IOException, InterruptedException {
        return new HostIdentity(machine.nodename(), fqdn(machine), bootTime(machine.read("/proc/stat")));
    }

    private static String fqdn(Machine machine) throws IOException, InterruptedException {
        try {
            Output output = machine.run(LIMIT, "hostname", "-f");
            String name = output.stdout().strip();
            // Without a working resolver there is no longer name than the node name.
            return output.succeeded() && !name.isEmpty() ? name : machine.nodename();
        } catch (ProgramMissingException e) {
            return machine.nodename();
        }
    }

    static Instant bootTime(String procStat) throws IOException {
        return procStat.lines()
                .filter(line -> line.startsWith("btime "))
                .map(line -> Instant.ofEpochSecond(
                        Long.parseLong(line.substring("btime ".length()).strip())))
                .findFirst()
                .orElseThrow(() -> new IOException("/proc/stat does not contain the boot time"));
    }
}
