package org.chroma.comms.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.chroma.core.ChromaException;
import org.chroma.core.Credentials;
import org.chroma.core.ErrorCode;
import org.chroma.core.ServerAddress;
import org.chroma.core.port.AgentCredentials;
import org.chroma.core.port.AgentCredentials.AgentCredential;
import org.chroma.core.port.ServerAccess;
import org.chroma.protocol.Json;
import org.chroma.protocol.Limits;
import org.chroma.protocol.ProtocolException;
import org.chroma.protocol.RegistrationOrder;
import org.chroma.protocol.RegistrationReply;
import org.chroma.spi.OutputListener;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Reaches a server through its ordinary sshd, as the administrator would, to look whether it can be added, and to
 * register its agent. It logs in with the manager's own key, or with what the administrator typed for this one time.
 */
@Component
public final class SshServerAccess implements ServerAccess {
    private static final Duration QUICK = Duration.ofSeconds(20);
    private static final Duration REGISTER = Duration.ofSeconds(90);
    private static final int PING_SECONDS = 3;
    private static final int ANSWER_BYTES = 64 << 10;

    private final ManagerIdentity manager;
    private final AgentCredentials credentials;
    private final Enrolments enrolments;
    private final SshConnections connections;

    @Activate
    public SshServerAccess(
            @Reference ManagerIdentity manager,
            @Reference AgentCredentials credentials,
            @Reference Enrolments enrolments,
            @Reference SshConnections connections) {
        this.manager = manager;
        this.credentials = credentials;
        this.enrolments = enrolments;
        this.connections = connections;
    }

    /** What an agent that is asked for its status says; more of it is not needed here. */
    record AgentStatus(
            String nodename,
            String fqdn,
            String agentVersion,
            @Nullable String manager) {}

    @Override
    public List<Check> test(String address, @Nullable Credentials typed) throws InterruptedException {
        ServerAddress where = ServerAddress.require(address);
        List<Check> checks = new ArrayList<>();
        if (!resolve(where, checks)) {
            for (String name : List.of("ping", "auth", "agent", "reverse_resolve", "reverse_ping", "hostname")) {
                checks.add(new Check(name, false, "Not checked, because the address cannot be resolved."));
            }
            return checks;
        }
        ping(where, checks);
        try (ClientSession session = open(where, typed)) {
            checks.add(new Check(
                    "auth", true, "The manager can log in to %s as %s.".formatted(where.host(), where.user())));
            @Nullable AgentStatus status = agent(session, where, checks);
            reverse(session, where, checks);
            hostname(session, status, checks);
        } catch (IOException | ChromaException e) {
            checks.add(new Check("auth", false, explain(e, where)));
            for (String name : List.of("agent", "reverse_resolve", "reverse_ping", "hostname")) {
                checks.add(new Check(name, false, "Not checked, because the manager cannot log in."));
            }
        }
        return checks;
    }

    private static boolean resolve(ServerAddress where, List<Check> checks) {
        try {
            InetAddress found = InetAddress.getByName(where.host());
            checks.add(new Check("resolve", true, "%s is %s.".formatted(where.host(), found.getHostAddress())));
            return true;
        } catch (UnknownHostException e) {
            checks.add(new Check(
                    "resolve",
                    false,
                    "The manager cannot resolve %s. Check the spelling, or add the name to DNS or to /etc/hosts of the manager."
                            .formatted(where.host())));
            return false;
        }
    }

    private static void ping(ServerAddress where, List<Check> checks) throws InterruptedException {
        boolean answered;
        try {
            Process process = new ProcessBuilder(
                            "ping", "-n", "-c", "1", "-W", Integer.toString(PING_SECONDS), "--", where.host())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            answered = process.waitFor(PING_SECONDS + 2L, TimeUnit.SECONDS) && process.exitValue() == 0;
            process.destroyForcibly();
        } catch (IOException noSuchProgram) {
            answered = reachable(where);
        }
        checks.add(new Check(
                "ping",
                answered,
                answered
                        ? "%s answers.".formatted(where.host())
                        : "%s does not answer a ping. If SSH works, a firewall is dropping pings, which does no harm."
                                .formatted(where.host())));
    }

    private static boolean reachable(ServerAddress where) {
        try {
            return InetAddress.getByName(where.host()).isReachable(PING_SECONDS * 1000);
        } catch (IOException e) {
            return false;
        }
    }

