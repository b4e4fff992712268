package org.chroma.api.internal.resource;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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
import org.chroma.api.internal.describe.Links;
import org.chroma.api.internal.describe.Lookup;
import org.chroma.api.internal.describe.Shape;
import org.chroma.api.internal.web.Body;
import org.chroma.core.ClusterView;
import org.chroma.core.StateManager;
import org.chroma.core.StateManager.Created;
import org.chroma.model.ConfParamRule.Owner;
import org.chroma.model.Filesystem;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.model.LnetConfiguration;
import org.chroma.model.Nid;
import org.chroma.model.Target;
import org.chroma.model.TargetKind;
import org.chroma.spi.Metric;
import org.chroma.state.ObjectId;
import org.chroma.statistics.Reduction;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Lustre filesystems. */
@Path("filesystem")
@Component(service = RestResource.class)
public final class FilesystemResource extends MeasuredListing<Filesystem> {
    private final ClusterView view;
    private final StateManager manager;
    private final Metrics metrics;
    private final Description<Filesystem> description;

    @Activate
    public FilesystemResource(
            @Reference ClusterView view, @Reference StateManager manager, @Reference Metrics metrics) {
        super(metrics);
        this.view = view;
        this.manager = manager;
        this.metrics = metrics;
        Description<Target> target = TargetResource.describe(view);
        this.description = Description.<Filesystem>of("filesystem", "Lustre filesystems")
                .with(Stateful.fields(view))
                .with(List.of(
                        Field.<Filesystem>text("name", "1 to 8 letters, digits, _ or -", Filesystem::name)
                                .writable()
                                .filtered(Lookup.IN, Lookup.STARTSWITH)
                                .sortable(),
                        Field.<Filesystem>of(
                                        "mgt",
                                        Shape.full(target).orNull(),
                                        "the MGT, in full",
                                        filesystem -> mgt(filesystem)
                                                .map(target::render)
                                                .orElse(null))
                                .writable(),
                        Field.<Filesystem>list(
                                        "mdts",
                                        Shape.full(target),
                                        "the MDTs, in full",
                                        filesystem -> targets(filesystem, TargetKind.MDT).stream()
                                                .map(target::render)
                                                .toList())
                                .writable(),
                        Field.<Filesystem>list(
                                        "osts",
                                        Shape.address(),
                                        "addresses of the OSTs",
                                        filesystem -> targets(filesystem, TargetKind.OST).stream()
                                                .map(ost -> Links.to(ost.id()))
                                                .toList())
                                .writable(),
                        Field.<Filesystem>integer(
                                        "bytes_free",
                                        "free bytes of all OSTs",
                                        filesystem -> bytes(filesystem, "kbytesfree"))
                                .orNull(),
                        Field.<Filesystem>integer(
                                        "bytes_total",
                                        "bytes of all OSTs",
                                        filesystem -> bytes(filesystem, "kbytestotal"))
                                .orNull(),
                        Field.<Filesystem>integer(
                                        "files_free",
                                        "free inodes of all MDTs",
                                        filesystem -> files(filesystem, "filesfree"))
                                .orNull(),
                        Field.<Filesystem>integer(
                                        "files_total",
                                        "inodes of all MDTs",
                                        filesystem -> files(filesystem, "filestotal"))
                                .orNull(),
                        Field.<Filesystem>integer("client_count", "clients that have it mounted", this::clients)
                                .orNull(),
                        Field.<Filesystem>text("mount_path", "what clients mount", this::mountPath)
                                .orNull(),
                        Field.<Filesystem>text("mount_command", "how clients mount it", this::mountCommand)
                                .orNull(),
                        Field.<Filesystem>dict(
                                        "conf_params",
                                        Shape.text().orNull(),
                                        "every parameter that can be set, null where it is not",
                                        filesystem -> ConfParams.all(view, filesystem.id(), Owner.FILESYSTEM))
                                .writable()));
    }

    @Override
    public Description<Filesystem> description() {
        return description;
    }

    @Override
    protected Collection<Filesystem> all(Caller caller) {
        return view.cluster().filesystems();
    }

    @Override
    protected Optional<Filesystem> find(String id, Caller caller) {
        return number(id).flatMap(number -> view.cluster().filesystem(Filesystem.KIND.id(number)));
    }

    @POST
    public Response add(Body body, @Context SecurityContext security) {
        FilesystemOrder order = new FilesystemOrder(body);
        if (order.isDryRun()) {
            return Response.ok(Plans.render(order.explained(manager::previewFilesystem)))
                    .build();
        }
        Caller caller = Caller.of(security);
        Created created = order.explained(request -> manager.createFilesystem(request, caller.getName()));
        Object filesystem = created.object() == null
                ? null
                : find("" + created.object().number(), caller)
                        .map(description::render)
                        .orElse(null);
        return Changes.accepted(created.command(), "filesystem", filesystem);
    }

