package org.chroma.plugin.host.internal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.chroma.spi.Machine;

/** What keeps a server's clock in step, and where it is configured. */
enum TimeService {
    /** chrony, as the Red Hat family installs it. */
    CHRONYD("/etc/chrony.conf", "chronyd"),
    /** chrony, as the Debian family installs it. */
    CHRONY("/etc/chrony/chrony.conf", "chrony"),
    /** What comes with systemd. It reads a further file, so that its own stays as it is. */
    TIMESYNCD("/etc/systemd/timesyncd.conf", "systemd-timesyncd");

    private static final Duration RESTART = Duration.ofMinutes(1);
    private static final Duration WAIT = Duration.ofSeconds(320);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final int TRIES = 60;
    private static final String DROP_IN = "/etc/systemd/timesyncd.conf.d/chroma.conf";
    private static final String ORIGINAL = ".pre-chroma";
    private static final String MARK = "#chroma# ";
    private static final Pattern SOURCE = Pattern.compile("\\s*(server|pool|peer)\\s.*");

    private final String configuration;
    private final String unit;

    TimeService(String configuration, String unit) {
        this.configuration = configuration;
        this.unit = unit;
    }

    /** Waiting between two looks; a test does not wait. */
    @FunctionalInterface
    interface Pause {
        void take(Duration duration) throws InterruptedException;
    }

    /** The one that the server has; empty where it has none that we know. */
    static Optional<TimeService> of(Machine machine) {
        for (TimeService service : values()) {
            if (machine.exists(service.configuration) && (service == TIMESYNCD || machine.has("chronyc"))) {
                return Optional.of(service);
            }
        }
        return Optional.empty();
    }

    /** Makes it follow one server and waits until the clock is in step. */
    void follow(Machine machine, String server, Pause pause) throws IOException, InterruptedException {
        if (this == TIMESYNCD) {
            change(machine, DROP_IN, "[Time]\nNTP=%s\n".formatted(server));
            awaitTimesyncd(machine, server, pause);
            return;
        }
        String original = original(machine);
        if (!machine.exists(configuration + ORIGINAL)) {
            machine.write(configuration + ORIGINAL, original);
        }
        change(machine, configuration, following(original, server));
        // So many tries, any correction, any skew, so many seconds between them.
        machine.run(WAIT, "chronyc", "waitsync", String.valueOf(TRIES), "0", "0", String.valueOf(PAUSE.toSeconds()))
                .expectSuccess();
    }

    /** Restores what was there before. */
    void restore(Machine machine) throws IOException, InterruptedException {
        if (this == TIMESYNCD) {
            if (machine.exists(DROP_IN)) {
                machine.delete(DROP_IN);
                restart(machine);
            }
        } else if (machine.exists(configuration + ORIGINAL)) {
            change(machine, configuration, machine.read(configuration + ORIGINAL));
            machine.delete(configuration + ORIGINAL);
        }
    }

    private String original(Machine machine) throws IOException {
        return machine.exists(configuration + ORIGINAL)
                ? machine.read(configuration + ORIGINAL)
                : machine.read(configuration);
    }

    /** Our server before the first that was there, and those that were there out of force. */
    static String following(String original, String server) {
        List<String> lines = new ArrayList<>();
        String ours = "server %s iburst".formatted(server);
        boolean placed = false;
        for (String line : original.lines().toList()) {
            if (SOURCE.matcher(line).matches()) {
                if (!placed) {
                    lines.add(ours);
                    placed = true;
                }
                lines.add(MARK + line);
            } else {
                lines.add(line);
            }
        }
        if (!placed) {
            lines.add(ours);
        }
        return String.join("\n", lines) + "\n";
    }

    private void change(Machine machine, String path, String content) throws IOException, InterruptedException {
        String before;
        try {
            before = machine.read(path);
        } catch (NoSuchFileException e) {
            before = "";
        }
        if (!before.equals(content)) {
            machine.write(path, content);
            restart(machine);
        }
    }

    private void restart(Machine machine) throws IOException, InterruptedException {
        machine.run(RESTART, "systemctl", "restart", unit).expectSuccess();
    }

    private static void awaitTimesyncd(Machine machine, String server, Pause pause)
            throws IOException, InterruptedException {
        for (int tries = 0; tries < TRIES; tries++) {
            if (machine.run(RESTART, "timedatectl", "show")
                    .expectSuccess()
                    .stdout()
                    .lines()
                    .anyMatch("NTPSynchronized=yes"::equals)) {
                return;
            }
            pause.take(PAUSE);
        }
        throw new IOException(
                "the clock is not synchronised with %s after %d s".formatted(server, TRIES * PAUSE.toSeconds()));
    }
}
