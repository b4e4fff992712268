package org.chroma.api.internal.resource;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import javax.ws.rs.core.UriInfo;
import org.chroma.api.RestResource;
import org.chroma.api.internal.access.Caller;
import org.chroma.api.internal.describe.Description;
import org.chroma.api.internal.describe.Field;
import org.chroma.api.internal.describe.Filter;
import org.chroma.api.internal.describe.Links;
import org.chroma.api.internal.describe.ListQuery;
import org.chroma.api.internal.describe.Lookup;
import org.chroma.api.internal.describe.Shape;
import org.chroma.api.internal.web.Body;
import org.chroma.core.ClusterView;
import org.chroma.core.InvalidRequestException;
import org.chroma.core.StateManager;
import org.chroma.core.StateManager.Created;
import org.chroma.core.StateManager.TargetRequest;
import org.chroma.model.Filesystem;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.model.Target;
import org.chroma.model.TargetKind;
import org.chroma.model.Volume;
import org.chroma.state.ObjectId;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** MGTs, MDTs and OSTs. */
@Path("target")
@Component(service = RestResource.class)
public final class TargetResource extends MeasuredListing<Target> {
    private static final String NONE = "---";

    private final ClusterView view;
    private final StateManager manager;
    private final Description<Target> description;

    @Activate
    public TargetResource(@Reference ClusterView view, @Reference StateManager manager, @Reference Metrics metrics) {
        super(metrics);
        this.view = view;
        this.manager = manager;
        this.description = describe(view)
                .filteredBy(
                        Filter.single("filesystem_id", "its MDTs and OSTs, and its MGT", this::ofFilesystem),
                        Filter.single("host_id", "targets that can run on the server", this::onHost),
                        // The condition itself needs both parameters; see list.
                        Filter.single("primary", "with host_id: whether the server is the primary one", value -> {
                            Filter.truth(value);
                            return target -> true;
                        }));
    }

    static Description<Target> describe(ClusterView view) {
        Description<Volume> volume = VolumeResource.describe(view);
        return Description.<Target>of("target", "MGTs, MDTs and OSTs")
                .with(Stateful.fields(view))
                .with(List.of(
                        Field.<Target>text(
                                        "kind",
                                        "MGT, MDT or OST",
                                        target -> target.kind().name())
                                .writable()
                                .filtered(Lookup.IN)
                                .sortable(),
                        Field.<Target>text("name", "as Lustre reports it; null until registered", Target::name)
                                .orNull()
                                .filtered(Lookup.IN, Lookup.STARTSWITH)
                                .sortable(),
                        Field.<Target>text("uuid", "of its format; null until formatted", Target::uuid)
                                .orNull()
                                .filtered(),
                        Field.<Target>text("ha_label", "its name in the failover cluster", Target::haLabel)
                                .orNull(),
                        Field.integer("index", "its place among the MDTs or OSTs of its filesystem", Target::index),
                        Field.<Target>integer(
                                        "inode_size",
                                        "bytes; null for Lustre's own choice",
                                        target -> target.format().inodeSize())
                                .orNull()
                                .writable(),
                        Field.<Target>integer(
                                        "bytes_per_inode",
                                        "bytes; null for Lustre's own choice",
                                        target -> target.format().bytesPerInode())
                                .orNull()
                                .writable(),
                        Field.<Target>integer(
                                        "inode_count",
                                        "null for Lustre's own choice, known after formatting",
                                        target -> target.format().inodeCount())
                                .orNull()
                                .writable(),
                        Field.<Target>of(
                                        "volume",
                                        Shape.full(volume),
                                        "the volume, in full",
                                        target -> view.cluster()
                                                .volume(target.volume())
                                                .map(volume::render)
                                                .orElse(null))
                                .orNull(),
                        Field.<Target>text(
                                        "volume_name",
                                        "label of the volume",
                                        target -> view.cluster()
                                                .volume(target.volume())
                                                .map(Volume::label)
                                                .orElse(NONE))
                                .sortable(),
                        Field.related(
                                "primary_server",
                                "where it normally runs",
                                target -> Links.to(target.primaryMount().host())),
                        Field.<Target>text(
                                        "primary_server_name",
                                        "its name",
                                        target ->
                                                name(view, target.primaryMount().host()))
                                .sortable(),
                        Field.list(
                                "failover_servers",
                                Shape.address(),
                                "where it may run otherwise",
                                target -> target.failoverMounts().stream()
                                        .map(mount -> Links.to(mount.host()))
                                        .toList()),
                        Field.text(
                                "failover_server_name", "their names, or ---", target -> failoverNames(view, target)),
                        Field.<Target>related(
                                        "active_host", "where it runs now", target -> Links.orNull(target.activeHost()))
                                .orNull(),
                        Field.text("active_host_name", "its name, or ---", target -> name(view, target.activeHost())),
                        Field.<Target>related(
                                        "filesystem", "of an MDT or OST", target -> Links.orNull(target.filesystem()))
                                .orNull(),
                        Field.<Target>text(
                                        "filesystem_id",
                                        "its number",
                                        target -> target.filesystem() == null
                                                ? null
                                                : "" + target.filesystem().number())
                                .orNull()
                                .writable(),
                        Field.<Target>text(
                                        "filesystem_name",
                                        "its name",
                                        target -> filesystem(view, target)
                                                .map(Filesystem::name)
                                                .orElse(null))
                                .orNull()
                                .sortable(),
                        Field.<Target>list(
                                        "filesystems",
                                        Shape.object()
                                                .member("id", Shape.text())
                                                .member("name", Shape.text()),
                                        "of an MGT: those whose configuration it holds",
                                        target -> target.kind() == TargetKind.MGT
                                                ? view.cluster().filesystemsOf(target.id()).stream()
                                                        .map(FilesystemResource::named)
                                                        .toList()
                                                : null)
                                .orNull(),
                        Field.<Target>dict(
                                        "conf_params",
                                        Shape.text().orNull(),
                                        "every parameter that can be set, null where it is not; null for an MGT",
                                        target -> target.kind() == TargetKind.MGT
                                                ? null
                                                : ConfParams.all(view, target.id(), ConfParams.owner(target.kind())))
                                .orNull()
                                .writable(),
                        Field.<Target>dict(
                                "recovery",
                                Shape.text(),
                                "recovery status as the target reports it",
                                Target::recovery)));
    }

