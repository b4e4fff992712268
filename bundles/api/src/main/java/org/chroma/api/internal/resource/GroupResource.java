package org.chroma.api.internal.resource;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.ws.rs.Path;
import org.chroma.api.RestResource;
import org.chroma.api.internal.access.Caller;
import org.chroma.api.internal.access.Group;
import org.chroma.api.internal.describe.Description;
import org.chroma.api.internal.describe.Field;
import org.chroma.api.internal.describe.Links;
import org.chroma.api.internal.describe.Listing;
import org.chroma.api.internal.describe.Lookup;
import org.osgi.service.component.annotations.Component;

/** What users may do. */
@Path("group")
@Component(service = RestResource.class)
public final class GroupResource extends Listing<Group> {
    static final Description<Group> DESCRIPTION = Description.of(
            "group",
            "What users may do",
            Field.<Group>text("id", "number", group -> "" + group.id()).filtered(Lookup.IN),
            Field.text("resource_uri", "address", group -> Links.to("group", group.id())),
            Field.<Group>text("name", "name", Group::word).filtered(Lookup.IEXACT));

    /** By its name, its number or its address. */
    static Optional<Group> find(String text) {
        return List.of(Group.values()).stream()
                .filter(group -> Set.of(group.word(), "" + group.id(), Links.to("group", group.id()))
                        .contains(text))
                .findFirst();
    }

    @Override
    public Description<Group> description() {
        return DESCRIPTION;
    }

    @Override
    protected Collection<Group> all(Caller caller) {
        return List.of(Group.values());
    }

    @Override
    protected Optional<Group> find(String id, Caller caller) {
        return all(caller).stream().filter(group -> id.equals("" + group.id())).findFirst();
    }
}
