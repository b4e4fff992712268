package org.chroma.comms.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.client.session.ClientSession;
import org.chroma.core.ChromaException;
import org.chroma.core.ErrorCode;
import org.chroma.core.ServerAddress;
import org.chroma.core.port.AgentCredentials;
import org.chroma.core.port.AgentCredentials.AgentCredential;
import org.chroma.core.port.Agents;
import org.chroma.protocol.ActionResult;
import org.chroma.protocol.ActionType;
import org.chroma.protocol.Json;
import org.chroma.protocol.Limits;
import org.chroma.protocol.ProtocolException;
import org.chroma.spi.Action;
import org.chroma.spi.OutputListener;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Runs actions over SSH, on one kept connection to each server. */
@Component(service = Agents.class)
public final class SshAgents implements Agents, AutoCloseable {
    /** The user name that agents let in. */
    private static final String USER = "chroma";
    /** What the agent may take longer than the action, to say that the action took too long. */
    private static final Duration GRACE = Duration.ofSeconds(15);

    private static final int TRIES = 5;

    private final AgentCredentials credentials;
    private final SshConnections connections;
    private final ManagerKey key;
    private final Duration firstPause;
    private final Map<Long, Connection> open = new ConcurrentHashMap<>();

    @Activate
    public SshAgents(
            @Reference AgentCredentials credentials,
            @Reference SshConnections connections,
            @Reference ManagerIdentity manager) {
        this(credentials, connections, manager.key(), Duration.ofSeconds(1));
    }

    /** @param firstPause before an action is asked for again; doubles each time */
    SshAgents(AgentCredentials credentials, SshConnections connections, ManagerKey key, Duration firstPause) {
        this.credentials = credentials;
        this.connections = connections;
        this.key = key;
        this.firstPause = firstPause;
    }

    @Override
    public <R> @Nullable R run(long host, Action<R> action, OutputListener console) throws InterruptedException {
        ActionType<Action<R>, R> type = ActionType.of(action);
        AgentCredential credential = credentials
                .find(host)
                .orElseThrow(() ->
                        new ChromaException(ErrorCode.UNREACHABLE, "Server %d is not registered".formatted(host)));
        String server = credential.fqdn();
        byte[] arguments;
        try {
            arguments = type.writeArguments(action);
        } catch (ProtocolException e) {
            throw new ChromaException(ErrorCode.INTERNAL, type.name() + " cannot be written: " + e.getMessage(), e);
        }
        Duration limit = action.timeLimit().plus(GRACE);
        byte[] answer = ask(credential, type.name(), arguments, limit, console);
        try {
            ActionResult result = Json.read(answer, ActionResult.class);
            ActionResult.Failure failure = result.failure();
            if (result.success()) {
                return type.readAnswer(result.result());
            }
            if (failure == null) {
                throw new ProtocolException("a failure without a reason");
            }
            throw new ActionFailedException("%s: %s".formatted(server, failure.message()), failure.trace());
        } catch (ProtocolException e) {
            throw new ChromaException(
                    ErrorCode.AGENT_BROKEN,
                    "%s gave %s an invalid answer: %s".formatted(server, type.name(), e.getMessage()),
                    e);
        }
    }

    /** The agent's answer; asked for again where a connection is lost before it came. */
    private byte[] ask(
            AgentCredential credential, String action, byte[] arguments, Duration limit, OutputListener console)
            throws InterruptedException {
        String server = credential.fqdn();
        Duration pause = firstPause;
        boolean heard = false;
        for (int attempt = 1; ; attempt++) {
            ClientSession session;
            IOException problem;
            try {
                session = session(credential);
                heard = true;
                RemoteCommand.Ended ended =
                        RemoteCommand.run(session, action, arguments, Limits.ACTION_BYTES * 2, limit, console);
                Integer status = ended.status();
                if (status != null && status != 0) {
                    throw new ChromaException(
                            ErrorCode.AGENT_BROKEN,
                            "The agent of %s crashed while running %s (exit status %d)"
                                    .formatted(server, action, status));
                }
                if (status != null) {
                    return ended.stdout().getBytes(UTF_8);
                }
                problem = new IOException("the connection was lost");
            } catch (RemoteCommand.TimeoutException e) {
                throw new ChromaException(
                        ErrorCode.AGENT_BROKEN,
                        "The agent of %s does not answer: %s".formatted(server, e.getMessage()),
                        e);
            } catch (SshConnections.NotLetInException | SshConnections.WrongHostKeyException e) {
                throw new ChromaException(
                        ErrorCode.UNREACHABLE,
                        "%s at %s: %s; register the server again"
                                .formatted(server, credential.sshAddress(), e.getMessage()),
                        e);
            } catch (IOException e) {
                problem = e;
            }
            drop(credential.host());
            // An agent that was never heard in this call is down; one that was heard may be starting again.
            if (attempt >= (heard ? TRIES : 2)) {
                throw new ChromaException(
                        ErrorCode.UNREACHABLE,
                        "%s cannot be reached at %s for %s: %s"
                                .formatted(server, credential.sshAddress(), action, reason(problem)),
                        problem);
            }
            console.line("No answer from %s (%s); asking again".formatted(server, reason(problem)));
            Thread.sleep(pause.toMillis());
            pause = pause.multipliedBy(2);
        }
    }

    /** What is at the bottom of it; what the SSH client wraps around that means nothing to an administrator. */
    private static String reason(IOException problem) {
        Throwable bottom = problem;
        while (bottom.getCause() != null) {
            bottom = bottom.getCause();
        }
        String message = bottom.getMessage();
        return message == null ? bottom.getClass().getSimpleName() : message;
    }

    private ClientSession session(AgentCredential credential) throws IOException {
        return open.computeIfAbsent(credential.host(), host -> new Connection()).get(credential);
    }

    private void drop(long host) {
        Connection connection = open.get(host);
        if (connection != null) {
            connection.dropIfBroken();
        }
    }

    @Override
    public void forget(long host) {
        Connection connection = open.remove(host);
        if (connection != null) {
            connection.close();
        }
        credentials.remove(host);
    }

    @Deactivate
    @Override
    public void close() {
        open.values().forEach(Connection::close);
        open.clear();
    }

    /** The connection to one server. Guarded by itself, so that only one is opened at a time. */
    private final class Connection {
        private @Nullable ClientSession session;
        private @Nullable AgentCredential credential;

        synchronized ClientSession get(AgentCredential wanted) throws IOException {
            ClientSession current = session;
            if (current != null && current.isOpen() && wanted.equals(credential)) {
                return current;
            }
            close();
            ServerAddress where = ServerAddress.require(USER + "@" + wanted.sshAddress());
            PublicKey pinned = ManagerKey.publicKey(wanted.sshHostKey());
            current = connections.open(where, pinned, List.of(key.pair()), null);
            session = current;
            credential = wanted;
            return current;
        }

        synchronized void dropIfBroken() {
            if (session != null && !session.isOpen()) {
                close();
            }
        }

        synchronized void close() {
            if (session != null) {
                session.close(false);
                session = null;
            }
        }
    }
}
