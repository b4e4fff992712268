package org.chroma.simulator.internal.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.config.keys.AuthorizedKeysAuthenticator;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.apache.sshd.server.session.ServerSession;
import org.chroma.spi.Machine;

/**
 * The ordinary sshd of all simulated servers. Each has a loopback address of its own and the same port; the address
 * that a client came to tells which server it means.
 */
final class SimulatedSshd implements AutoCloseable {
    private static final String HOST_KEY = "ssh_host_ecdsa_key";
    /** MINA's server wants one address from the start; no server has this one. */
    private static final String ANCHOR = "127.77.255.254";

    private final Endpoint endpoint =
            (Endpoint) ServerBuilder.builder().factory(Endpoint::new).build();
    private final Map<String, Machine> machines = new ConcurrentHashMap<>();
    private final ExecutorService executor;
    private final int port;

    /** A server whose addresses come and go while it runs. */
    private static final class Endpoint extends SshServer {

        void bind(SocketAddress address) throws IOException {
            acceptor.bind(address);
        }

        void unbind(SocketAddress address) {
            acceptor.unbind(address);
            for (var session : getActiveSessions()) {
                if (address.equals(session.getIoSession().getLocalAddress())) {
                    session.close(true);
                }
            }
        }
    }

    /**
     * Starts the endpoint; no server is reached yet.
     *
     * @param directory keeps the host key
     * @param authorizedKeys who may log in as root, in OpenSSH's form; may be missing, and may change
     */
    SimulatedSshd(Path directory, Path authorizedKeys, int port, AgentCommand agent)
            throws IOException, GeneralSecurityException {
        this.port = port;
        executor = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "chroma-simulator-ssh");
            thread.setDaemon(true);
            return thread;
        });
        AuthorizedKeysAuthenticator keys = new AuthorizedKeysAuthenticator(authorizedKeys);
        endpoint.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
        endpoint.setKeyPairProvider(KeyPairProvider.wrap(hostKey(directory.resolve(HOST_KEY))));
        endpoint.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        endpoint.setPublickeyAuthenticator((user, key, session) ->
                user.equals("root") && Files.isReadable(authorizedKeys) && keys.authenticate(user, key, session));
        endpoint.setCommandFactory((channel, line) -> command(channel, line, agent));
        CoreModuleProperties.TCP_NODELAY.set(endpoint, true);
        endpoint.setHost(ANCHOR);
        endpoint.setPort(port);
        endpoint.start();
    }

    private Command command(ChannelSession channel, String line, AgentCommand agent) throws IOException {
        ServerSession session = channel.getServerSession();
        String address = ((InetSocketAddress) session.getIoSession().getLocalAddress())
                .getAddress()
                .getHostAddress();
        Machine machine = machines.get(address);
        if (machine == null) {
            throw new IOException("no server has the address " + address);
        }
        return new Shell(machine, line, agent, executor);
    }

    private static KeyPair hostKey(Path file) throws IOException, GeneralSecurityException {
        if (!Files.exists(file)) {
            KeyPair made = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            try (OutputStream out = Files.newOutputStream(fresh)) {
                OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(made, "simulated servers", null, out);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        }
        try (InputStream in = Files.newInputStream(file)) {
            return SecurityUtils.loadKeyPairIdentities(null, file::toString, in, null)
                    .iterator()
                    .next();
        }
    }

    /** Lets a server be reached. */
    void open(String address, Machine machine) throws IOException {
        if (machines.putIfAbsent(address, machine) == null) {
            try {
                endpoint.bind(new InetSocketAddress(address, port));
            } catch (IOException | RuntimeException e) {
                machines.remove(address);
                throw new IOException("port %d of %s cannot be used: %s".formatted(port, address, e.getMessage()), e);
            }
        }
    }

    /** Lets a server be reached no more; connections to it are cut. */
    void close(String address) {
        if (machines.remove(address) != null) {
            endpoint.unbind(new InetSocketAddress(address, port));
        }
    }

    @Override
    public void close() throws IOException {
        endpoint.stop(true);
        executor.shutdownNow();
    }
}
