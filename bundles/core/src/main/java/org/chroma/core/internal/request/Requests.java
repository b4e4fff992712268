package org.chroma.core.internal.request;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.chroma.core.ChromaException;
import org.chroma.core.Cluster;
import org.chroma.core.Command;
import org.chroma.core.ErrorCode;
import org.chroma.core.InvalidRequestException;
import org.chroma.core.Preview;
import org.chroma.core.StateManager.JobRequest;
import org.chroma.core.StateManager.Wanted;
import org.chroma.core.internal.foreign.ForeignCodeException;
import org.chroma.core.internal.job.Arguments;
import org.chroma.core.internal.job.PlainJobType;
import org.chroma.core.internal.job.PlainJobs;
import org.chroma.core.internal.ledger.Transaction;
import org.chroma.core.internal.lifecycle.ClusterLifecycle;
import org.chroma.core.internal.object.ObjectStates;
import org.chroma.core.internal.schedule.JobQueue;
import org.chroma.core.internal.schedule.Schedule;
import org.chroma.model.Host;
import org.chroma.state.ContradictionException;
import org.chroma.state.Goal;
import org.chroma.state.LockTable;
import org.chroma.state.ObjectId;
import org.chroma.state.Plan;
import org.chroma.state.PlanningException;
import org.chroma.state.StatefulObject;
import org.chroma.state.States;
import org.jspecify.annotations.Nullable;

/**
 * Turns what users ask for into plans, and plans into commands. Runs on the thread that writes, apart from
 * {@link #prepare}.
 */
public final class Requests {
    private final Schedule schedule;
    private final JobQueue queue;
    private final PlainJobs plainJobs;
    private final Map<Class<?>, ClusterLifecycle<?, ?>> lifecycles = new LinkedHashMap<>();

    public Requests(Schedule schedule, JobQueue queue, PlainJobs plainJobs, List<ClusterLifecycle<?, ?>> lifecycles) {
        this.schedule = schedule;
        this.queue = queue;
        this.plainJobs = plainJobs;
        lifecycles.forEach(lifecycle -> this.lifecycles.put(lifecycle.type(), lifecycle));
    }

    /** What is to be planned, and the unfinished jobs that already lead to a part of it. */
    private record Intent(List<Goal> goals, List<Long> underWay) {}

    public Optional<Command> setStates(
            Transaction transaction, List<Wanted> wanted, String user, @Nullable String message) {
        Intent intent = intent(transaction.cluster(), wanted);
        if (intent.goals().isEmpty() && intent.underWay().isEmpty()) {
            return Optional.empty();
        }
        Plan plan = plan(transaction.cluster(), intent.goals(), "state");
        List<Long> jobs = new ArrayList<>(intent.underWay());
        jobs.addAll(queue(transaction, plan, Map.of(), "state"));
        String words = message;
        if (words == null) {
            words = plan.isEmpty()
                    ? Objects.requireNonNull(transaction.job(intent.underWay().get(0)))
                            .description()
                    : last(plan).description();
        }
        return Optional.of(queue.command(transaction, words, user, jobs));
    }

    public Preview preview(Cluster cluster, List<Wanted> wanted, String message) {
        Plan plan = plan(cluster, intent(cluster, wanted).goals(), "state");
        return preview(
                cluster, plan, message.isEmpty() && !plan.isEmpty() ? last(plan).description() : message);
    }

    public Command runJobs(
            Transaction transaction, String message, List<JobRequest> requests, List<PlainJobType> types, String user) {
        Cluster cluster = transaction.cluster();
        List<Long> jobs = new ArrayList<>();
        for (int place = 0; place < requests.size(); place++) {
            Goal goal = goal(cluster, requests, types, place);
            Map<String, String> arguments = Arguments.store(requests.get(place).arguments());
            Plan plan = plan(cluster, List.of(goal), "jobs");
            jobs.addAll(queue(transaction, plan, Map.of(plan.goals().last(), arguments), "jobs"));
        }
        return queue.command(transaction, message, user, jobs);
    }

    /** Runs one job of the core's own, whose arguments are in their stored form already. */
    public Command runStored(
            Transaction transaction, String message, String className, Map<String, String> arguments, String user) {
        Plan plan = planJob(transaction.cluster(), className, arguments);
        List<Long> jobs = queue(transaction, plan, Map.of(plan.goals().last(), arguments), "jobs");
        return queue.command(transaction, message, user, jobs);
    }

    public Preview previewJobs(Cluster cluster, List<JobRequest> requests, List<PlainJobType> types) {
        List<Goal> goals = new ArrayList<>();
        for (int place = 0; place < requests.size(); place++) {
            goals.add(goal(cluster, requests, types, place));
        }
        Plan plan = plan(cluster, goals, "jobs");
        return preview(cluster, plan, plan.isEmpty() ? "" : last(plan).description());
    }

    private Plan planJob(Cluster cluster, String className, Map<String, String> arguments) {
        PlainJobType type = plainJobs.type(className);
        return plan(cluster, List.of(goal(cluster, type, arguments)), "jobs");
    }

    /**
     * The jobs that are asked for, before anything is written: plugins are asked here what theirs do.
     *
     * @throws ChromaException {@code NOT_READY} where a plugin does not say it, in words that name it
     */
    public List<PlainJobType> prepare(Cluster cluster, List<JobRequest> requests) {
        List<PlainJobType> types = new ArrayList<>();
        for (int place = 0; place < requests.size(); place++) {
            JobRequest request = requests.get(place);
            types.add(at(place, requests, () -> prepare(cluster, request)));
        }
        return types;
    }

