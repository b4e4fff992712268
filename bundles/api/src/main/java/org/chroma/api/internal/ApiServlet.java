package org.chroma.api.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import javax.servlet.Servlet;
import javax.servlet.ServletConfig;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.apache.cxf.endpoint.Server;
import org.apache.cxf.jaxrs.JAXRSServerFactoryBean;
import org.apache.cxf.jaxrs.sse.SseFeature;
import org.apache.cxf.transport.http.DestinationRegistry;
import org.apache.cxf.transport.http.DestinationRegistryImpl;
import org.apache.cxf.transport.http.HTTPTransportFactory;
import org.apache.cxf.transport.servlet.CXFNonSpringServlet;
import org.chroma.api.RestResource;
import org.chroma.api.internal.access.AccessFilter;
import org.chroma.api.internal.access.ReadPolicy;
import org.chroma.api.internal.access.Sessions;
import org.chroma.api.internal.web.BodyReader;
import org.chroma.api.internal.web.Errors;
import org.chroma.api.internal.web.JsonWriter;
import org.chroma.api.internal.web.ResponseHeaders;
import org.chroma.core.port.UserStore;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Serves everything below {@code /api/} from the resources that are published as services. When one comes or goes, the
 * next request is answered by a new JAX-RS server; those under way end on the old one.
 */
@Component(
        service = Servlet.class,
        property = {
            "osgi.http.whiteboard.servlet.pattern=/api/*",
            "osgi.http.whiteboard.servlet.name=chroma-api",
            "osgi.http.whiteboard.servlet.asyncSupported:Boolean=true"
        })
public final class ApiServlet extends CXFNonSpringServlet {
    private static final long serialVersionUID = 1;

    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9a-fA-F]{2})");

    private final transient DestinationRegistry destinations;
    private final transient Sessions sessions;
    private final transient UserStore users;
    private final boolean anonymousRead;
    private final transient List<RestResource> resources = new CopyOnWriteArrayList<>();
    private transient volatile boolean stale = true;
    private transient @Nullable Server server;

    @Activate
    public ApiServlet(@Reference Sessions sessions, @Reference UserStore users, @Reference ReadPolicy policy) {
        this(sessions, users, policy.anonymous());
    }

    public ApiServlet(Sessions sessions, UserStore users, boolean anonymousRead) {
        this(new DestinationRegistryImpl(), sessions, users, anonymousRead);
    }

    private ApiServlet(DestinationRegistry destinations, Sessions sessions, UserStore users, boolean anonymousRead) {
        super(destinations);
        this.destinations = destinations;
        this.sessions = sessions;
        this.users = users;
        this.anonymousRead = anonymousRead;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void addResource(RestResource resource) {
        resources.add(resource);
        stale = true;
    }

    public void removeResource(RestResource resource) {
        resources.remove(resource);
        stale = true;
    }

    @Override
    protected void loadBus(ServletConfig config) {
        super.loadBus(config);
        stale = true;
    }

    @Override
    public void destroyBus() {
        stop();
        super.destroyBus();
    }

    /**
     * CXF takes it for a failure of its own where a query or a character set cannot be read, and answers only when all
     * of a body has arrived.
     */
    private static boolean refused(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String query = request.getQueryString();
        if (query != null && BROKEN_ESCAPE.matcher(query).find()) {
            Errors.send(
                    response,
                    400,
                    "In an address, % must be followed by two hexadecimal digits; write a literal % as %25");
            return true;
        }
        String charset = request.getCharacterEncoding();
        if (charset != null && !UTF_8.name().equalsIgnoreCase(charset)) {
            Errors.send(response, 415, "The body must be application/json in UTF-8");
            return true;
        }
        if (request.getContentLengthLong() > BodyReader.LIMIT) {
            response.setHeader("Connection", "close"); // what is left of the body is not read
            Errors.send(response, 413, BodyReader.TOO_LARGE);
            return true;
        }
        return false;
    }

    @Override
    protected void invoke(HttpServletRequest request, HttpServletResponse response) throws ServletException {
        try {
            if (refused(request, response)) {
                return;
            }
        } catch (IOException e) {
            throw new ServletException(e);
        }
        if (stale) {
            start();
        }
        request.setAttribute(AccessFilter.ANONYMOUS_READ, anonymousRead);
        super.invoke(request, response);
    }

    private synchronized void start() {
        if (!stale) {
            return;
        }
        stop();
        stale = false;
        List<Object> beans = new ArrayList<>(resources);
        beans.add(new RootResource(resources));
        JAXRSServerFactoryBean factory = new JAXRSServerFactoryBean();
        factory.setBus(bus);
        // A registry of its own keeps the endpoint from appearing under CXF's general address as well.
        factory.setDestinationFactory(new HTTPTransportFactory(destinations));
        factory.setAddress("/");
        factory.setServiceBeans(beans);
        factory.setProviders(List.of(
                new AccessFilter(sessions, users, anonymousRead),
                new BodyReader(),
                JsonWriter.create(),
                new Errors(),
                new ResponseHeaders()));
        factory.setFeatures(List.of(new SseFeature()));
        server = factory.create();
    }

    private synchronized void stop() {
        if (server != null) {
            server.destroy();
            server = null;
        }
    }
}
