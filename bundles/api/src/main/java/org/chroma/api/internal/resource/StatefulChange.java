package org.chroma.api.internal.resource;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.ws.rs.core.Response;
import org.chroma.api.internal.access.Caller;
import org.chroma.api.internal.describe.Links;
import org.chroma.api.internal.web.Body;
import org.chroma.core.ClusterView;
import org.chroma.core.Command;
import org.chroma.core.Preview;
import org.chroma.core.StateManager;
import org.chroma.core.StateManager.Wanted;
import org.chroma.state.StatefulObject;
import org.jspecify.annotations.Nullable;

/** A request to change the state of something, its configuration parameters, or both. */
record StatefulChange(@Nullable String state, @Nullable Map<String, @Nullable String> confParams, boolean dryRun) {

    /**
     * Reads a request.
     *
     * @param params whether the object has parameters
     * @param known fields that a caller may send back as it got them
     */
    static StatefulChange read(Body body, boolean params, Collection<String> known) {
        String state = body.text("state", 64);
        boolean dryRun = Changes.dryRun(body);
        Map<String, @Nullable String> confParams = params ? body.textMap("conf_params") : null;
        if (state == null && confParams == null) {
            body.error("state", "This field is mandatory");
        }
        body.passingOver(known).verify();
        return new StatefulChange(state, confParams, dryRun);
    }

    /**
     * Carries it out. Whatever cannot be done is refused before anything is.
     *
     * @param rendered the object as it is afterwards
     */
    Response apply(
            ClusterView view,
            StateManager manager,
            StatefulObject<?> object,
            Caller caller,
            Supplier<Object> rendered) {
        if (confParams != null) {
            manager.checkConfParams(object.id(), confParams);
        }
        if (dryRun) {
            return state == null
                    ? Response.ok(List.of()).build()
                    : Changes.state(manager, object.id(), state, true, caller);
        }
        String kind = object.id().kind().name();
        if (state != null && confParams != null) {
            Preview unused = manager.preview(List.of(new Wanted(object.id(), state)));
        }
        boolean changed = false;
        Optional<Command> applying = Optional.empty();
        if (confParams != null) {
            Map<String, String> before = new LinkedHashMap<>(view.confParams(object.id()));
            applying = manager.setConfParams(object.id(), confParams, caller.getName());
            changed = applying.isPresent() || !before.equals(view.confParams(object.id()));
        }
        if (state != null) {
            Optional<Command> moving = manager.setStates(List.of(new Wanted(object.id(), state)), caller.getName());
            if (moving.isPresent() && applying.isPresent()) {
                Map<String, @Nullable Object> answer = new LinkedHashMap<>();
                answer.put("command", CommandResource.render(moving.get()));
                answer.put(
                        "commands",
                        List.of(
                                Links.to("command", applying.get().id()),
                                Links.to("command", moving.get().id())));
                answer.put(kind, rendered.get());
                return Response.accepted(answer).build();
            }
            if (moving.isPresent()) {
                return Changes.accepted(moving, kind, rendered.get());
            }
        }
        return Changes.accepted(applying, changed ? kind : null, changed ? rendered.get() : null);
    }
}