    private static @Nullable AgentStatus agent(ClientSession session, ServerAddress where, List<Check> checks)
            throws InterruptedException {
        try {
            RemoteCommand.Ended ended = run(session, command(where, "chroma-agent status"));
            Integer exit = ended.status();
            if (exit != null && exit == 0) {
                AgentStatus status = Json.read(ended.stdout().getBytes(UTF_8), AgentStatus.class);
                String other = status.manager();
                checks.add(new Check(
                        "agent",
                        true,
                        other == null
                                ? "The agent runs, version " + status.agentVersion() + "."
                                : "The agent runs and reports to %s; adding the server here takes it over."
                                        .formatted(other)));
                return status;
            }
            checks.add(new Check("agent", false, agentAdvice(exit, where)));
        } catch (IOException e) {
            checks.add(new Check("agent", false, "The agent's answer is invalid: " + e.getMessage()));
        }
        return null;
    }

    private static String agentAdvice(@Nullable Integer exit, ServerAddress where) {
        if (exit != null && exit == 127) {
            return "Chroma's agent is not installed on %s: there is no command chroma-agent. Install it there first."
                    .formatted(where.host());
        }
        if (exit != null && exit == 3) {
            return "Chroma's agent does not run on %s, or %s may not use it. Start its service there."
                    .formatted(where.host(), where.user());
        }
        return "Chroma's agent on %s does not work (exit status %s). Its log there says why."
                .formatted(where.host(), exit);
    }

    private void reverse(ClientSession session, ServerAddress where, List<Check> checks) throws InterruptedException {
        String host = URI.create(manager.url()).getHost();
        if (host == null || !host.matches("[A-Za-z0-9.:\\[\\]-]+")) {
            String reason =
                    "The manager's own URL %s contains no host; set url in org.chroma.comms.".formatted(manager.url());
            checks.add(new Check("reverse_resolve", false, reason));
            checks.add(new Check("reverse_ping", false, reason));
            return;
        }
        Integer exit;
        try {
            exit = run(session, "ping -c 1 -W " + PING_SECONDS + " " + host.replaceAll("[\\[\\]]", ""))
                    .status();
        } catch (IOException e) {
            exit = null;
        }
        boolean resolved = exit != null && (exit == 0 || exit == 1);
        checks.add(new Check(
                "reverse_resolve",
                resolved,
                resolved
                        ? "%s resolves the manager's name %s.".formatted(where.host(), host)
                        : "%s cannot resolve the manager's name %s, or has no ping. Add the name to DNS or to its /etc/hosts, or set url in org.chroma.comms."
                                .formatted(where.host(), host)));
        boolean answered = exit != null && exit == 0;
        checks.add(new Check(
                "reverse_ping",
                answered,
                answered
                        ? "The manager answers pings from %s.".formatted(where.host())
                        : "The manager does not answer pings from %s. Reports need TCP port %d of the manager."
                                .formatted(
                                        where.host(), URI.create(manager.url()).getPort())));
    }

    private static void hostname(ClientSession session, @Nullable AgentStatus status, List<Check> checks)
            throws InterruptedException {
        String fqdn = "";
        try {
            fqdn = status != null
                    ? status.fqdn()
                    : run(session, "hostname -f").stdout().strip();
        } catch (IOException e) {
            // then it has no name
        }
        boolean named = !fqdn.isEmpty() && !fqdn.startsWith("localhost");
        checks.add(new Check(
                "hostname",
                named,
                named
                        ? "The server calls itself %s.".formatted(fqdn)
                        : "The server calls itself %s. Give it a proper host name."
                                .formatted(fqdn.isEmpty() ? "nothing" : fqdn)));
    }

