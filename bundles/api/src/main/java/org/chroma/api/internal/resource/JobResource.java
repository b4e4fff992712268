package org.chroma.api.internal.resource;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import org.chroma.api.RestResource;
import org.chroma.api.internal.access.Caller;
import org.chroma.api.internal.describe.Description;
import org.chroma.api.internal.describe.Field;
import org.chroma.api.internal.describe.Filter;
import org.chroma.api.internal.describe.Links;
import org.chroma.api.internal.describe.Listing;
import org.chroma.api.internal.describe.Lookup;
import org.chroma.api.internal.describe.Shape;
import org.chroma.api.internal.describe.Type;
import org.chroma.api.internal.web.Body;
import org.chroma.core.ClusterView;
import org.chroma.core.Command;
import org.chroma.core.Job;
import org.chroma.core.JobState;
import org.chroma.core.StateManager;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The parts of commands, each about one object. */
@Path("job")
@Component(service = RestResource.class)
public final class JobResource extends Listing<Job> {
    private static final Shape LOCK = Shape.object()
            .member("locked_item_id", Shape.of(Type.INTEGER))
            .member("locked_item_content_type_id", Shape.of(Type.INTEGER))
            .member("locked_item_uri", Shape.address());

    private final ClusterView view;
    private final StateManager manager;
    private final Description<Job> description;

    @Activate
    public JobResource(@Reference ClusterView view, @Reference StateManager manager) {
        this.view = view;
        this.manager = manager;
        this.description = Description.<Job>of(
                        "job",
                        "The parts of commands, each about one object",
                        Field.<Job>text("id", "number", job -> "" + job.id()).filtered(Lookup.IN),
                        Field.text("resource_uri", "address", job -> Links.to("job", job.id())),
                        Field.text("description", "one line", Job::description),
                        Field.<Job>text("class_name", "the kind of job", Job::className)
                                .filtered(),
                        Field.<Job>text(
                                        "state",
                                        "pending, running, succeeded, failed, cancelled or not_run; PUT cancel to stop it",
                                        job -> state(job))
                                .writable()
                                .filtered(Lookup.IN),
                        Field.<Job>bool(
                                        "complete",
                                        "whether it is done",
                                        job -> job.state().isDone())
                                .filtered(),
                        Field.<Job>bool("errored", "whether it failed", job -> job.state() == JobState.FAILED)
                                .filtered(),
                        Field.<Job>bool(
                                        "cancelled",
                                        "whether it was stopped by a user, or could not run",
                                        job -> job.state() == JobState.CANCELLED || job.state() == JobState.NOT_RUN)
                                .filtered(),
                        Field.bool("paused", "always false", job -> false),
                        Field.text("reason", "why it failed or could not run", Job::reason),
                        Field.<Job>related(
                                        "blocked_by",
                                        "the object whose state was not as required",
                                        job -> Links.orNull(job.blockedBy()))
                                .orNull(),
                        Field.<Job>related("stateful_object", "what it is about", job -> Links.orNull(job.subject()))
                                .orNull()
                                .filtered(),
                        Field.<Job>text("old_state", "of a change of state: from where", Job::fromState)
                                .orNull(),
                        Field.<Job>text("new_state", "of a change of state: to where", Job::toState)
                                .orNull(),
                        Field.<Job>time("created_at", "when it was planned", Job::createdAt)
                                .sortable(),
                        Field.<Job>time("modified_at", "when its state last changed", Job::modifiedAt)
                                .sortable(),
                        Field.list(
                                "wait_for",
                                Shape.address(),
                                "addresses of the jobs that must be done first",
                                job -> job.waitFor().stream()
                                        .map(id -> Links.to("job", id))
                                        .toList()),
                        Field.list("read_locks", LOCK, "what it needs to stay as it is", job -> locks(job, false)),
                        Field.list("write_locks", LOCK, "what it changes", job -> locks(job, true)),
                        Field.list(
                                "commands",
                                Shape.address(),
                                "addresses of the commands that it belongs to",
                                this::commands),
                        Field.list(
                                "steps",
                                Shape.address(),
                                "addresses of what was run",
                                job -> view.steps(job.id()).stream()
                                        .map(step -> Links.to("step", step.id()))
                                        .toList()),
                        Field.list(
                                "available_transitions",
                                Shape.object().member("state", Shape.text()).member("label", Shape.text()),
                                "cancel, where that is possible",
                                job -> job.cancellable() && !job.state().isDone()
                                        ? List.of(Map.of("state", "cancel", "label", "Cancel"))
                                        : List.of()))
                .filteredBy(Filter.single("command", "number of a command: its jobs", this::ofCommand));
    }

    @Override
    public Description<Job> description() {
        return description;
    }

    @Override
    protected Collection<Job> all(Caller caller) {
        return view.jobs();
    }

    @Override
    protected Optional<Job> find(String id, Caller caller) {
        return number(id).flatMap(view::job);
    }

    @PUT
    @Path("{id}")
    public Response change(@PathParam("id") String id, Body body, @Context SecurityContext security) {
        Job job = require(id, Caller.of(security));
        String state = body.requiredText("state", 64);
        if (!state.isEmpty() && !state.equals("cancel") && !state.equals(state(job))) {
            body.error("state", "Only cancel can be asked for");
        }
        body.passingOver(description.fieldNames()).verify();
        if (state.equals("cancel")) {
            manager.cancel(job.id(), Caller.of(security).getName());
        }
        return Response.accepted(description.render(require(id, Caller.of(security))))
                .build();
    }

    private static String state(Job job) {
        return job.state().name().toLowerCase(Locale.ROOT);
    }

    private static List<Map<String, @Nullable Object>> locks(Job job, boolean write) {
        return job.locks().stream()
                .filter(lock -> lock.write() == write)
                .map(lock -> {
                    Map<String, @Nullable Object> result = new LinkedHashMap<>();
                    result.put("locked_item_id", lock.object().number());
                    result.put("locked_item_content_type_id", Links.contentType(lock.object()));
                    result.put("locked_item_uri", Links.to(lock.object()));
                    return result;
                })
                .toList();
    }

    private List<String> commands(Job job) {
        return view.commands().stream()
                .filter(command -> command.jobs().contains(job.id()))
                .map(command -> Links.to("command", command.id()))
                .toList();
    }

    private Predicate<Job> ofCommand(String id) {
        List<Long> jobs = view.command(Filter.number(id)).map(Command::jobs).orElse(List.of());
        return job -> jobs.contains(job.id());
    }
}
