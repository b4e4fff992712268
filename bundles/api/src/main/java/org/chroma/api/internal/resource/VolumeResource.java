package org.chroma.api.internal.resource;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
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
import org.chroma.api.internal.describe.Links;
import org.chroma.api.internal.describe.Listing;
import org.chroma.api.internal.describe.Lookup;
import org.chroma.api.internal.describe.Shape;
import org.chroma.api.internal.web.Body;
import org.chroma.core.ClusterView;
import org.chroma.core.Resource;
import org.chroma.core.StateManager;
import org.chroma.core.StateManager.NodeChoice;
import org.chroma.model.Filesystem;
import org.chroma.model.Target;
import org.chroma.model.Volume;
import org.chroma.model.Volume.VolumeNode;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What can carry targets. */
@Path("volume")
@Component(service = RestResource.class)
public final class VolumeResource extends Listing<Volume> {
    private final ClusterView view;
    private final StateManager manager;
    private final Description<Volume> description;

    @Activate
    public VolumeResource(@Reference ClusterView view, @Reference StateManager manager) {
        this.view = view;
        this.manager = manager;
        this.description = describe(view)
                .filteredBy(
                        Filter.single(
                                "category", "unused, or usable: unused and with a primary server", this::category),
                        Filter.single("host_id", "volumes that the server reaches", id -> reached(id, false)),
                        Filter.single(
                                "primary",
                                "number of a server: volumes whose primary server it is",
                                id -> reached(id, true)),
                        Filter.single("filesystem_id", "volumes of the filesystem's targets", this::carries));
    }

    static Description<Volume> describe(ClusterView view) {
        Description<VolumeNode> node = VolumeNodeResource.describe(view);
        return Description.of(
                "volume",
                "What can carry targets",
                Field.<Volume>text("id", "number", volume -> "" + volume.id()).filtered(Lookup.IN),
                Field.text("resource_uri", "address", volume -> Links.to("volume", volume.id())),
                Field.<Volume>text("label", "name", Volume::label)
                        .filtered(Lookup.STARTSWITH, Lookup.ENDSWITH)
                        .sortable(),
                Field.<Volume>integer(
                                "size",
                                "bytes; null where unknown",
                                volume -> volume.size() == 0 ? null : volume.size())
                        .orNull()
                        .sortable(),
                Field.text("kind", "what it is", Volume::kind),
                Field.<Volume>text(
                                "status",
                                "configured-ha, configured-noha or unconfigured",
                                volume -> volume.highAvailability().word())
                        .filtered(),
                Field.<Volume>related("storage_resource", "what it was found as", volume -> resource(view, volume))
                        .orNull(),
                Field.<Volume>related(
                                "target",
                                "the target that it carries",
                                volume -> view.cluster()
                                        .targetOnVolume(volume.id())
                                        .map(target -> Links.to(target.id()))
                                        .orElse(null))
                        .orNull(),
                Field.<Volume>list(
                        "volume_nodes",
                        Shape.full(node),
                        "the servers' paths to it, in full",
                        volume -> liveNodes(view, volume).map(node::render).toList()),
                Field.integer(
                        "content_type_id", "stands for the kind of object", volume -> Links.contentType("volume")));
    }

    @Override
    public Description<Volume> description() {
        return description;
    }

    @Override
    protected Collection<Volume> all(Caller caller) {
        return view.cluster().volumes();
    }

    @Override
    protected Optional<Volume> find(String id, Caller caller) {
        return number(id).flatMap(number -> view.cluster().volume(number));
    }

    @PUT
    @Path("{id}")
    public Response change(@PathParam("id") String id, Body body, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        Volume volume = require(id, caller);
        String field = body.has("nodes") ? "nodes" : "volume_nodes";
        List<Body> nodes = body.objects(field);
        if (nodes == null) {
            body.error("nodes", "This field is mandatory");
        }
        List<NodeChoice> choices = new ArrayList<>();
        for (Body node : nodes == null ? List.<Body>of() : nodes) {
            Long number = node.id("id", "volume_node");
            if (number == null) {
                node.error("id", "This field is mandatory");
            } else if (volume.nodes().stream().noneMatch(known -> known.id() == number)) {
                node.error("id", "The volume has no such path");
            }
            choices.add(new NodeChoice(
                    number == null ? 0 : number,
                    Boolean.TRUE.equals(node.bool("primary")),
                    Boolean.TRUE.equals(node.bool("use"))));
            node.passingOver(VolumeNodeResource.describe(view).fieldNames());
        }
        if (choices.stream().filter(NodeChoice::primary).count() > 1) {
            body.error(field, "A volume has one primary server");
        }
        body.passingOver(description.fieldNames()).verify();
        manager.editVolume(volume.id(), choices, caller.getName());
        return Response.accepted(description.render(require(id, caller))).build();
    }

    private static Stream<VolumeNode> liveNodes(ClusterView view, Volume volume) {
        return volume.nodes().stream()
                .filter(node -> view.cluster().host(node.host()).isPresent());
    }

    private static @Nullable String resource(ClusterView view, Volume volume) {
        Resource resource = volume.resource() == null ? null : view.resources().get(volume.resource());
        return resource == null ? null : Links.to("storage_resource", resource.id());
    }

    private Predicate<Volume> category(String category) {
        Predicate<Volume> unused =
                volume -> view.cluster().targetOnVolume(volume.id()).isEmpty();
        return switch (category) {
            case "unused" -> unused;
            case "usable" -> unused.and(this::isUsable);
            default -> throw new IllegalArgumentException("unused or usable is expected");
        };
    }

    private boolean isUsable(Volume volume) {
        Optional<VolumeNode> node =
                volume.nodes().size() == 1 ? Optional.of(volume.nodes().get(0)) : volume.primaryNode();
        return node.filter(found -> view.cluster().host(found.host()).isPresent())
                .isPresent();
    }

    private Predicate<Volume> reached(String host, boolean primary) {
        long number = Filter.number(host);
        return volume -> volume.nodes().stream()
                .anyMatch(node -> node.host().number() == number && (!primary || node.primary()));
    }

    private Predicate<Volume> carries(String id) {
        Optional<Filesystem> filesystem = view.cluster().filesystem(Filesystem.KIND.id(Filter.number(id)));
        return volume -> {
            Optional<Target> target = view.cluster().targetOnVolume(volume.id());
            return filesystem.isPresent()
                    && target.isPresent()
                    && (filesystem.get().id().equals(target.get().filesystem())
                            || filesystem.get().mgt().equals(target.get().id()));
        };
    }
}
