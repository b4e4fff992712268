package org.chroma.comms.internal;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnection;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hangs up where the head of a request takes too long to arrive. Jetty 9.4 ends connections that are silent, and has no
 * limit for one that sends a byte now and then: anyone who opens hundreds of them would use up the file descriptors of
 * the manager.
 *
 * <p>It looks at all connections now and then, on the web server's own timer. As a customizer of requests it is the one
 * thing that Pax Web hands a connector without starting the web server again; so it begins with the first whole
 * request.
 */
@Component(service = HttpConfiguration.Customizer.class)
public final class HeaderLimit implements HttpConfiguration.Customizer {
    private static final Logger LOG = LoggerFactory.getLogger(HeaderLimit.class);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Duration limit;
    private final Duration pause;
    private final Set<Connector> watched = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    @Activate
    public HeaderLimit() {
        this(LIMIT, PAUSE);
    }

    /**
     * @param limit how long a connection may take for the TLS handshake and the first head, or for any later head
     * @param pause between two looks at the connections
     */
    HeaderLimit(Duration limit, Duration pause) {
        this.limit = limit;
        this.pause = pause;
    }

    @Deactivate
    void stop() {
        stopped = true;
    }

    @Override
    public void customize(Connector connector, HttpConfiguration configuration, Request request) {
        if (watched.add(connector)) {
            lookAgain(connector, Map.of());
        }
    }

    /**
     * A head that has not arrived yet.
     *
     * @param number how many requests the connection had before it
     * @param since when it was first seen, as {@link System#nanoTime()}
     */
    private record Head(long number, long since) {}

    private void lookAgain(Connector connector, Map<EndPoint, Head> seen) {
        connector.getScheduler().schedule(() -> look(connector, seen), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look(Connector connector, Map<EndPoint, Head> seen) {
        if (stopped || !connector.isRunning()) {
            watched.remove(connector);
            return;
        }
        Map<EndPoint, Head> unfinished = new HashMap<>();
        long now = System.nanoTime();
        for (EndPoint end : connector.getConnectedEndPoints()) {
            HttpConnection connection = http(end.getConnection());
            if (connection == null || !isInHead(connection)) {
                continue;
            }
            Head head = seen.get(end);
            if (head == null || head.number() != connection.getMessagesIn()) {
                unfinished.put(end, new Head(connection.getMessagesIn(), now));
            } else if (now - head.since() < limit.toNanos()) {
                unfinished.put(end, head);
            } else {
                LOG.debug("The head of a request of {} takes too long", end.getRemoteAddress());
                end.close();
            }
        }
        lookAgain(connector, unfinished);
    }

    /** Between two requests a connection may be idle for as long as the web server lets it. */
    private static boolean isInHead(HttpConnection connection) {
        return connection.getParser().inHeaderState()
                && (connection.getMessagesIn() == 0 || !connection.getParser().isStart());
    }

    private static @Nullable HttpConnection http(@Nullable Connection connection) {
        Connection inner = connection instanceof SslConnection tls
                ? tls.getDecryptedEndPoint().getConnection()
                : connection;
        return inner instanceof HttpConnection http ? http : null;
    }
}
