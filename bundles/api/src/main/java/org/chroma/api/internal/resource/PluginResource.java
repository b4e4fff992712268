package org.chroma.api.internal.resource;

import java.util.Collection;
import java.util.Optional;
import javax.ws.rs.Path;
import org.chroma.api.RestResource;
import org.chroma.api.internal.access.Caller;
import org.chroma.api.internal.describe.Description;
import org.chroma.api.internal.describe.Field;
import org.chroma.api.internal.describe.Links;
import org.chroma.api.internal.describe.Listing;
import org.chroma.api.internal.describe.Lookup;
import org.chroma.core.ClusterView;
import org.chroma.core.ClusterView.PluginStatus;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The plugins that the manager knows, and whether they work. */
@Path("plugin")
@Component(service = RestResource.class)
public final class PluginResource extends Listing<PluginStatus> {
    private static final Description<PluginStatus> DESCRIPTION = Description.of(
            "plugin",
            "The plugins that the manager knows, and whether they work",
            Field.<PluginStatus>text("id", "kind and name", PluginResource::id).filtered(Lookup.IN),
            Field.text("resource_uri", "address", plugin -> Links.to("plugin", id(plugin))),
            Field.<PluginStatus>text("name", "name", PluginStatus::name)
                    .filtered(Lookup.IN)
                    .sortable(),
            Field.<PluginStatus>text(
                            "kind",
                            "device, action, job, storage, listener for one that fails, or bundle for one that does not run",
                            PluginStatus::kind)
                    .filtered(Lookup.IN)
                    .sortable(),
            Field.<PluginStatus>text("bundle", "the bundle that brings it", PluginStatus::bundle)
                    .filtered(),
            Field.bool("healthy", "whether it works", plugin -> plugin.problem().isEmpty()),
            Field.text("problem", "what is wrong with it; empty where nothing is", PluginStatus::problem));

    private final ClusterView view;

    @Activate
    public PluginResource(@Reference ClusterView view) {
        this.view = view;
    }

    private static String id(PluginStatus plugin) {
        return plugin.kind() + "." + plugin.name();
    }

    @Override
    public Description<PluginStatus> description() {
        return DESCRIPTION;
    }

    @Override
    protected Collection<PluginStatus> all(Caller caller) {
        return view.plugins();
    }

    @Override
    protected Optional<PluginStatus> find(String id, Caller caller) {
        return view.plugins().stream().filter(plugin -> id(plugin).equals(id)).findFirst();
    }
}