    @PUT
    @Path("{id}")
    public Response change(@PathParam("id") String id, Body body, @Context SecurityContext security) {
        Filesystem filesystem = require(id, Caller.of(security));
        return StatefulChange.read(body, true, description.fieldNames())
                .apply(
                        view,
                        manager,
                        filesystem,
                        Caller.of(security),
                        () -> description.render(require(id, Caller.of(security))));
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

    /** What the metric's declaration says; of what nobody declares, all targets. */
    @Override
    protected List<String> entities(Filesystem filesystem, String metric) {
        return metrics.declared(metric)
                .map(declared -> entities(filesystem, declared))
                .orElseGet(() -> keys(view.cluster().targetsOf(filesystem.id())));
    }

    private List<String> entities(Filesystem filesystem, Metric metric) {
        return switch (metric.total()) {
            case NONE -> List.of();
            case OSTS -> keys(targets(filesystem, TargetKind.OST));
            case MDTS -> keys(targets(filesystem, TargetKind.MDT));
            case SUM, AVERAGE ->
                switch (metric.about()) {
                    case SERVER -> servers(filesystem);
                    case TARGET, JOB -> keys(view.cluster().targetsOf(filesystem.id()));
                    case MDT -> keys(targets(filesystem, TargetKind.MDT));
                    case OST -> keys(targets(filesystem, TargetKind.OST));
                    case RESOURCE -> List.of();
                };
        };
    }

    @Override
    protected Reduction reduction(String metric) {
        return metrics.declared(metric).map(Metric::total).equals(Optional.of(Metric.Total.AVERAGE))
                ? Reduction.AVERAGE
                : Reduction.SUM;
    }

    /** Those that its targets can run on. */
    private List<String> servers(Filesystem filesystem) {
        return view.cluster().targetsOf(filesystem.id()).stream()
                .flatMap(target -> target.mounts().stream())
                .map(mount -> mount.host().toString())
                .distinct()
                .toList();
    }

    private static List<String> keys(List<Target> targets) {
        return targets.stream().map(target -> target.id().toString()).toList();
    }

    private Optional<Target> mgt(Filesystem filesystem) {
        return view.cluster().target(filesystem.mgt());
    }

    private List<Target> targets(Filesystem filesystem, TargetKind kind) {
        return view.cluster().targetsOf(filesystem.id(), kind);
    }

    private @Nullable Long bytes(Filesystem filesystem, String metric) {
        Double kilobytes = metrics.latestSum(entities(filesystem, metric), metric);
        return kilobytes == null ? null : (long) (kilobytes * 1_024);
    }

    private @Nullable Long files(Filesystem filesystem, String metric) {
        Double files = metrics.latestSum(entities(filesystem, metric), metric);
        return files == null ? null : files.longValue();
    }

    /** Every client knows every MDT. */
    private @Nullable Long clients(Filesystem filesystem) {
        Double clients = metrics.latestMaximum(keys(targets(filesystem, TargetKind.MDT)), "client_count");
        return clients == null ? null : clients.longValue();
    }

    /**
     * The NIDs of each server of the MGS joined by commas, the servers joined by colons; null where some are unknown.
     */
    private @Nullable String mountPath(Filesystem filesystem) {
        Optional<Target> mgt = mgt(filesystem);
        if (mgt.isEmpty()) {
            return null;
        }
        List<ObjectId<HostState>> hosts = new ArrayList<>();
        mgt.get().mounts().stream()
                .sorted(Comparator.comparing(mount -> !mount.primary()))
                .forEach(mount -> hosts.add(mount.host()));
        List<String> groups = new ArrayList<>();
        for (ObjectId<HostState> host : hosts) {
            List<Nid> nids =
                    view.cluster().lnetOf(host).map(LnetConfiguration::nids).orElse(List.of());
            if (nids.isEmpty()) {
                return null;
            }
            groups.add(nids.stream().map(Nid::text).collect(Collectors.joining(",")));
        }
        return groups.isEmpty() ? null : String.join(":", groups) + ":/" + filesystem.name();
    }

    private @Nullable String mountCommand(Filesystem filesystem) {
        String path = mountPath(filesystem);
        return path == null ? null : "mount -t lustre " + path + " /mnt/" + filesystem.name();
    }

    static Map<String, String> named(Filesystem filesystem) {
        Map<String, String> result = new LinkedHashMap<>();
        result.put("id", "" + filesystem.id().number());
        result.put("name", filesystem.name());
        return result;
    }

    static Optional<Host> host(ClusterView view, @Nullable ObjectId<HostState> id) {
        return id == null ? Optional.empty() : view.cluster().host(id);
    }
}
