package org.chroma.api.internal.resource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.chroma.api.internal.describe.Field;
import org.chroma.api.internal.describe.Links;
import org.chroma.api.internal.describe.Lookup;
import org.chroma.api.internal.describe.Shape;
import org.chroma.api.internal.describe.Type;
import org.chroma.core.ClusterView;
import org.chroma.core.ClusterView.AvailableJob;
import org.chroma.state.StatefulObject;
import org.jspecify.annotations.Nullable;

/** The fields that everything with a state has. */
final class Stateful {
    private Stateful() {}

    static <T extends StatefulObject<?>> List<Field<T>> fields(ClusterView view) {
        return List.of(
                Field.<T>text("id", "number", object -> "" + object.id().number())
                        .filtered(Lookup.IN),
                Field.text("resource_uri", "address", object -> Links.to(object.id())),
                Field.<T>text("label", "the name that administrators use", StatefulObject::label)
                        .filtered(Lookup.STARTSWITH)
                        .sortable(),
                Field.<T>text("state", "the state as far as known; PUT another one to get it there", Stateful::state)
                        .writable()
                        .filtered(Lookup.IN)
                        .sortable(),
                Field.time("state_modified_at", "when the state last changed", StatefulObject::stateModifiedAt),
                Field.<T>bool("immutable_state", "whether it is only monitored", StatefulObject::immutableState)
                        .filtered(),
                Field.integer(
                        "content_type_id", "stands for the kind of object", object -> Links.contentType(object.id())),
                Field.list(
                        "available_transitions",
                        Shape.object().member("state", Shape.text()).member("verb", Shape.text()),
                        "states that can be asked for now, with the words on the button",
                        object -> view.availableTransitions(object.id()).stream()
                                .map(transition -> Map.of("state", transition.state(), "verb", transition.verb()))
                                .toList()),
                Field.list(
                        "available_jobs",
                        Shape.object()
                                .member("verb", Shape.text())
                                .member("confirmation", Shape.text().orNull())
                                .member("class_name", Shape.text())
                                .member("args", Shape.dict(Shape.of(Type.ANY))),
                        "other jobs that can be asked for now",
                        object -> view.availableJobs(object.id()).stream()
                                .map(Stateful::job)
                                .toList()));
    }

    static String state(StatefulObject<?> object) {
        return object.state().name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, @Nullable Object> job(AvailableJob job) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("verb", job.verb());
        result.put("confirmation", job.confirmation());
        result.put("class_name", job.className());
        result.put("args", job.arguments());
        return result;
    }
}
