package org.chroma.api.internal.resource;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import javax.ws.rs.DELETE;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import org.chroma.api.RestResource;
import org.chroma.api.internal.access.Caller;
import org.chroma.api.internal.describe.Description;
import org.chroma.api.internal.describe.Field;
import org.chroma.api.internal.describe.Filter;
import org.chroma.api.internal.describe.Lookup;
import org.chroma.api.internal.describe.Shape;
import org.chroma.api.internal.web.Body;
import org.chroma.core.ClusterView;
import org.chroma.core.StateManager;
import org.chroma.core.StateManager.Created;
import org.chroma.core.StateManager.NewHost;
import org.chroma.model.Filesystem;
import org.chroma.model.Host;
import org.chroma.model.Nid;
import org.chroma.model.Target;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Servers. */
@Path("host")
@Component(service = RestResource.class)
public final class HostResource extends MeasuredListing<Host> {
    private static final Set<String> ROLES = Set.of("MGS", "MDS", "OSS");

    private final ClusterView view;
    private final StateManager manager;
    private final Description<Host> description;

    @Activate
    public HostResource(@Reference ClusterView view, @Reference StateManager manager, @Reference Metrics metrics) {
        super(metrics);
        this.view = view;
        this.manager = manager;
        this.description = Description.<Host>of("host", "Storage servers")
                .with(Stateful.fields(view))
                .with(List.of(
                        Field.<Host>text("address", "[user@]host[:port] of its SSH service", Host::address)
                                .writable()
                                .filtered(Lookup.STARTSWITH)
                                .sortable(),
                        Field.<Host>text("fqdn", "fully qualified domain name, as the server reports it", Host::fqdn)
                                .orNull()
                                .filtered(Lookup.STARTSWITH)
                                .sortable(),
                        Field.<Host>text("nodename", "node name, as the server reports it", Host::nodename)
                                .orNull()
                                .filtered(Lookup.STARTSWITH),
                        Field.list("nids", Shape.text(), "its Lustre network identifiers", this::nids),
                        Field.<Host>time("last_contact", "when its last valid report came", Host::lastContact)
                                .orNull()
                                .sortable(),
                        Field.<Host>time("boot_time", "when it last booted", Host::bootTime)
                                .orNull(),
                        Field.text(
                                "role", "what its targets make it: MGS, MDS, OSS, joined by /, or Unused", this::role)))
                .filteredBy(
                        Filter.single("role", "MGS, MDS or OSS", this::hasRole),
                        Filter.single("filesystem_id", "servers of the filesystem's targets", this::serves));
    }

    @Override
    public Description<Host> description() {
        return description;
    }

    @Override
    protected Collection<Host> all(Caller caller) {
        return view.cluster().hosts();
    }

    @Override
    protected Optional<Host> find(String id, Caller caller) {
        return number(id).flatMap(number -> view.cluster().host(Host.KIND.id(number)));
    }

    @POST
    public Response add(Body body, @Context SecurityContext security) {
        String address = body.requiredText("address", 255);
        var credentials = SshCredentials.read(body);
        body.verify();
        Created created = manager.addHost(
                new NewHost(address, credentials), Caller.of(security).getName());
        Object host = created.object() == null
                ? null
                : find("" + created.object().number(), Caller.of(security))
                        .map(description::render)
                        .orElse(null);
        return Changes.accepted(created.command(), "host", host);
    }

    @PUT
    @Path("{id}")
    public Response change(@PathParam("id") String id, Body body, @Context SecurityContext security) {
        Host host = require(id, Caller.of(security));
        String state = body.requiredText("state", 64);
        boolean dryRun = Changes.dryRun(body);
        body.passingOver(description.fieldNames()).verify();
        return Changes.state(manager, host.id(), state, dryRun, Caller.of(security));
    }

    @DELETE
    @Path("{id}")
    public Response remove(@PathParam("id") String id, @Context SecurityContext security) {
        return Changes.remove(manager, require(id, Caller.of(security)).id(), Caller.of(security));
    }

    @Override
    protected List<String> entities(Host host, String metric) {
        return List.of(host.id().toString());
    }

    private List<String> nids(Host host) {
        return view.cluster().lnetOf(host.id()).stream()
                .flatMap(lnet -> lnet.nids().stream())
                .map(Nid::text)
                .toList();
    }

    private Set<String> roles(Host host) {
        Set<String> roles = new TreeSet<>();
        for (Target target : view.cluster().targetsOn(host.id())) {
            roles.add(target.kind().serverRole());
        }
        return roles;
    }

    private String role(Host host) {
        Set<String> roles = roles(host);
        return roles.isEmpty() ? "Unused" : String.join("/", roles);
    }

    private Predicate<Host> hasRole(String role) {
        if (!ROLES.contains(role)) {
            throw new IllegalArgumentException("MGS, MDS or OSS is expected");
        }
        return host -> roles(host).contains(role);
    }

    private Predicate<Host> serves(String id) {
        Optional<Filesystem> filesystem = view.cluster().filesystem(Filesystem.KIND.id(Filter.number(id)));
        return host -> filesystem.isPresent()
                && view.cluster().targetsOn(host.id()).stream()
                        .anyMatch(target -> filesystem.get().id().equals(target.filesystem())
                                || filesystem.get().mgt().equals(target.id()));
    }
}
