package org.chroma.api.internal.resource;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.ws.rs.Path;
import org.chroma.api.RestResource;
import org.chroma.api.internal.access.Caller;
import org.chroma.api.internal.describe.Description;
import org.chroma.api.internal.describe.Field;
import org.chroma.api.internal.describe.Links;
import org.chroma.api.internal.describe.Listing;
import org.chroma.api.internal.describe.Shape;
import org.chroma.core.ClusterView;
import org.chroma.model.Host;
import org.chroma.model.LnetConfiguration;
import org.chroma.model.Nid;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What is known of servers' LNet. */
@Path("lnet_configuration")
@Component(service = RestResource.class)
public final class LnetConfigurationResource extends Listing<LnetConfiguration> {
    private final ClusterView view;
    private final Description<LnetConfiguration> description;

    @Activate
    public LnetConfigurationResource(@Reference ClusterView view) {
        this.view = view;
        this.description = Description.<LnetConfiguration>of("lnet_configuration", "What is known of servers' LNet")
                .with(Stateful.fields(view))
                .with(List.of(
                        Field.<LnetConfiguration>related("host", "the server", lnet -> Links.to(lnet.host()))
                                .filtered(),
                        Field.list(
                                "nids",
                                Shape.text(),
                                "network identifiers",
                                lnet -> lnet.nids().stream().map(Nid::text).toList())));
    }

    @Override
    public Description<LnetConfiguration> description() {
        return description;
    }

    @Override
    protected Collection<LnetConfiguration> all(Caller caller) {
        return view.cluster().lnetConfigurations();
    }

    @Override
    protected Optional<LnetConfiguration> find(String id, Caller caller) {
        return number(id).flatMap(number -> view.cluster().lnetOf(Host.KIND.id(number)));
    }
}
