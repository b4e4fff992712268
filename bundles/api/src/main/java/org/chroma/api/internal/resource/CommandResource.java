package org.chroma.api.internal.resource;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import org.chroma.api.RestResource;
import org.chroma.api.internal.access.Caller;
import org.chroma.api.internal.describe.Description;
import org.chroma.api.internal.describe.Field;
import org.chroma.api.internal.describe.Links;
import org.chroma.api.internal.describe.Listing;
import org.chroma.api.internal.describe.Lookup;
import org.chroma.api.internal.describe.Shape;
import org.chroma.api.internal.web.Body;
import org.chroma.core.ClusterView;
import org.chroma.core.Command;
import org.chroma.core.Command.Outcome;
import org.chroma.core.StateManager;
import org.chroma.core.StateManager.JobRequest;
import org.chroma.core.StepResult;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What was asked for, and how it went. */
@Path("command")
@Component(service = RestResource.class)
public final class CommandResource extends Listing<Command> {
    private static final Description<Command> FIELDS = Description.of(
            "command",
            "What was asked for, and how it went",
            Field.<Command>text("id", "number", command -> "" + command.id()).filtered(Lookup.IN),
            Field.text("resource_uri", "address", command -> Links.to("command", command.id())),
            Field.<Command>text("message", "one line", Command::message).writable(),
            Field.<Command>text("user", "who asked; empty for Chroma itself", Command::user)
                    .filtered(),
            Field.<Command>bool("complete", "whether all its jobs are done", Command::complete)
                    .filtered(),
            Field.<Command>bool(
                            "errored",
                            "complete, and a job failed or could not run",
                            command -> command.outcome() == Outcome.FAILED)
                    .filtered(),
            Field.<Command>bool(
                            "cancelled",
                            "complete, and a job was cancelled by a user",
                            command -> command.outcome() == Outcome.CANCELLED)
                    .filtered(),
            Field.<Command>time("created_at", "when it was asked for", Command::createdAt)
                    .filtered(Lookup.GTE, Lookup.LTE)
                    .sortable(),
            Field.<Command>list(
                            "jobs",
                            Shape.address(),
                            "addresses of its jobs",
                            command -> command.jobs().stream()
                                    .map(job -> Links.to("job", job))
                                    .toList())
                    .writable());

    private final ClusterView view;
    private final StateManager manager;
    private final Description<Command> description;

    @Activate
    public CommandResource(@Reference ClusterView view, @Reference StateManager manager) {
        this.view = view;
        this.manager = manager;
        this.description =
                FIELDS.with(List.of(Field.<Command>text("logs", "what its steps logged, oldest first", this::logs)
                        .onlyInDetail()));
    }

    /** A command as it is part of other answers. */
    static Map<String, @Nullable Object> render(Command command) {
        return FIELDS.render(command);
    }

    @Override
    public Description<Command> description() {
        return description;
    }

    @Override
    protected Collection<Command> all(Caller caller) {
        return view.commands();
    }

    @Override
    protected Optional<Command> find(String id, Caller caller) {
        return number(id).flatMap(view::command);
    }

    /** Runs plain jobs. */
    @POST
    public Response run(Body body, @Context SecurityContext security) {
        String message = body.requiredText("message", 512);
        List<Body> wanted = body.objects("jobs");
        if (wanted == null || wanted.isEmpty()) {
            body.error("jobs", "This field is mandatory");
        }
        List<JobRequest> jobs = new ArrayList<>();
        for (Body job : wanted == null ? List.<Body>of() : wanted) {
            String className = job.requiredText("class_name", 128);
            if (!job.has("args")) {
                job.error("args", "This field is mandatory");
            }
            jobs.add(new JobRequest(className, job.values("args")));
        }
        boolean dryRun = Changes.dryRun(body);
        body.verify();
        if (dryRun) {
            return Response.ok(Plans.render(manager.previewJobs(jobs))).build();
        }
        Command command = manager.runJobs(message, jobs, Caller.of(security).getName());
        return Response.status(Response.Status.CREATED).entity(render(command)).build();
    }

    private String logs(Command command) {
        return command.jobs().stream()
                .flatMap(job -> view.steps(job).stream())
                .sorted(Comparator.comparing(StepResult::createdAt))
                .map(StepResult::log)
                .filter(log -> !log.isEmpty())
                .collect(Collectors.joining("\n"));
    }
}
