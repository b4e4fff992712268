package org.chroma.api.internal.resource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.ws.rs.core.Response;
import org.chroma.api.internal.access.Caller;
import org.chroma.api.internal.describe.Links;
import org.chroma.api.internal.web.Body;
import org.chroma.core.Command;
import org.chroma.core.InvalidRequestException;
import org.chroma.core.StateManager;
import org.chroma.core.StateManager.Wanted;
import org.chroma.state.ObjectId;
import org.jspecify.annotations.Nullable;

/** The answers to requests that change something. */
final class Changes {
    private Changes() {}

    /**
     * What a request to change a state does: shows the plan, starts the command, or says that there is nothing to do.
     */
    static Response state(StateManager manager, ObjectId<?> id, String state, boolean dryRun, Caller caller) {
        List<Wanted> wanted = List.of(new Wanted(id, state));
        if (dryRun) {
            return Response.ok(Plans.render(manager.preview(wanted))).build();
        }
        return accepted(manager.setStates(wanted, caller.getName()), null, null);
    }

    /**
     * 202 with the command, and the object where there is one; 204 where there is neither.
     *
     * @param name of the object's kind, as the key in the answer
     */
    static Response accepted(Optional<Command> command, @Nullable String name, @Nullable Object object) {
        if (command.isEmpty() && object == null) {
            return Response.noContent().build();
        }
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("command", command.map(CommandResource::render).orElse(null));
        if (name != null) {
            answer.put(name, object);
        }
        return Response.accepted(answer).build();
    }

    /** Whether the body asks for the plan only. */
    static boolean dryRun(Body body) {
        return Boolean.TRUE.equals(body.bool("dry_run"));
    }

    /** DELETE: as asking for the state that ends an object's life. Errors then belong to no field. */
    static Response remove(StateManager manager, ObjectId<?> id, Caller caller) {
        try {
            return state(manager, id, "removed", false, caller);
        } catch (InvalidRequestException e) {
            Object problem = e.errors().containsKey("state") ? e.errors().get("state") : e.errors();
            throw new InvalidRequestException(
                    Map.of(InvalidRequestException.ALL, problem == null ? List.of() : problem));
        }
    }

    static String address(ObjectId<?> id) {
        return Links.to(id);
    }
}
