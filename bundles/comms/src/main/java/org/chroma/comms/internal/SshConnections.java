package org.chroma.comms.internal;

import java.io.IOException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.chroma.core.ServerAddress;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Opens SSH connections that tell soon when the other side is gone. */
@Component(service = SshConnections.class)
public final class SshConnections implements AutoCloseable {
    private static final AttributeRepository.AttributeKey<PublicKey> PINNED = new AttributeRepository.AttributeKey<>();
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration AUTHENTICATE = Duration.ofSeconds(15);
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    private static final int UNANSWERED_HEARTBEATS = 2;

    private final SshClient client = SshClient.setUpDefaultClient();

    @Activate
    public SshConnections() {
        // Nothing of the user that runs the manager is used: neither its keys nor its configuration.
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setServerKeyVerifier((session, address, key) -> {
            AttributeRepository context = session.getConnectionContext();
            PublicKey pinned = context == null ? null : context.getAttribute(PINNED);
            return pinned == null || KeyUtils.compareKeys(pinned, key);
        });
        client.setAgentFactory(null);
        CoreModuleProperties.TCP_NODELAY.set(client, true);
        CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
        CoreModuleProperties.HEARTBEAT_REQUEST.set(client, "keepalive@chroma");
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, HEARTBEAT);
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, UNANSWERED_HEARTBEATS);
        client.start();
    }

    /** The other side refused to let the manager in. */
    static final class NotLetInException extends IOException {
        NotLetInException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The other side is not who it was. */
    static final class WrongHostKeyException extends IOException {
        WrongHostKeyException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Connects and logs in.
     *
     * @param pinned the only host key that is accepted; null accepts any
     * @param password null for none
     * @throws NotLetInException where keys and password are refused
     */
    ClientSession open(
            ServerAddress address, @Nullable PublicKey pinned, Iterable<KeyPair> keys, @Nullable String password)
            throws IOException {
        AttributeRepository context = pinned == null ? null : AttributeRepository.ofKeyValuePair(PINNED, pinned);
        ClientSession session = client.connect(address.user(), address.host(), address.port(), context, null)
                .verify(CONNECT)
                .getSession();
        try {
            for (KeyPair key : keys) {
                session.addPublicKeyIdentity(key);
            }
            if (password != null) {
                session.addPasswordIdentity(password);
            }
            session.auth().verify(AUTHENTICATE);
            return session;
        } catch (IOException e) {
            PublicKey shown = session.getServerKey();
            session.close(true);
            if (pinned != null && shown != null && !KeyUtils.compareKeys(pinned, shown)) {
                throw new WrongHostKeyException("Its host key is not the one it registered with", e);
            }
            if (session.getServerVersion() != null && shown != null) {
                throw new NotLetInException("It refuses the manager: " + e.getMessage(), e);
            }
            throw e;
        }
    }

    @Deactivate
    @Override
    public void close() {
        client.stop();
    }
}
