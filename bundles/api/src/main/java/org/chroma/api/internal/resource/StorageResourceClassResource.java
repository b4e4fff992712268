package org.chroma.api.internal.resource;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.SecurityContext;
import org.chroma.api.RestResource;
import org.chroma.api.internal.access.Caller;
import org.chroma.api.internal.describe.Description;
import org.chroma.api.internal.describe.Field;
import org.chroma.api.internal.describe.Listing;
import org.chroma.api.internal.describe.Lookup;
import org.chroma.api.internal.describe.Shape;
import org.chroma.api.internal.describe.Type;
import org.chroma.core.ClusterView;
import org.chroma.core.Resource;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The classes of storage resources that plugins report, with the attributes that their resources have. */
@Path("storage_resource_class")
@Component(service = RestResource.class)
public final class StorageResourceClassResource extends Listing<StorageResourceClassResource.StorageClass> {
    private static final Description<StorageClass> DESCRIPTION = Description.of(
            "storage_resource_class",
            "The classes of storage resources that plugins report",
            Field.<StorageClass>text("id", "plugin and class", StorageClass::label)
                    .filtered(Lookup.IN),
            Field.text(
                    "resource_uri",
                    "address",
                    type -> "/api/storage_resource_class/" + type.plugin() + "/" + type.name() + "/"),
            Field.<StorageClass>text("plugin_name", "the plugin", StorageClass::plugin)
                    .filtered(Lookup.IN)
                    .sortable(),
            Field.<StorageClass>bool("plugin_internal", "always false: no plugin is privileged", type -> false)
                    .filtered(),
            Field.<StorageClass>text("class_name", "the class", StorageClass::name)
                    .filtered(Lookup.IN)
                    .sortable(),
            Field.<StorageClass>bool("user_creatable", "always false: resources are found", type -> false)
                    .filtered(),
            Field.text("label", "plugin and class", StorageClass::label),
            Field.list(
                    "columns",
                    Shape.object().member("name", Shape.text()).member("label", Shape.text()),
                    "what a table of them shows",
                    StorageClass::columns),
            Field.list(
                    "fields",
                    Shape.object()
                            .member("name", Shape.text())
                            .member("label", Shape.text())
                            .member("optional", Shape.of(Type.BOOLEAN))
                            .member("user_read_only", Shape.of(Type.BOOLEAN))
                            .member("class", Shape.text()),
                    "the attributes",
                    StorageClass::fields));

    private final ClusterView view;

    @Activate
    public StorageResourceClassResource(@Reference ClusterView view) {
        this.view = view;
    }

    /** One class, with an example value of each attribute. */
    public record StorageClass(String plugin, String name, Map<String, Object> attributes) {

        String label() {
            return plugin + "-" + name;
        }

        List<Map<String, String>> columns() {
            List<Map<String, String>> columns = new ArrayList<>();
            attributes
                    .keySet()
                    .forEach(name -> columns.add(Map.of("name", name, "label", StorageResourceResource.label(name))));
            return columns;
        }

        List<Map<String, Object>> fields() {
            List<Map<String, Object>> fields = new ArrayList<>();
            attributes.forEach((name, example) -> {
                Map<String, Object> field = new LinkedHashMap<>();
                field.put("name", name);
                field.put("label", StorageResourceResource.label(name));
                field.put("optional", true);
                field.put("user_read_only", true);
                field.put("class", StorageResourceResource.className(name, example));
                fields.add(field);
            });
            return fields;
        }
    }

    @Override
    public Description<StorageClass> description() {
        return DESCRIPTION;
    }

    @Override
    protected Collection<StorageClass> all(Caller caller) {
        Map<String, StorageClass> classes = new TreeMap<>();
        for (Resource resource : view.resources().values()) {
            StorageClass type = classes.computeIfAbsent(
                    resource.plugin() + "-" + resource.type(),
                    key -> new StorageClass(resource.plugin(), resource.type(), new LinkedHashMap<>()));
            resource.attributes().forEach(type.attributes()::putIfAbsent);
        }
        return classes.values();
    }

    @Override
    protected Optional<StorageClass> find(String id, Caller caller) {
        return all(caller).stream().filter(type -> type.label().equals(id)).findFirst();
    }

    @GET
    @Path("{plugin}/{name}")
    public Map<String, @Nullable Object> detail(
            @PathParam("plugin") String plugin, @PathParam("name") String name, @Context SecurityContext security) {
        return DESCRIPTION.render(require(plugin + "-" + name, Caller.of(security)));
    }
}
