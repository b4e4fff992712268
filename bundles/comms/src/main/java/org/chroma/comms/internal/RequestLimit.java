package org.chroma.comms.internal;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.chroma.protocol.Refusal;
import org.osgi.service.component.annotations.Component;

/**
 * Keeps threads of the web server free. A request holds one for as long as its body takes to arrive or its answer to be
 * read, so anyone who dawdles on many connections could hold all of them. Nobody may therefore have more than a share:
 * neither one agent, nor one network address, nor all together who show no certificate; what is left is for agents'
 * reports. What one address sends bodies with does not count against what it only looks at.
 *
 * <p>A request that waits without a thread, as listeners to changes do, is not counted. How long a body may take is the
 * web server's own limit (etc/jetty.xml). Its limits on requests do not serve here: {@code QoSFilter} knows one share
 * for all, {@code DoSFilter} counts requests by time and not those that are worked on, and {@code ThreadLimitHandler}
 * of Jetty 9.4.58 fails outside of a context and would keep a listener for each request inside of one. None knows
 * agents.
 */
@Component(
        service = Filter.class,
        property = {
            "osgi.http.whiteboard.filter.pattern=/*",
            "osgi.http.whiteboard.filter.name=request-limit",
            "osgi.http.whiteboard.filter.asyncSupported:Boolean=true",
            "service.ranking:Integer=1000"
        })
public final class RequestLimit implements Filter {
    // The web server has 200 threads, of which it needs some itself.
    private static final int OF_AN_AGENT = 8;
    private static final int OF_AN_ADDRESS = 40;
    private static final int OF_STRANGERS = 120;
    private static final String STRANGERS = "strangers";
    private static final String WHY = "Too many requests are being worked on at once, of yours or of all";

    private final Map<String, Integer> working = new HashMap<>();

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        X509Certificate certificate = AgentEndpoint.certificate(request);
        String who = certificate == null
                ? request.getRemoteAddr() + (hasBody(request) ? " sends" : " looks")
                : certificate.getSubjectX500Principal().getName();
        if (!begin(who, certificate == null)) {
            refuse((HttpServletRequest) request, (HttpServletResponse) response);
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            end(who, certificate == null);
        }
    }

    private static boolean hasBody(ServletRequest request) {
        return request.getContentLengthLong() > 0
                || (request instanceof HttpServletRequest http && http.getHeader("Transfer-Encoding") != null);
    }

    private boolean begin(String who, boolean stranger) {
        synchronized (working) {
            if (working.getOrDefault(who, 0) >= (stranger ? OF_AN_ADDRESS : OF_AN_AGENT)
                    || (stranger && working.getOrDefault(STRANGERS, 0) >= OF_STRANGERS)) {
                return false;
            }
            working.merge(who, 1, Integer::sum);
            if (stranger) {
                working.merge(STRANGERS, 1, Integer::sum);
            }
            return true;
        }
    }

    private void end(String who, boolean stranger) {
        synchronized (working) {
            working.computeIfPresent(who, (name, number) -> number == 1 ? null : number - 1);
            if (stranger) {
                working.computeIfPresent(STRANGERS, (name, number) -> number == 1 ? null : number - 1);
            }
        }
    }

    private static void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Connection", "close"); // what is left of the body is not read
        response.setHeader("Retry-After", "1");
        boolean agents = request.getServletPath().equals("/agent");
        AgentEndpoint.send(
                response,
                HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                agents ? new Refusal(WHY) : new Errors(List.of(WHY)));
    }

    /** As the API names what belongs to no field. */
    private record Errors(List<String> __all__) {}
}
