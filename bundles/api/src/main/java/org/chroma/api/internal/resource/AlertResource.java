package org.chroma.api.internal.resource;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import org.chroma.api.internal.describe.Listing;
import org.chroma.api.internal.describe.Lookup;
import org.chroma.api.internal.describe.Shape;
import org.chroma.api.internal.describe.Type;
import org.chroma.api.internal.web.Body;
import org.chroma.core.Alert;
import org.chroma.core.ClusterView;
import org.chroma.core.Resource;
import org.chroma.core.StateManager;
import org.chroma.model.Filesystem;
import org.chroma.model.Host;
import org.chroma.model.Target;
import org.chroma.model.TargetKind;
import org.chroma.state.ObjectId;
import org.chroma.state.StatefulObject;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What is or was wrong. */
@Path("alert")
@Component(service = RestResource.class)
public final class AlertResource extends Listing<Alert> {
    private final ClusterView view;
    private final StateManager manager;
    private final Description<Alert> description;

    @Activate
    public AlertResource(@Reference ClusterView view, @Reference StateManager manager) {
        this.view = view;
        this.manager = manager;
        this.description = Description.of(
                "alert",
                "What is or was wrong",
                Field.<Alert>text("id", "number", alert -> "" + alert.id()).filtered(Lookup.IN),
                Field.text("resource_uri", "address", alert -> Links.to("alert", alert.id())),
                Field.text("message", "a sentence", Alert::message),
                Field.<Alert>text(
                                "alert_type",
                                "the kind of alert",
                                alert -> alert.type().name())
                        .filtered(Lookup.IN),
                Field.<Alert>text(
                                "severity",
                                "INFO, WARNING or ERROR",
                                alert -> alert.severity().name())
                        .filtered(Lookup.IN),
                Field.<Alert>time("begin", "when it began", Alert::begin)
                        .filtered(Lookup.GTE, Lookup.LTE)
                        .sortable(),
                Field.<Alert>time("end", "when it ended, or was last seen", Alert::end)
                        .filtered(Lookup.GTE, Lookup.LTE)
                        .sortable(),
                Field.<Alert>bool("active", "whether it is active", Alert::active)
                        .filtered()
                        .sortable(),
                Field.<Alert>bool(
                                "dismissed",
                                "whether a user has seen it, or it was Chroma's own doing",
                                Alert::dismissed)
                        .writable()
                        .filtered(),
                Field.<Alert>related("alert_item", "what it is about", this::item)
                        .orNull()
                        .filtered(),
                Field.text("alert_item_str", "its name", this::itemName),
                Field.<Alert>text("alert_item_id", "its number", this::itemId)
                        .orNull()
                        .filtered(),
                Field.<Alert>integer(
                                "alert_item_content_type_id",
                                "stands for its kind",
                                alert -> alert.subject() == null
                                        ? Links.contentType("storage_resource")
                                        : Links.contentType(alert.subject()))
                        .filtered(),
                Field.list(
                        "affected",
                        Shape.object()
                                .member("id", Shape.text())
                                .member("content_type_id", Shape.of(Type.INTEGER))
                                .member("resource_uri", Shape.address()),
                        "what is affected by it",
                        this::affected));
    }

    @Override
    public Description<Alert> description() {
        return description;
    }

    @Override
    protected Collection<Alert> all(Caller caller) {
        return view.alerts();
    }

    @Override
    protected Optional<Alert> find(String id, Caller caller) {
        return number(id)
                .flatMap(number -> view.alerts().stream()
                        .filter(alert -> alert.id() == number)
                        .findFirst());
    }

    @PUT
    @Path("{id}")
    public Response change(@PathParam("id") String id, Body body, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        Alert alert = require(id, caller);
        Boolean dismissed = body.bool("dismissed");
        if (!body.has("dismissed") || body.isNull("dismissed")) {
            body.error("dismissed", "This field is mandatory");
        }
        body.passingOver(description.fieldNames()).verify();
        manager.dismissAlert(alert.id(), Boolean.TRUE.equals(dismissed), caller.getName());
        return Response.accepted(description.render(require(id, caller))).build();
    }

    private @Nullable Resource resource(Alert alert) {
        return alert.resource() == null ? null : view.resources().get(alert.resource());
    }

    private @Nullable String item(Alert alert) {
        Resource resource = resource(alert);
        return resource != null ? Links.to("storage_resource", resource.id()) : Links.orNull(alert.subject());
    }

    private @Nullable String itemId(Alert alert) {
        Resource resource = resource(alert);
        if (resource != null) {
            return "" + resource.id();
        }
        return alert.subject() == null ? null : "" + alert.subject().number();
    }

    private String itemName(Alert alert) {
        Resource resource = resource(alert);
        if (resource != null) {
            return resource.label();
        }
        return alert.subject() == null
                ? ""
                : view.cluster()
                        .object(alert.subject())
                        .map(StatefulObject::label)
                        .orElse("");
    }

    private List<Map<String, Object>> affected(Alert alert) {
        Set<ObjectId<?>> affected = new LinkedHashSet<>();
        if (alert.subject() != null) {
            affected.add(alert.subject());
            Host.KIND
                    .match(alert.subject())
                    .ifPresent(host -> view.cluster().targetsOn(host).forEach(target -> addTarget(affected, target)));
            Target.KIND
                    .match(alert.subject())
                    .flatMap(view.cluster()::target)
                    .ifPresent(target -> addTarget(affected, target));
        }
        view.cluster().volumes().stream()
                .filter(volume -> alert.resource() != null && isBuiltFrom(volume.resource(), alert.resource(), 0))
                .flatMap(volume -> view.cluster().targetOnVolume(volume.id()).stream())
                .forEach(target -> addTarget(affected, target));
        return affected.stream().map(AlertResource::reference).toList();
    }

    /** Whether a storage resource is another one, or made of it. */
    private boolean isBuiltFrom(@Nullable String key, String part, int depth) {
        if (key == null || depth > 20) {
            return false;
        }
        if (key.equals(part)) {
            return true;
        }
        Resource resource = view.resources().get(key);
        return resource != null && resource.parents().stream().anyMatch(parent -> isBuiltFrom(parent, part, depth + 1));
    }

    private void addTarget(Set<ObjectId<?>> affected, Target target) {
        affected.add(target.id());
        if (target.kind() == TargetKind.MGT) {
            view.cluster().filesystemsOf(target.id()).stream()
                    .map(Filesystem::id)
                    .forEach(affected::add);
        } else if (target.filesystem() != null) {
            affected.add(target.filesystem());
        }
    }

    private static Map<String, Object> reference(ObjectId<?> id) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("id", "" + id.number());
        result.put("content_type_id", Links.contentType(id));
        result.put("resource_uri", Links.to(id));
        return result;
    }
}
