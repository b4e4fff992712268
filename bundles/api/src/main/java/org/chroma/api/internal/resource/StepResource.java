package org.chroma.api.internal.resource;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.ws.rs.Path;
import javax.ws.rs.core.SecurityContext;
import javax.ws.rs.core.UriInfo;
import org.chroma.api.RestResource;
import org.chroma.api.internal.access.Caller;
import org.chroma.api.internal.describe.Description;
import org.chroma.api.internal.describe.Field;
import org.chroma.api.internal.describe.Links;
import org.chroma.api.internal.describe.ListQuery;
import org.chroma.api.internal.describe.Listing;
import org.chroma.api.internal.describe.Lookup;
import org.chroma.core.ClusterView;
import org.chroma.core.Job;
import org.chroma.core.StepResult;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What jobs ran on servers, and what came of it. */
@Path("step")
@Component(service = RestResource.class)
public final class StepResource extends Listing<StepResult> {
    private static final Description<StepResult> DESCRIPTION = Description.of(
            "step",
            "What jobs ran, and what came of it",
            Field.<StepResult>text("id", "number", step -> "" + step.id()).filtered(Lookup.IN),
            Field.text("resource_uri", "address", step -> Links.to("step", step.id())),
            Field.<StepResult>related("job", "the job", step -> Links.to("job", step.job()))
                    .filtered(Lookup.IN),
            Field.text("class_name", "the kind of step", StepResult::name),
            Field.text("args", "what it was called with, as JSON", StepResult::arguments),
            Field.text("description", "one line", StepResult::description),
            Field.integer("step_index", "its position in the job, from 0", StepResult::index),
            Field.integer("step_count", "how many steps the job has", StepResult::count),
            Field.text("log", "lines for users", StepResult::log),
            Field.text("console", "what programs printed", StepResult::console),
            Field.text("exception", "what went wrong, in a sentence", StepResult::error),
            Field.text("backtrace", "where it went wrong", StepResult::trace),
            Field.<StepResult>text(
                            "state",
                            "incomplete, failed, success, or crashed where the manager ended meanwhile",
                            step -> step.state().name().toLowerCase(Locale.ROOT))
                    .filtered(Lookup.IN),
            Field.<StepResult>time("created_at", "when it began", StepResult::createdAt)
                    .sortable(),
            Field.<StepResult>time("modified_at", "when it last changed", StepResult::modifiedAt)
                    .sortable());

    private final ClusterView view;

    @Activate
    public StepResource(@Reference ClusterView view) {
        this.view = view;
    }

    @Override
    public Description<StepResult> description() {
        return DESCRIPTION;
    }

    /** Of one job, which is what is usually asked for, without looking at all others. */
    @Override
    public Map<String, Object> list(UriInfo request, SecurityContext security) {
        Map<String, List<String>> parameters = request.getQueryParameters();
        List<String> wanted = parameters.getOrDefault("job", List.of());
        Set<Long> jobs = wanted.stream().flatMap(id -> number(id).stream()).collect(Collectors.toSet());
        Collection<StepResult> steps = jobs.isEmpty()
                ? all(Caller.of(security))
                : jobs.stream()
                        .sorted()
                        .flatMap(job -> view.steps(job).stream())
                        .toList();
        return ListQuery.parse(DESCRIPTION, parameters, Set.of()).page(steps, "/api/step/");
    }

    @Override
    protected Collection<StepResult> all(Caller caller) {
        return view.jobs().stream()
                .map(Job::id)
                .flatMap(job -> view.steps(job).stream())
                .toList();
    }

    @Override
    protected Optional<StepResult> find(String id, Caller caller) {
        return number(id)
                .flatMap(number ->
                        all(caller).stream().filter(step -> step.id() == number).findFirst());
    }
}
