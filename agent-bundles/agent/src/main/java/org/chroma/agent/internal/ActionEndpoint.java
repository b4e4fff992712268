package org.chroma.agent.internal;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.channel.ChannelSessionFactory;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;

/**
 * The SSH endpoint of one agent. It lets in one user with one key, and runs actions: there is no shell, no terminal, no
 * file transfer and no forwarding.
 */
final class ActionEndpoint implements AutoCloseable {
    /** The only user name that is let in. */
    static final String USER = "chroma";

    private final SshServer server = SshServer.setUpDefaultServer();

    /**
     * Begins to listen.
     *
     * @param address local address to listen on; empty for all
     * @param port 0 takes any free one
     * @param managerKey in OpenSSH's one-line form
     */
    ActionEndpoint(
            SharedSockets sockets,
            Workers workers,
            ActionRunner runner,
            String address,
            int port,
            KeyPair hostKey,
            String managerKey)
            throws IOException {
        PublicKey allowed = publicKey(managerKey);
        if (!address.isEmpty()) {
            server.setHost(address);
        }
        server.setPort(port);
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        server.setPublickeyAuthenticator(
                (user, key, session) -> USER.equals(user) && KeyUtils.compareKeys(allowed, key));
        server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
        server.setAgentFactory(null);
        server.setChannelFactories(List.of(ChannelSessionFactory.INSTANCE));
        server.setShellFactory(null);
        server.setSubsystemFactories(List.of());
        server.setCommandFactory((channel, line) -> new ActionCommand(line, runner, workers.actions));
        server.setIoServiceFactoryFactory(sockets);
        server.setScheduledExecutorService(sockets.timer(), false);
        CoreModuleProperties.TCP_NODELAY.set(server, true);
        CoreModuleProperties.SERVER_IDENTIFICATION.set(server, "chroma-agent");
        server.start();
    }

    static PublicKey publicKey(String line) throws IOException {
        try {
            return AuthorizedKeyEntry.parseAuthorizedKeyEntry(line)
                    .resolvePublicKey(null, PublicKeyEntryResolver.FAILING);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("The manager's key is not readable: " + e.getMessage(), e);
        }
    }

    int port() {
        return server.getPort();
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }
}
