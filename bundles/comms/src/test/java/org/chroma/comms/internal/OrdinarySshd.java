package org.chroma.comms.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.jspecify.annotations.Nullable;

/** A server's ordinary sshd, with programs made for a test. Root may log in with the manager's key or a password. */
final class OrdinarySshd {
    static final String PASSWORD = "correct horse";

    interface Program {
        int run(InputStream in, OutputStream out, OutputStream err) throws Exception;
    }

    private final SshServer server = SshServer.setUpDefaultServer();
    private final Map<String, Program> programs = new ConcurrentHashMap<>();

    OrdinarySshd(Path directory, @Nullable ManagerKey allowed) throws IOException {
        server.setHost("127.0.0.1");
        SimpleGeneratorHostKeyProvider keys = new SimpleGeneratorHostKeyProvider(directory.resolve("sshd_key"));
        keys.setAlgorithm("Ed25519");
        server.setKeyPairProvider(keys);
        server.setPublickeyAuthenticator((user, key, session) -> allowed != null
                && user.equals("root")
                && KeyUtils.compareKeys(key, allowed.pair().getPublic()));
        server.setPasswordAuthenticator((user, password, session) -> user.equals("root") && password.equals(PASSWORD));
        server.setCommandFactory((channel, line) -> new Run(line));
        server.start();
    }

    int port() {
        return server.getPort();
    }

    void install(String line, Program program) {
        programs.put(line, program);
    }

    void stop() throws IOException {
        server.stop(true);
    }

    private final class Run implements Command {
        private final String line;
        private InputStream in = InputStream.nullInputStream();
        private OutputStream out = OutputStream.nullOutputStream();
        private OutputStream err = OutputStream.nullOutputStream();
        private @Nullable ExitCallback exit;

        Run(String line) {
            this.line = line;
        }

        @Override
        public void setInputStream(InputStream in) {
            this.in = in;
        }

        @Override
        public void setOutputStream(OutputStream out) {
            this.out = out;
        }

        @Override
        public void setErrorStream(OutputStream err) {
            this.err = err;
        }

        @Override
        public void setExitCallback(ExitCallback callback) {
            exit = callback;
        }

        @Override
        public void start(ChannelSession channel, Environment environment) {
            new Thread(this::run, "program").start();
        }

        private void run() {
            int status = 127;
            Program program = programs.get(line);
            try {
                if (program != null) {
                    status = program.run(in, out, err);
                }
                out.flush();
                err.flush();
            } catch (Exception e) {
                status = 1;
            }
            if (exit != null) {
                exit.onExit(status);
            }
        }

        @Override
        public void destroy(ChannelSession channel) {}
    }
}
