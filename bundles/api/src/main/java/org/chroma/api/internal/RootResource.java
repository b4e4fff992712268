package org.chroma.api.internal;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;
import org.chroma.api.RestResource;
import org.chroma.api.internal.access.ChecksItself;
import org.chroma.api.internal.describe.Listing;

/** Names all resources, and where they describe themselves. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public final class RootResource implements RestResource {
    private final List<RestResource> resources;

    RootResource(List<RestResource> resources) {
        this.resources = resources;
    }

    @GET
    @ChecksItself
    public Map<String, Object> list() {
        Map<String, Object> answer = new TreeMap<>();
        for (RestResource resource : resources) {
            Path path = resource.getClass().getAnnotation(Path.class);
            if (path != null) {
                String address = "/api/" + path.value() + "/";
                answer.put(
                        path.value(),
                        resource instanceof Listing
                                ? Map.of("list_endpoint", address, "schema", address + "schema/")
                                : Map.of("list_endpoint", address));
            }
        }
        return answer;
    }
}