    private PlainJobType prepare(Cluster cluster, JobRequest request) {
        try {
            return plainJobs.prepare(request.className(), Arguments.store(request.arguments()), cluster);
        } catch (ForeignCodeException failed) {
            throw new ChromaException(ErrorCode.NOT_READY, String.valueOf(failed.getMessage()), failed);
        } catch (NoSuchElementException missing) {
            throw new ChromaException(ErrorCode.NOT_FOUND, String.valueOf(missing.getMessage()), missing);
        }
    }

    private Goal goal(Cluster cluster, List<JobRequest> requests, List<PlainJobType> types, int place) {
        Map<String, Object> arguments = requests.get(place).arguments();
        return at(place, requests, () -> goal(cluster, types.get(place), Arguments.store(arguments)));
    }

    /** What is wrong with one of the jobs that were asked for stands at its place, in the shape of the request. */
    private static <T> T at(int place, List<JobRequest> requests, Supplier<T> work) {
        try {
            return work.get();
        } catch (InvalidRequestException wrong) {
            List<Map<String, ?>> errors = new ArrayList<>();
            for (int one = 0; one < requests.size(); one++) {
                errors.add(one == place ? wrong.errors() : Map.of());
            }
            throw new InvalidRequestException(Map.of("jobs", errors));
        }
    }

    private Goal goal(Cluster cluster, PlainJobType type, Map<String, String> arguments) {
        try {
            Optional<String> refusal = type.refusal(arguments, cluster);
            if (refusal.isPresent()) {
                throw new InvalidRequestException(InvalidRequestException.ALL, refusal.get());
            }
            return plainJobs.goal(type, arguments, cluster);
        } catch (NoSuchElementException missing) {
            throw new ChromaException(ErrorCode.NOT_FOUND, String.valueOf(missing.getMessage()), missing);
        }
    }

    private Intent intent(Cluster cluster, List<Wanted> wanted) {
        Intent intent = new Intent(new ArrayList<>(), new ArrayList<>());
        wanted.forEach(one -> add(intent, one.object(), one.state(), cluster));
        return intent;
    }

    private <S extends Enum<S>> void add(Intent intent, ObjectId<S> id, String stateName, Cluster cluster) {
        StatefulObject<?> object =
                cluster.object(id).orElseThrow(() -> new ChromaException(ErrorCode.NOT_FOUND, id + " does not exist"));
        S state = ObjectStates.parse(id, stateName);
        LockTable locks = schedule.locks();
        States expected = locks.expected(cluster);
        if (expected.of(id) == state) {
            OptionalLong deciding = locks.lastWriter(id);
            if (object.state() != state && deciding.isPresent()) {
                intent.underWay().add(deciding.getAsLong());
            }
            return;
        }
        if (object.immutableState() && !allowed(object).contains(state)) {
            throw new InvalidRequestException(
                    "state",
                    "%s is only monitored; it can be brought to %s"
                            .formatted(
                                    object.label(),
                                    String.join(
                                            " or ",
                                            allowed(object).stream()
                                                    .map(ObjectStates::name)
                                                    .toList())));
        }
        intent.goals().add(Goal.reach(id, state));
    }

    private List<? extends Enum<?>> allowed(StatefulObject<?> object) {
        ClusterLifecycle<?, ?> lifecycle = lifecycles.get(object.getClass());
        return lifecycle == null ? List.of() : allowed(lifecycle, object);
    }

    private static <O extends StatefulObject<S>, S extends Enum<S>> List<S> allowed(
            ClusterLifecycle<O, S> lifecycle, StatefulObject<?> object) {
        return lifecycle.allowedWhenImmutable(lifecycle.type().cast(object));
    }

    /** @param field the field of the request that names the goals */
    private Plan plan(Cluster cluster, List<Goal> goals, String field) {
        try {
            return queue.plan(cluster, goals);
        } catch (PlanningException impossible) {
            throw new InvalidRequestException(field, String.valueOf(impossible.getMessage()));
        }
    }

    /** Plans begin where the unfinished jobs end. A plugin's job may want something else, though. */
    private List<Long> queue(
            Transaction transaction, Plan plan, Map<Integer, Map<String, String>> arguments, String field) {
        try {
            return queue.queue(transaction, plan, arguments);
        } catch (ContradictionException contradiction) {
            throw new InvalidRequestException(
                    field,
                    "%s would have to be %s, but job %d, which has not ended yet, leaves it %s"
                            .formatted(
                                    transaction.cluster().nameOf(contradiction.object()),
                                    ObjectStates.name(contradiction.expected()),
                                    contradiction.writer(),
                                    ObjectStates.name(contradiction.left())));
        }
    }

    private static Plan.Job last(Plan plan) {
        return plan.jobs()
                .get(
                        plan.goals().isEmpty()
                                ? plan.jobs().size() - 1
                                : plan.goals().last());
    }

    private static Preview preview(Cluster cluster, Plan plan, String message) {
        return new Preview(
                message,
                plan.jobs().stream()
                        .map(job -> new Preview.PlannedJob(
                                job.job(),
                                job.description(),
                                job.verb(),
                                job.subject(),
                                job.change() == null
                                        ? null
                                        : ObjectStates.name(job.change().from()),
                                job.change() == null
                                        ? null
                                        : ObjectStates.name(job.change().to()),
                                server(cluster, job.subject()),
                                List.copyOf(job.waitsFor()),
                                job.steps(),
                                job.confirmation().isPresent(),
                                job.confirmation()
                                        .filter(words -> !words.isEmpty())
                                        .orElse(null)))
                        .toList());
    }

    private static @Nullable String server(Cluster cluster, @Nullable ObjectId<?> subject) {
        return subject == null
                ? null
                : cluster.serverOf(subject).map(Host::label).orElse(null);
    }
}
