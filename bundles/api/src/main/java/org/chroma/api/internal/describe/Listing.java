package org.chroma.api.internal.describe;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.HttpMethod;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.SecurityContext;
import javax.ws.rs.core.UriInfo;
import org.chroma.api.RestResource;
import org.chroma.api.internal.access.Caller;
import org.chroma.core.ChromaException;
import org.chroma.core.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * A resource with a list, details and a schema, all from its description. A subclass adds {@code @Path}, the
 * description, where the objects come from, and the methods that change something.
 *
 * @param <T> what there is one resource of
 */
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public abstract class Listing<T> implements RestResource {

    public abstract Description<T> description();

    /** All objects that the caller may see, in their usual order. */
    protected abstract Collection<T> all(Caller caller);

    /** The object with the id, if the caller may see it. */
    protected abstract Optional<T> find(String id, Caller caller);

    @GET
    public Map<String, Object> list(@Context UriInfo request, @Context SecurityContext security) {
        return ListQuery.parse(description(), request.getQueryParameters(), Set.of())
                .page(all(Caller.of(security)), "/api/" + description().name() + "/");
    }

    @GET
    @Path("{id}")
    public Map<String, @Nullable Object> detail(@PathParam("id") String id, @Context SecurityContext security) {
        return description().render(require(id, Caller.of(security)));
    }

    @GET
    @Path("schema")
    public Map<String, Object> schema() {
        return description().schema(methods(false), methods(true));
    }

    /**
     * The object with the id.
     *
     * @throws ChromaException with NOT_FOUND where the caller sees none
     */
    protected final T require(String id, Caller caller) {
        return find(id, caller)
                .orElseThrow(() -> new ChromaException(
                        ErrorCode.NOT_FOUND, "There is no " + description().name() + " " + id));
    }

    /** The number that an id stands for; empty where it is not a number. */
    protected static Optional<Long> number(String id) {
        return id.matches("[0-9]{1,18}") ? Optional.of(Long.valueOf(id)) : Optional.empty();
    }

    private List<String> methods(boolean detail) {
        Set<String> methods = new LinkedHashSet<>();
        // An overriding method has the annotations of what it overrides.
        for (Class<?> type = getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                Path path = method.getAnnotation(Path.class);
                if (detail ? path != null && path.value().equals("{id}") : path == null) {
                    Arrays.stream(method.getAnnotations())
                            .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                            .filter(http -> http != null)
                            .forEach(http -> methods.add(http.value().toLowerCase(Locale.ROOT)));
                }
            }
        }
        List<String> sorted = new ArrayList<>(methods);
        sorted.sort(null);
        return sorted;
    }
}
