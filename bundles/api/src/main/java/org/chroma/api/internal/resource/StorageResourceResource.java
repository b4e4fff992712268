package org.chroma.api.internal.resource;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.core.Context;
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
import org.chroma.api.internal.describe.Type;
import org.chroma.core.Alert;
import org.chroma.core.ClusterView;
import org.chroma.core.Resource;
import org.chroma.model.Host;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Disks, paths, pools and everything else that plugins report, whatever classes they have. */
@Path("storage_resource")
@Component(service = RestResource.class)
public final class StorageResourceResource extends MeasuredListing<Resource> {
    private final ClusterView view;
    private final Description<Resource> description;

    @Activate
    public StorageResourceResource(@Reference ClusterView view, @Reference Metrics metrics) {
        super(metrics);
        this.view = view;
        this.description = Description.<Resource>of(
                        "storage_resource",
                        "Disks, paths, pools and everything else that plugins report",
                        Field.<Resource>text("id", "number", resource -> "" + resource.id())
                                .filtered(Lookup.IN),
                        Field.text("resource_uri", "address", resource -> Links.to("storage_resource", resource.id())),
                        Field.<Resource>text("plugin_name", "the plugin that reports it", Resource::plugin)
                                .filtered(Lookup.IN)
                                .sortable(),
                        Field.<Resource>text("class_name", "its class", Resource::type)
                                .filtered(Lookup.IN)
                                .sortable(),
                        Field.text(
                                "role",
                                "what it can be used for",
                                resource -> resource.role().name().toLowerCase(Locale.ROOT)),
                        Field.list("parent_classes", Shape.text(), "always empty", resource -> List.of()),
                        Field.<Resource>text("label", "name", Resource::label)
                                .filtered(Lookup.ICONTAINS)
                                .sortable(),
                        Field.text("alias", "name", Resource::label),
                        Field.text("default_alias", "name", Resource::label),
                        Field.dict(
                                "attributes",
                                Shape.object()
                                        .member("raw", Shape.of(Type.ANY))
                                        .member("markup", Shape.text())
                                        .member("label", Shape.text())
                                        .member("class", Shape.text()),
                                "values by name",
                                StorageResourceResource::attributes),
                        Field.list("parents", Shape.address(), "addresses of what it is made of", this::parents),
                        Field.list(
                                "hosts",
                                Shape.address(),
                                "addresses of the servers that report it",
                                resource -> resource.sources().stream()
                                        .sorted()
                                        .map(host -> Links.to(Host.KIND.id(host)))
                                        .toList()),
                        Field.list("alerts", Shape.address(), "addresses of its active alerts", this::alerts),
                        Field.list(
                                "propagated_alerts",
                                Shape.address(),
                                "addresses of active alerts of what it is made of",
                                this::inherited),
                        Field.dict("stats", Shape.of(Type.ANY), "always empty", resource -> Map.of()),
                        Field.list("charts", Shape.text(), "always empty", resource -> List.of()),
                        Field.bool(
                                "deletable",
                                "always false: it disappears when it is no longer reported",
                                resource -> false),
                        Field.integer(
                                "content_type_id",
                                "stands for the kind of object",
                                resource -> Links.contentType("storage_resource")))
                .filteredBy(
                        Filter.single("host_id", "resources that the server reports", this::reportedBy),
                        Filter.single(
                                "ancestor_of", "number of a resource: it, and what it is made of", this::ancestors));
    }

    @Override
    public Description<Resource> description() {
        return description;
    }

    @Override
    protected Collection<Resource> all(Caller caller) {
        return view.resources().values().stream()
                .sorted(Comparator.comparingLong(Resource::id))
                .toList();
    }

    @Override
    protected Optional<Resource> find(String id, Caller caller) {
        return number(id).flatMap(this::find);
    }

    private Optional<Resource> find(long id) {
        return view.resources().values().stream()
                .filter(resource -> resource.id() == id)
                .findFirst();
    }

