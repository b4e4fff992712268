package org.chroma.itests;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * This machine's own sshd with a port, keys and an environment of its own, for the user that runs the tests. Commands
 * that the manager runs through it find {@code chroma-agent} where an administrator would have put it.
 */
final class Sshd implements AutoCloseable {
    private final Process process;
    private final int port;

    private Sshd(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it.
     *
     * @param authorizedKeys file with the public keys that are let in
     * @param agent the agent's distribution
     * @param agentData the agent's data directory
     */
    static Sshd start(Path directory, Path authorizedKeys, Path agent, Path agentData)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Path hostKey = directory.resolve("host_key");
        run(directory, List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", hostKey.toString()));
        Path bin = Files.createDirectories(directory.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("chroma-agent"), agent.resolve("bin/chroma-agent"));
        if (!isRoot()) {
            // The manager logs in as this user then, who may do with the agent what root may on a server.
            Path sudo = bin.resolve("sudo");
            Files.writeString(sudo, "#!/bin/sh\n[ \"$1\" = -n ] && shift\nexec \"$@\"\n");
            if (!sudo.toFile().setExecutable(true)) {
                throw new IOException(sudo + " cannot be made executable");
            }
        }
        int port = freePort();
        Path configuration = directory.resolve("sshd_config");
        Files.writeString(configuration, """
                ListenAddress 127.0.0.1
                Port %d
                HostKey %s
                PidFile none
                AuthorizedKeysFile %s
                StrictModes no
                PermitRootLogin prohibit-password
                PasswordAuthentication no
                UsePAM no
                SetEnv "PATH=%s" "CHROMA_DATA=%s" "JAVA_HOME=%s"
                """.formatted(
                        port,
                        hostKey,
                        authorizedKeys,
                        bin + File.pathSeparator + System.getenv("PATH"),
                        agentData,
                        System.getProperty("java.home")));
        if (isRoot()) {
            Files.createDirectories(Path.of("/run/sshd")); // which a service manager makes otherwise
        }
        Process process = new ProcessBuilder(program(), "-D", "-e", "-f", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("sshd.log").toFile())
                .start();
        Sshd sshd = new Sshd(process, port);
        Wait.until("sshd listens; " + directory.resolve("sshd.log") + " tells more", 20, sshd::listens);
        return sshd;
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** sshd wants to be called by its full name. */
    private static String program() {
        for (String folder : (System.getenv("PATH") + ":/usr/sbin:/sbin").split(":", -1)) {
            Path program = Path.of(folder, "sshd");
            if (program.isAbsolute() && Files.isExecutable(program)) {
                return program.toString();
            }
        }
        throw new AssertionError("There is no sshd here; install the package openssh-server");
    }

    private static void run(Path directory, List<String> command) throws IOException, InterruptedException {
        Path log = directory.resolve(command.get(0) + ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError(command + ": " + Files.readString(log));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean listens() {
        if (!process.isAlive()) {
            throw new AssertionError("sshd ended with " + process.exitValue());
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** As an administrator types it when adding the server. */
    String address() {
        return "%s@127.0.0.1:%d".formatted(System.getProperty("user.name"), port);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
