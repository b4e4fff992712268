package org.chroma.plugin.host.internal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import org.chroma.spi.Machine;

/** The part of rsyslog's configuration that is ours: one file, so that nobody else's is touched. */
final class LogForwarding {
    private static final String FILE = "/etc/rsyslog.d/chroma.conf";
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int HIGHEST_PORT = 65535;

    private final Machine machine;

    LogForwarding(Machine machine) {
        this.machine = machine;
    }

    void configure(String server, int port) throws IOException, InterruptedException {
        if (port < 1 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("not a port: " + port);
        }
        if (!machine.exists("/etc/rsyslog.conf")) {
            throw new IOException("rsyslog is not installed on " + machine.nodename());
        }
        // The queue keeps what comes while the log server is away, and never makes a program on this server wait.
        String content = """
                # Written by Chroma; changes are lost.
                global(preserveFQDN="on")
                action(type="omfwd" target="%s" port="%d" protocol="tcp" template="RSYSLOG_ForwardFormat"
                       queue.type="LinkedList" queue.size="10000" queue.timeoutenqueue="0" action.resumeRetryCount="-1")
                """.formatted(ServerName.checked(server), port);
        if (!content.equals(present())) {
            machine.write(FILE, content);
            restart();
        }
    }

    void unconfigure() throws IOException, InterruptedException {
        if (machine.exists(FILE)) {
            machine.delete(FILE);
            restart();
        }
    }

    private String present() throws IOException {
        try {
            return machine.read(FILE);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** A reload would not make rsyslog read its configuration. */
    private void restart() throws IOException, InterruptedException {
        machine.run(LIMIT, "systemctl", "restart", "rsyslog").expectSuccess();
    }
}
