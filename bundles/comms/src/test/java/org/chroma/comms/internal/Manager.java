package org.chroma.comms.internal;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import javax.servlet.DispatcherType;
import org.chroma.comms.CertificateAuthority;
import org.chroma.core.port.AgentCredentials.AgentCredential;
import org.chroma.core.port.ServerAccess;
import org.chroma.protocol.PluginBundle;
import org.chroma.protocol.RegistrationOrder;
import org.chroma.protocol.RegistrationReply;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** The manager's side of agents on the web server that Karaf has, with a fake core behind it. */
final class Manager {
    final AgentEndpoint endpoint;
    final FakeCore core = new FakeCore();
    final CertificateAuthority authority;
    final ManagerKey key;
    final Enrolments enrolments;
    final ScanHandlers handlers = new ScanHandlers(Duration.ofSeconds(2));
    final Complaints complaints = new Complaints(Clock.systemUTC());
    final SshConnections connections = new SshConnections();
    final SshAgents agents;
    private final Server jetty = new Server();
    private final ServerConnector connector;

    private final Path directory;

    Manager(Path directory) throws Exception {
        this.directory = directory;
        authority = CertificateAuthority.open(directory);
        authority.ensureServerCertificate(List.of("localhost", "127.0.0.1"));
        key = ManagerKey.open(directory.resolve("manager_key"));
        Clock clock = Clock.systemUTC();
        enrolments = new Enrolments(authority, core, clock);
        agents = new SshAgents(core, connections, key, Duration.ofMillis(50));
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStorePath(directory.resolve("server.p12").toString());
        tls.setKeyStorePassword(CertificateAuthority.STORE_PASSWORD);
        tls.setTrustStorePath(directory.resolve("trust.p12").toString());
        tls.setTrustStorePassword(CertificateAuthority.STORE_PASSWORD);
        tls.setWantClientAuth(true);
        HttpConfiguration http = new HttpConfiguration();
        http.addCustomizer(new SecureRequestCustomizer());
        http.addCustomizer(new HeaderLimit(Duration.ofSeconds(5), Duration.ofMillis(200)));
        http.setDelayDispatchUntilContent(false); // as in etc/jetty.xml of the distribution
        connector =
                new ServerConnector(jetty, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setIdleTimeout(Duration.ofMinutes(5).toMillis()); // whatever the machine's speed
        jetty.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        PluginOffers offers = new PluginOffers() {
            @Override
            public List<PluginBundle> current() {
                return List.of();
            }

            @Override
            public Optional<byte[]> content(String sha256) {
                return Optional.empty();
            }
        };
        endpoint = new AgentEndpoint(
                new Caller.Gate(authority, core, core),
                enrolments,
                new ReportIntake(handlers, core, clock),
                offers,
                complaints);
        context.addServlet(new ServletHolder(endpoint), "/agent/*");
        FilterHolder limit = new FilterHolder(new RequestLimit());
        limit.setAsyncSupported(true);
        context.addFilter(limit, "/*", EnumSet.of(DispatcherType.REQUEST));
        jetty.setHandler(context);
        jetty.start();
    }

    ServerAccess serverAccess() throws Exception {
        return serverAccess("https://127.0.0.1:" + port());
    }

    ServerAccess serverAccess(String url) throws Exception {
        return new SshServerAccess(new ManagerIdentity(directory, "", url), core, enrolments, connections);
    }

    /** How long bodies may take to arrive; as long as they like before this is called. */
    @SuppressWarnings("deprecation") // Jetty would have a minimum rate instead, which does not fit event streams
    void limitBodies(Duration limit) {
        connector
                .getConnectionFactory(HttpConnectionFactory.class)
                .getHttpConfiguration()
                .setBlockingTimeout(limit.toMillis());
    }

    int port() {
        return connector.getLocalPort();
    }

    /** What the manager tells an agent that it registers. */
    RegistrationOrder order(long host) throws Exception {
        return new RegistrationOrder(
                "https://127.0.0.1:" + port() + "/", enrolments.begin(host), authority.pem(), key.line());
    }

    /** Remembers what the agent answered. */
    void registered(long host, RegistrationReply reply) {
        core.put(new AgentCredential(
                host,
                reply.fqdn(),
                enrolments.end(host).orElseThrow().getSerialNumber().toString(16),
                "127.0.0.1:" + reply.port(),
                reply.hostKey()));
    }

    void stop() throws Exception {
        agents.close();
        connections.close();
        jetty.stop();
        handlers.close();
    }
}
