package org.chroma.api.internal.resource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.ws.rs.Consumes;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.chroma.api.RestResource;
import org.chroma.api.internal.web.Body;
import org.chroma.core.ChromaException;
import org.chroma.core.ClusterView;
import org.chroma.core.Credentials;
import org.chroma.core.port.ServerAccess;
import org.chroma.core.port.ServerAccess.Check;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Looks whether servers can be added: one as {@code address}, or several at a time as {@code addresses}. */
@Path("test_host")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Component(service = RestResource.class)
public final class TestHostResource implements RestResource {
    private static final int AT_ONCE = 32;
    private static final int MOST = 256;

    private final ServerAccess access;
    private final ClusterView view;
    private final ExecutorService testers = Executors.newFixedThreadPool(AT_ONCE, task -> {
        Thread thread = new Thread(task, "chroma-test-host");
        thread.setDaemon(true);
        return thread;
    });

    @Activate
    public TestHostResource(@Reference ServerAccess access, @Reference ClusterView view) {
        this.access = access;
        this.view = view;
    }

    @Deactivate
    public void close() {
        testers.shutdownNow();
    }

    @POST
    public Response test(Body body) throws InterruptedException, ExecutionException {
        boolean several = body.has("addresses");
        List<String> addresses = several ? addresses(body) : List.of(body.requiredText("address", 255));
        Credentials credentials = SshCredentials.read(body);
        for (String address : addresses) {
            if (view.cluster().hosts().stream().anyMatch(host -> host.address().equals(address))) {
                body.error(several ? "addresses" : "address", "There is already a server with the address " + address);
            }
        }
        body.verify();
        List<Future<Map<String, Object>>> running = new ArrayList<>();
        for (String address : addresses) {
            running.add(testers.submit(() -> test(address, credentials)));
        }
        List<Map<String, Object>> results = new ArrayList<>();
        for (Future<Map<String, Object>> one : running) {
            try {
                results.add(one.get());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof ChromaException refused) {
                    throw refused;
                }
                throw e;
            }
        }
        return Response.accepted(several ? Map.of("objects", results) : results.get(0))
                .build();
    }

    private static List<String> addresses(Body body) {
        List<String> given = body.texts("addresses");
        if (given == null || given.isEmpty()) {
            if (given != null || body.isNull("addresses")) {
                body.error("addresses", "This field is mandatory");
            }
            return List.of();
        }
        if (given.size() > MOST) {
            body.error("addresses", "At most " + MOST + " at once");
        }
        if (given.stream().anyMatch(address -> address.isBlank() || address.length() > 255)) {
            body.error("addresses", "An address has 1 to 255 characters");
        }
        if (body.has("address")) {
            body.error("address", "Give either address or addresses");
        }
        return List.copyOf(new LinkedHashSet<>(given));
    }

    private Map<String, Object> test(String address, @Nullable Credentials credentials) throws InterruptedException {
        List<Check> checks = access.test(address, credentials);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("address", address);
        checks.forEach(check -> result.put(check.name(), check.passed()));
        result.put("checks", checks);
        return result;
    }
}