    @Override
    public Registered register(long host, String address, @Nullable Credentials typed, OutputListener console)
            throws InterruptedException {
        ServerAddress where = ServerAddress.require(address);
        try (ClientSession session = open(where, typed)) {
            console.line("%s shows the host key %s"
                    .formatted(where.host(), KeyUtils.getFingerPrint(session.getServerKey())));
            RegistrationOrder order = new RegistrationOrder(
                    manager.url(),
                    enrolments.begin(host),
                    manager.authority().pem(),
                    manager.key().line());
            console.line("Registering its agent with " + manager.url());
            StringJoiner said = new StringJoiner("\n");
            RemoteCommand.Ended ended = RemoteCommand.run(
                    session,
                    command(where, "chroma-agent register"),
                    Json.write(order),
                    ANSWER_BYTES,
                    REGISTER,
                    line -> {
                        said.add(line);
                        console.line(line);
                    });
            Integer exit = ended.status();
            if (exit == null) {
                throw new ChromaException(
                        ErrorCode.UNREACHABLE, "The connection to %s was lost; try again.".formatted(where.host()));
            }
            if (exit == 127 || exit == 3) {
                throw new ChromaException(ErrorCode.AGENT_BROKEN, agentAdvice(exit, where));
            }
            if (exit != 0) {
                throw new ChromaException(
                        ErrorCode.ACTION_FAILED, "%s: %s".formatted(where.host(), Limits.cut(said.toString())));
            }
            RegistrationReply reply = Json.read(ended.stdout().getBytes(UTF_8), RegistrationReply.class);
            ManagerKey.publicKey(reply.hostKey());
            X509Certificate certificate =
                    enrolments.end(host).orElseThrow(() -> new ProtocolException("it did not request a certificate"));
            credentials.put(new AgentCredential(
                    host,
                    reply.fqdn(),
                    certificate.getSerialNumber().toString(16),
                    ServerAddress.join(where.host(), reply.port()),
                    reply.hostKey()));
            console.line("%s is registered; its actions are at port %d".formatted(reply.fqdn(), reply.port()));
            return new Registered(reply.fqdn(), reply.nodename());
        } catch (ProtocolException e) {
            throw new ChromaException(
                    ErrorCode.AGENT_BROKEN,
                    "The agent of %s answered with something other than a registration: %s"
                            .formatted(where.host(), e.getMessage()),
                    e);
        } catch (IOException e) {
            throw new ChromaException(ErrorCode.UNREACHABLE, explain(e, where), e);
        }
    }

    private ClientSession open(ServerAddress where, @Nullable Credentials typed) throws IOException {
        List<KeyPair> keys = new ArrayList<>();
        String password = null;
        if (typed != null) {
            password = typed.password();
            keys.addAll(keysOf(typed));
        }
        keys.add(manager.key().pair());
        return connections.open(where, null, keys, password);
    }

    private static List<KeyPair> keysOf(Credentials typed) {
        String text = typed.privateKey();
        if (text == null) {
            return List.of();
        }
        String passphrase = typed.passphrase();
        List<KeyPair> keys = new ArrayList<>();
        try {
            Iterable<KeyPair> found = SecurityUtils.loadKeyPairIdentities(
                    null,
                    NamedResource.ofName("the private key"),
                    new ByteArrayInputStream(text.getBytes(UTF_8)),
                    passphrase == null ? FilePasswordProvider.EMPTY : FilePasswordProvider.of(passphrase));
            if (found != null) {
                found.forEach(keys::add);
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // What the parser says could hold a piece of the key.
            throw new ChromaException(
                    ErrorCode.INVALID, "The private key cannot be read; is it complete, and is its passphrase right?");
        }
        if (keys.isEmpty()) {
            throw new ChromaException(ErrorCode.INVALID, "The private key is not in a format that OpenSSH supports");
        }
        return keys;
    }

    private static String command(ServerAddress where, String line) {
        return where.user().equals("root") ? line : "sudo -n " + line;
    }

    private static RemoteCommand.Ended run(ClientSession session, String line)
            throws IOException, InterruptedException {
        return RemoteCommand.run(session, line, new byte[0], ANSWER_BYTES, QUICK, OutputListener.NONE);
    }

    private String explain(Exception problem, ServerAddress where) {
        if (problem instanceof SshConnections.NotLetInException) {
            return "The manager cannot log in to %s as %s. Add the manager's public key (%s) to authorized_keys of %s there, or give a password or private key for this log-in."
                    .formatted(where.host(), where.user(), manager.key().line(), where.user());
        }
        if (problem instanceof UnknownHostException) {
            return "The manager cannot resolve %s. Check the spelling, or add the name to DNS or to /etc/hosts of the manager."
                    .formatted(where.host());
        }
        if (problem instanceof ChromaException) {
            return String.valueOf(problem.getMessage());
        }
        return "There is no SSH service at %s (%s). Check that the server is up, that sshd is running, and that no firewall blocks it."
                .formatted(where.hostAndPort(), problem.getMessage());
    }
}
