package org.chroma.api.internal.metrics;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import javax.servlet.Servlet;
import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.chroma.api.internal.access.AccessFilter;
import org.chroma.api.internal.access.BasicLogin;
import org.chroma.api.internal.access.LoginLimit;
import org.chroma.api.internal.access.Passwords;
import org.chroma.api.internal.access.ReadPolicy;
import org.chroma.api.internal.access.Sessions;
import org.chroma.core.ClusterView;
import org.chroma.core.Reports;
import org.chroma.core.port.UserStore;
import org.chroma.core.port.UserStore.User;
import org.chroma.metrics.DeclaredMetrics;
import org.chroma.metrics.MetricSource;
import org.chroma.metrics.OpenMetrics;
import org.chroma.statistics.Statistics;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /metrics}: for those who may read REST without logging in, and for users, who show name and password (HTTP
 * Basic) or their session. Text goes out while it is made.
 */
@Component(
        service = Servlet.class,
        property = {"osgi.http.whiteboard.servlet.pattern=/metrics", "osgi.http.whiteboard.servlet.name=chroma-metrics"
        })
public final class MetricsServlet extends HttpServlet {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsServlet.class);
    private static final long serialVersionUID = 1;

    /** Answers under way at once: each holds all readings in memory. */
    private static final int AT_ONCE = 2;

    private static final int PATIENCE_SECONDS = 10;
    private static final int BUFFER = 1 << 16;

    private final transient Scrape scrape;
    private final transient Sessions sessions;
    private final transient UserStore users;
    private final transient BasicLogin login;
    private final boolean anonymous;
    private final transient Semaphore slots = new Semaphore(AT_ONCE, true);

    @Activate
    public MetricsServlet(
            BundleContext context,
            @Reference ClusterView view,
            @Reference Reports reports,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    @Nullable
                    Statistics statistics,
            @Reference DeclaredMetrics declared,
            @Reference(cardinality = ReferenceCardinality.MULTIPLE, policyOption = ReferencePolicyOption.GREEDY)
                    List<MetricSource> sources,
            @Reference Sessions sessions,
            @Reference UserStore users,
            @Reference Passwords passwords,
            @Reference ReadPolicy policy) {
        this(
                new Scrape(
                        context.getBundle().getVersion().toString(),
                        view,
                        reports,
                        statistics,
                        declared,
                        sources,
                        InstantSource.system()),
                sessions,
                users,
                passwords,
                policy);
    }

    MetricsServlet(Scrape scrape, Sessions sessions, UserStore users, Passwords passwords, ReadPolicy policy) {
        this.scrape = scrape;
        this.sessions = sessions;
        this.users = users;
        this.login = new BasicLogin(users, passwords, new LoginLimit(Clock.systemUTC()));
        this.anonymous = policy.anonymous();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (!admitted(request, response)) {
            return;
        }
        try {
            if (!slots.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                refuse(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "Too many requests for metrics at once");
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            refuse(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "The manager is stopping");
            return;
        }
        try {
            answer(request, response);
        } finally {
            slots.release();
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        OpenMetrics format = OpenMetrics.forAccept(headers(request, "Accept"));
        response.setContentType(format.contentType());
        response.setHeader("Vary", "Accept, Accept-Encoding");
        response.setBufferSize(BUFFER);
        try {
            OutputStream stream = response.getOutputStream();
            if (wantsGzip(headers(request, "Accept-Encoding"))) {
                response.setHeader("Content-Encoding", "gzip");
                stream = fastGzip(stream);
            }
            Writer writer = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), BUFFER);
            scrape.write(format, writer);
            writer.close();
        } catch (RuntimeException e) {
            if (response.isCommitted()) {
                // The half that went out must not look whole: the container breaks the connection.
                throw e;
            }
            LOG.error("Metrics could not be written", e);
            response.reset();
            refuse(response, HttpServletResponse.SC_INTERNAL_SERVER_ERROR, "The manager failed; its log says why");
        }
    }

    private static OutputStream fastGzip(OutputStream to) throws IOException {
        return new GZIPOutputStream(to, BUFFER) {
            {
                def.setLevel(Deflater.BEST_SPEED);
            }
        };
    }

    private static boolean wantsGzip(String accepted) {
        for (String each : accepted.toLowerCase(Locale.ROOT).split(",", -1)) {
            String coding = each.replace(" ", "");
            if (coding.equals("gzip") || (coding.startsWith("gzip;") && !coding.matches("gzip;q=0(\\.0*)?"))) {
                return true;
            }
        }
        return false;
    }

    private static String headers(HttpServletRequest request, String name) {
        return String.join(",", Collections.list(request.getHeaders(name)));
    }

    /** Answers by itself where the request may not be answered. */
    private boolean admitted(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String authorization = request.getHeader("Authorization");
        if (authorization == null) {
            if (anonymous || hasSession(request)) {
                return true;
            }
            challenge(response, "Log in with a user name and password (HTTP Basic)");
            return false;
        }
        switch (login.judge(authorization, request.getRemoteAddr())) {
            case ALLOWED -> {
                return true;
            }
            case REFUSED -> challenge(response, "User name or password is wrong");
            case TOO_MANY -> {
                response.setHeader("Retry-After", String.valueOf(LoginLimit.retryAfter()));
                refuse(response, 429, "Too many attempts failed. Try again later");
            }
        }
        return false;
    }

    private boolean hasSession(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(AccessFilter.SESSION_COOKIE)) {
                    return sessions.find(cookie.getValue())
                            .flatMap(session -> users.find(session.user()))
                            .filter(User::active)
                            .isPresent();
                }
            }
        }
        return false;
    }

    private static void challenge(HttpServletResponse response, String why) throws IOException {
        response.setHeader("WWW-Authenticate", "Basic realm=\"Chroma\", charset=\"UTF-8\"");
        refuse(response, HttpServletResponse.SC_UNAUTHORIZED, why);
    }

    private static void refuse(HttpServletResponse response, int status, String why) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain; charset=utf-8");
        response.getWriter().write(why + "\n");
    }
}
