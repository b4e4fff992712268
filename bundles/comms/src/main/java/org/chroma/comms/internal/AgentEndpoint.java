package org.chroma.comms.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import javax.servlet.Servlet;
import javax.servlet.ServletRequest;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.chroma.comms.CertificateAuthority;
import org.chroma.core.ChromaException;
import org.chroma.core.ClusterView;
import org.chroma.core.ErrorCode;
import org.chroma.core.Reports;
import org.chroma.core.StateListener;
import org.chroma.core.port.AgentCredentials;
import org.chroma.model.Host;
import org.chroma.protocol.CertificateOrder;
import org.chroma.protocol.CertificateReply;
import org.chroma.protocol.Json;
import org.chroma.protocol.Limits;
import org.chroma.protocol.ProtocolException;
import org.chroma.protocol.Refusal;
import org.chroma.protocol.Report;
import org.chroma.protocol.ReportAnswer;
import org.chroma.state.StatefulObject;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What agents talk to, below {@code /agent/}: {@code register} for a certificate, {@code report}, and
 * {@code plugin/SHA256}. Anyone who has no good certificate is refused before anything of what it sends is read; anyone
 * who sends nonsense, too much or too slowly is refused, too, and logged once.
 */
@Component(
        service = {Servlet.class, StateListener.class},
        property = {"osgi.http.whiteboard.servlet.pattern=/agent/*", "osgi.http.whiteboard.servlet.name=agents"})
public final class AgentEndpoint extends HttpServlet implements StateListener {
    private static final Logger LOG = LoggerFactory.getLogger(AgentEndpoint.class);
    private static final String CERTIFICATE = "javax.servlet.request.X509Certificate";
    /** Reports that are worked on at once: each may take 8 MiB and its scans some more. */
    private static final int REPORTS_AT_ONCE = 12;

    private final Caller.Gate gate;
    private final Enrolments enrolments;
    private final ReportIntake intake;
    private final PluginOffers offers;
    private final Complaints complaints;
    private final Semaphore room = new Semaphore(REPORTS_AT_ONCE, true);

    @Activate
    public AgentEndpoint(
            @Reference ManagerIdentity manager,
            @Reference AgentCredentials credentials,
            @Reference ClusterView view,
            @Reference Reports core,
            @Reference Enrolments enrolments,
            @Reference ScanHandlers handlers,
            @Reference PluginOffers offers) {
        this(
                new Caller.Gate(manager.authority(), credentials, view),
                enrolments,
                new ReportIntake(handlers, core, Clock.systemUTC()),
                offers,
                new Complaints(Clock.systemUTC()));
    }

    AgentEndpoint(
            Caller.Gate gate, Enrolments enrolments, ReportIntake intake, PluginOffers offers, Complaints complaints) {
        this.gate = gate;
        this.enrolments = enrolments;
        this.intake = intake;
        this.offers = offers;
        this.complaints = complaints;
    }

    /** A request that is refused with a status of its own. */
    private static final class RefusedException extends Exception {
        final int status;