    @Override
    public Description<Target> description() {
        return description;
    }

    @Override
    protected Collection<Target> all(Caller caller) {
        return view.cluster().targets();
    }

    @Override
    protected Optional<Target> find(String id, Caller caller) {
        return number(id).flatMap(number -> view.cluster().target(Target.KIND.id(number)));
    }

    @GET
    @Override
    public Map<String, Object> list(@Context UriInfo request, @Context SecurityContext security) {
        ListQuery<Target> query = ListQuery.parse(description, request.getQueryParameters(), Set.of());
        List<String> primary = request.getQueryParameters().get("primary");
        List<String> hosts = request.getQueryParameters().get("host_id");
        Collection<Target> targets = all(Caller.of(security));
        if (primary != null && hosts == null) {
            throw new InvalidRequestException("primary", "Needs host_id");
        }
        if (primary != null && hosts != null) {
            ObjectId<HostState> host = Host.KIND.id(Filter.number(hosts.get(0)));
            boolean wanted = Filter.truth(primary.get(0));
            targets = targets.stream()
                    .filter(target -> target.mountOn(host)
                            .filter(mount -> mount.primary() == wanted)
                            .isPresent())
                    .toList();
        }
        return query.page(targets, "/api/target/");
    }

    @POST
    public Response add(Body body, @Context SecurityContext security) {
        String kind = body.requiredText("kind", 16);
        if (!body.has("volume_id") || body.isNull("volume_id")) {
            body.error("volume_id", "This field is mandatory");
        }
        TargetRequest request =
                new TargetRequest(kind, body.id("filesystem_id", "filesystem"), FilesystemOrder.target(body));
        body.verify();
        Caller caller = Caller.of(security);
        Created created = manager.addTarget(request, caller.getName());
        Object target = created.object() == null
                ? null
                : find("" + created.object().number(), caller)
                        .map(description::render)
                        .orElse(null);
        return Changes.accepted(created.command(), "target", target);
    }

    @PUT
    @Path("{id}")
    public Response change(@PathParam("id") String id, Body body, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        Target target = require(id, caller);
        boolean hasParams = target.kind() != TargetKind.MGT;
        if (!hasParams && body.has("conf_params") && body.object("conf_params") != null) {
            body.error("conf_params", "An MGT has none");
        }
        return StatefulChange.read(body, hasParams, description.fieldNames())
                .apply(view, manager, target, caller, () -> description.render(require(id, caller)));
    }

    @DELETE
    @Path("{id}")
    public Response remove(@PathParam("id") String id, @Context SecurityContext security) {
        return Changes.remove(manager, require(id, Caller.of(security)).id(), Caller.of(security));
    }

    @Override
    protected boolean measuresJobs() {
        return true;
    }

    @Override
    protected List<String> entities(Target target, String metric) {
        return List.of(target.id().toString());
    }

    private Predicate<Target> ofFilesystem(String id) {
        Optional<Filesystem> filesystem = view.cluster().filesystem(Filesystem.KIND.id(Filter.number(id)));
        return target -> filesystem.isPresent()
                && (filesystem.get().id().equals(target.filesystem())
                        || filesystem.get().mgt().equals(target.id()));
    }

    private Predicate<Target> onHost(String id) {
        ObjectId<HostState> host = Host.KIND.id(Filter.number(id));
        return target -> target.mountOn(host).isPresent();
    }

    private static Optional<Filesystem> filesystem(ClusterView view, Target target) {
        return target.filesystem() == null ? Optional.empty() : view.cluster().filesystem(target.filesystem());
    }

    private static String name(ClusterView view, @Nullable ObjectId<HostState> host) {
        return host == null ? NONE : view.cluster().host(host).map(Host::label).orElse(NONE);
    }

    private static String failoverNames(ClusterView view, Target target) {
        Set<String> names = target.failoverMounts().stream()
                .map(mount -> name(view, mount.host()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return names.isEmpty() ? NONE : String.join(", ", names);
    }
}