    /** The resources of one class. */
    @GET
    @Path("{plugin}/{type}")
    public Map<String, Object> list(
            @PathParam("plugin") String plugin,
            @PathParam("type") String type,
            @Context UriInfo request,
            @Context SecurityContext security) {
        List<Resource> ofClass = all(Caller.of(security)).stream()
                .filter(resource ->
                        resource.plugin().equals(plugin) && resource.type().equals(type))
                .toList();
        return ListQuery.parse(withAttributes(ofClass), request.getQueryParameters(), Set.of())
                .page(ofClass, "/api/storage_resource/" + plugin + "/" + type + "/");
    }

    /** The description with a field {@code attr_NAME} for each attribute, to order and filter by. */
    private Description<Resource> withAttributes(List<Resource> resources) {
        Set<String> names = new LinkedHashSet<>();
        resources.forEach(resource -> names.addAll(resource.attributes().keySet()));
        return description.with(names.stream()
                .map(name -> Field.<Resource>text(
                                "attr_" + name,
                                label(name),
                                resource -> resource.attributes().get(name))
                        .orNull()
                        .sortable())
                .toList());
    }

    @Override
    protected List<String> entities(Resource resource, String metric) {
        return List.of("resource/" + resource.id());
    }

    private static Map<String, Object> attributes(Resource resource) {
        Map<String, Object> result = new LinkedHashMap<>();
        resource.attributes().forEach((name, value) -> {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("raw", value);
            one.put("markup", String.valueOf(value));
            one.put("label", label(name));
            one.put("class", className(name, value));
            result.put(name, one);
        });
        return result;
    }

    /** {@code serial_number} as "Serial number". */
    static String label(String name) {
        String spaced = name.replace('_', ' ');
        return spaced.isEmpty() ? spaced : Character.toUpperCase(spaced.charAt(0)) + spaced.substring(1);
    }

    static String className(String name, Object value) {
        if (value instanceof Boolean) {
            return "Boolean";
        }
        if (value instanceof Number) {
            return name.equals("size") || name.endsWith("_bytes") ? "Bytes" : "Integer";
        }
        return "String";
    }

    private List<String> parents(Resource resource) {
        return resource.parents().stream()
                .map(view.resources()::get)
                .filter(parent -> parent != null)
                .map(parent -> Links.to("storage_resource", parent.id()))
                .toList();
    }

    private List<String> alerts(Resource resource) {
        return alerts(Set.of(resource.key()));
    }

    private List<String> inherited(Resource resource) {
        Set<String> keys = lineage(resource);
        keys.remove(resource.key());
        return alerts(keys);
    }

    private List<String> alerts(Set<String> keys) {
        return keys.isEmpty()
                ? List.of()
                : view.alerts().stream()
                        .filter(Alert::active)
                        .filter(alert -> alert.resource() != null && keys.contains(alert.resource()))
                        .map(alert -> Links.to("alert", alert.id()))
                        .toList();
    }

    /** Keys of a resource and all that it is made of. */
    private Set<String> lineage(Resource resource) {
        Map<String, Resource> all = view.resources();
        Set<String> keys = new HashSet<>();
        Deque<Resource> open = new ArrayDeque<>(List.of(resource));
        while (!open.isEmpty()) {
            Resource next = open.removeFirst();
            if (keys.add(next.key())) {
                next.parents().stream()
                        .map(all::get)
                        .filter(parent -> parent != null)
                        .forEach(open::add);
            }
        }
        return keys;
    }

    private Predicate<Resource> reportedBy(String host) {
        long number = Filter.number(host);
        return resource -> resource.sources().contains(number);
    }

    private Predicate<Resource> ancestors(String id) {
        Set<String> keys = find(Filter.number(id)).map(this::lineage).orElse(Set.of());
        return resource -> keys.contains(resource.key());
    }
}