        RefusedException(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    /** A server that is gone has no session. */
    @Override
    public void reached(StatefulObject<?> object) {
        if (object.isGone()) {
            Host.KIND.match(object.id()).ifPresent(host -> intake.forget(host.number()));
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        answer(request, response, () -> switch (path(request)) {
            case "/register" -> register(request);
            case "/report" -> report(request);
            default -> null;
        });
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = path(request);
        if (!path.matches("/plugin/[0-9a-f]{64}")) {
            answer(request, response, () -> null);
            return;
        }
        answer(request, response, () -> {
            admit(request);
            Optional<byte[]> jar = offers.content(path.substring("/plugin/".length()));
            if (jar.isEmpty()) {
                return null;
            }
            response.setContentType("application/java-archive");
            response.setContentLength(jar.get().length);
            response.getOutputStream().write(jar.get());
            return new Done();
        });
    }

    /** The answer is on its way already. */
    private record Done() {}

    private interface Answer {
        @Nullable
        Record get() throws Exception;
    }

    private static String path(HttpServletRequest request) {
        return request.getPathInfo() == null ? "" : request.getPathInfo();
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, Answer answer) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        try {
            Record message = answer.get();
            if (message == null) {
                throw new RefusedException(HttpServletResponse.SC_NOT_FOUND, "There is nothing here");
            }
            if (!(message instanceof Done)) {
                boolean conflict = message instanceof ReportAnswer reply && !reply.accepted();
                send(response, conflict ? HttpServletResponse.SC_CONFLICT : HttpServletResponse.SC_OK, message);
            }
        } catch (RefusedException e) {
            refuse(request, response, e.status, e);
        } catch (ProtocolException e) {
            refuse(request, response, HttpServletResponse.SC_BAD_REQUEST, e);
        } catch (ChromaException e) {
            refuse(request, response, status(e.code()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            refuse(request, response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, e);
        } catch (IOException e) {
            throw e; // the caller hung up
        } catch (Exception e) {
            LOG.error("A message of {} could not be answered", who(request), e);
            send(
                    response,
                    HttpServletResponse.SC_INTERNAL_SERVER_ERROR,
                    new Refusal("The manager has a defect; see its log"));
        }
    }

    private static int status(ErrorCode code) {
        return switch (code) {
            case INVALID -> HttpServletResponse.SC_BAD_REQUEST;
            case NOT_FOUND -> HttpServletResponse.SC_NOT_FOUND;
            case CONFLICT -> HttpServletResponse.SC_PRECONDITION_FAILED; // 409 is for sessions
            case FORBIDDEN -> HttpServletResponse.SC_FORBIDDEN;
            case NOT_READY, UNREACHABLE -> HttpServletResponse.SC_SERVICE_UNAVAILABLE;
            case ACTION_FAILED, AGENT_BROKEN, INTERNAL -> HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
        };
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, int status, Exception problem) {
        String reason = String.valueOf(problem.getMessage());
        if (status == HttpServletResponse.SC_INTERNAL_SERVER_ERROR) {
            LOG.error("A message of {} could not be answered", who(request), problem);
        } else {
            complain(request, status, reason);
        }
        // What is left of the body is not read.
        response.setHeader("Connection", "close");
        try {
            send(response, status, new Refusal(reason));
            response.flushBuffer();
        } catch (IOException e) {
            LOG.debug("Who was refused is gone", e);
        }
    }

    private void complain(HttpServletRequest request, int status, String reason) {
        String fault = where(path(request)) + " " + status;
        X509Certificate certificate = certificate(request);
        if (certificate == null) {
            complaints.logStranger(request.getRemoteAddr(), fault, reason);
        } else {
            complaints.log(certificate.getSubjectX500Principal().getName(), request.getRemoteAddr(), fault, reason);
        }
    }

    /** The path without what a caller may make up. */
    private static String where(String path) {
        for (String known : List.of("/register", "/report", "/plugin")) {
            if (path.equals(known) || path.startsWith(known + "/")) {
                return known;
            }
        }
        return "elsewhere";
    }

    static void send(HttpServletResponse response, int status, Record message) throws IOException {
        byte[] body = Json.write(message);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static String who(HttpServletRequest request) {
        X509Certificate certificate = certificate(request);
        String address = request.getRemoteAddr();
        return certificate == null
                ? address
                : certificate.getSubjectX500Principal().getName() + " at " + address;
    }

    static @Nullable X509Certificate certificate(ServletRequest request) {
        return request.getAttribute(CERTIFICATE) instanceof X509Certificate[] chain && chain.length > 0
                ? chain[0]
                : null;
    }

    private Caller admit(HttpServletRequest request) throws RefusedException {
        X509Certificate certificate = certificate(request);
        if (certificate == null) {
            throw new RefusedException(HttpServletResponse.SC_UNAUTHORIZED, "A client certificate is required");
        }
        return gate.admit(certificate);
    }

    private Record register(HttpServletRequest request) throws RefusedException, IOException {
        CertificateOrder order = Json.read(body(request, Limits.MESSAGE_BYTES), CertificateOrder.class);
        return new CertificateReply(CertificateAuthority.pem(enrolments.enrol(order)));
    }

    private Record report(HttpServletRequest request) throws RefusedException, IOException, InterruptedException {
        Caller caller = admit(request);
        byte[] body = body(request, Limits.REPORT_BYTES);
        room.acquire();
        try {
            Report report = Json.read(body, Report.class);
            if (!report.fqdn().equals(caller.fqdn())) {
                throw new RefusedException(
                        HttpServletResponse.SC_FORBIDDEN,
                        "The report is for another server than the certificate of " + caller.fqdn());
            }
            return intake.take(caller, report, offers.current());
        } finally {
            room.release();
        }
    }

    /** The whole body, in the time that the web server gives it. */
    private byte[] body(HttpServletRequest request, int limit) throws RefusedException, IOException {
        if (request.getContentLengthLong() > limit) {
            throw tooLarge(limit);
        }
        int announced = (int) Math.max(0, request.getContentLengthLong());
        ByteArrayOutputStream body = new ByteArrayOutputStream(Math.min(announced, 64 << 10));
        byte[] buffer = new byte[16 << 10];
        InputStream in = request.getInputStream();
        for (int length = read(in, buffer); length >= 0; length = read(in, buffer)) {
            if (body.size() + length > limit) {
                throw tooLarge(limit);
            }
            body.write(buffer, 0, length);
        }
        return body.toByteArray();
    }

    private static int read(InputStream in, byte[] buffer) throws RefusedException {
        try {
            return in.read(buffer);
        } catch (IOException | RuntimeException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw new RefusedException(HttpServletResponse.SC_REQUEST_TIMEOUT, "The message arrives too slowly");
            }
            // The web server throws the same where chunks are malformed and where the caller hangs up.
            throw new RefusedException(HttpServletResponse.SC_BAD_REQUEST, "The body of the message is incomplete");
        }
    }

    private static RefusedException tooLarge(int limit) {
        return new RefusedException(
                HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE,
                "The message is larger than %,d bytes".formatted(limit));
    }
}
