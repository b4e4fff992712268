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
import org.chroma.model.Host;
import org.chroma.model.Volume.VolumeNode;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The paths from servers to volumes. */
@Path("volume_node")
@Component(service = RestResource.class)
public final class VolumeNodeResource extends Listing<VolumeNode> {
    private final ClusterView view;
    private final Description<VolumeNode> description;

    @Activate
    public VolumeNodeResource(@Reference ClusterView view) {
        this.view = view;
        this.description = describe(view);
    }

    static Description<VolumeNode> describe(ClusterView view) {
        return Description.of(
                "volume_node",
                "The paths from servers to volumes",
                Field.<VolumeNode>text("id", "number", node -> "" + node.id()).filtered(Lookup.IN),
                Field.text("resource_uri", "address", node -> Links.to("volume_node", node.id())),
                Field.<VolumeNode>text("path", "absolute path on the server", VolumeNode::path)
                        .filtered(Lookup.STARTSWITH)
                        .sortable(),
                Field.bool("primary", "whether the target normally runs there", VolumeNode::primary),
                Field.bool("use", "whether the target may run there", VolumeNode::use),
                Field.<VolumeNode>text("volume_id", "number of the volume", node -> "" + node.volume())
                        .filtered(),
                Field.<VolumeNode>related("host", "the server", node -> Links.to(node.host()))
                        .filtered(),
                Field.<VolumeNode>text(
                                "host_id",
                                "number of the server",
                                node -> "" + node.host().number())
                        .filtered(),
                Field.text(
                        "host_label",
                        "its name",
                        node -> view.cluster()
                                .host(node.host())
                                .map(Host::label)
                                .orElse("---")));
    }

    @Override
    public Description<VolumeNode> description() {
        return description;
    }

    @Override
    protected Collection<VolumeNode> all(Caller caller) {
        return view.cluster().volumes().stream()
                .flatMap(volume -> volume.nodes().stream())
                .filter(node -> view.cluster().host(node.host()).isPresent())
                .toList();
    }

    @Override
    protected Optional<VolumeNode> find(String id, Caller caller) {
        return number(id)
                .flatMap(number ->
                        all(caller).stream().filter(node -> node.id() == number).findFirst());
    }
}
