package org.chroma.core.internal.schedule;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.chroma.core.ChromaException;
import org.chroma.core.Cluster;
import org.chroma.core.Command;
import org.chroma.core.Job;
import org.chroma.core.JobState;
import org.chroma.core.StepResult;
import org.chroma.core.internal.job.PlainJobs;
import org.chroma.core.internal.ledger.Ledger;
import org.chroma.core.internal.ledger.Transaction;
import org.chroma.core.internal.object.ObjectStates;
import org.chroma.core.internal.step.StepContext;
import org.chroma.state.Checks;
import org.chroma.state.Lifecycles;
import org.chroma.state.ObjectId;
import org.chroma.state.Plan;
import org.chroma.state.Requirement;
import org.chroma.state.StateChange;
import org.chroma.state.Step;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Queues plans as jobs, starts jobs whose turn it is, and ends them. Everything here runs on the thread that writes. */
public final class Scheduler {
    private static final Logger logger = LoggerFactory.getLogger(Scheduler.class);

    /** How many jobs run at once. */
    static final int PARALLEL = 32;

    private final Lifecycles<Cluster, StepContext> lifecycles;
    private final PlainJobs plainJobs;
    private final FollowUps followUps;
    private final Reappraisal reappraisal;
    private Schedule schedule;
    private final List<Launch> launches = new ArrayList<>();

    /** A job to be run once its start is on disk. */
    public record Launch(Job job, List<Step<StepContext>> steps) {}

    public Scheduler(Ledger ledger, Lifecycles<Cluster, StepContext> lifecycles, PlainJobs plainJobs) {
        this.lifecycles = lifecycles;
        this.plainJobs = plainJobs;
        this.reappraisal = new Reappraisal(lifecycles);
        this.schedule = new Schedule(ledger.jobs().values(), ledger.commands().values());
        this.followUps = new FollowUps(this);
    }

    public Schedule schedule() {
        return schedule;
    }

    public Lifecycles<Cluster, StepContext> lifecycles() {
        return lifecycles;
    }

    public FollowUps followUps() {
        return followUps;
    }

    public PlainJobs plainJobs() {
        return plainJobs;
    }

    /** Forgets what was derived from changes that were dropped. */
    public void rolledBack(Ledger ledger, Transaction remaining) {
        Map<Long, Job> jobs = new TreeMap<>(ledger.jobs());
        jobs.putAll(remaining.changedJobs());
        Map<Long, Command> commands = new TreeMap<>(ledger.commands());
        commands.putAll(remaining.changedCommands());
        schedule = new Schedule(jobs.values(), commands.values());
        launches.removeIf(launch -> {
            Job job = jobs.get(launch.job().id());
            return job == null || job.state() != JobState.RUNNING;
        });
    }

    /** The jobs that were started since the last call. */
    public List<Launch> takeLaunches() {
        List<Launch> taken = List.copyOf(launches);
        launches.clear();
        return taken;
    }

    /** Makes jobs of a plan, in its order. */
    public List<Long> queue(Transaction transaction, Plan plan, Map<Integer, Map<String, String>> arguments) {
        List<Long> ids = new ArrayList<>(plan.jobs().size());
        for (Plan.Job planned : plan.jobs()) {
            long id = transaction.nextId("job");
            Set<Long> waits = new TreeSet<>(schedule.lock(id, planned.locks()));
            planned.after().forEach(place -> waits.add(ids.get(place)));
            Job job = Job.pending(
                    id, planned, arguments.getOrDefault(planned.place(), Map.of()), waits, transaction.now());
            transaction.put(job);
            schedule.admit(job, waits);
            ids.add(id);
        }
        return ids;
    }

    /** Makes a command of jobs, unfinished or not. */
    public Command command(Transaction transaction, String message, String user, List<Long> jobs) {
        Command command = Command.begun(transaction.nextId("command"), message, user, jobs, transaction.now());
        Set<Long> open = jobs.stream().filter(schedule::isUnfinished).collect(Collectors.toSet());
        if (open.isEmpty()) {
            command = completed(transaction, command);
        } else {
            schedule.joined(command, open);
        }
        transaction.put(command);
        return command;
    }

    /** Adds jobs to commands that exist already. */
    void join(Transaction transaction, Set<Long> commands, List<Long> jobs) {
        for (long id : commands) {
            Command command = transaction.command(id);
            if (command != null) {
                Command larger = command.joined(jobs);
                transaction.put(larger);
                schedule.joined(
                        larger,
                        larger.jobs().stream().filter(schedule::isUnfinished).collect(Collectors.toSet()));
            }
        }
    }

    /** Starts what can be started. */
    public void advance(Transaction transaction) {
        @Nullable Checks<Cluster> checks = null;
        @Nullable Cluster checked = null;
        Long id;
        while (schedule.running() < PARALLEL && (id = schedule.nextReady()) != null) {
            Job job = transaction.job(id);
            if (job == null) {
                throw new IllegalStateException("job %d is ready and unknown".formatted(id));
            }
            Cluster cluster = transaction.cluster();
            if (checks == null || checked != cluster) {
                checks = new Checks<>(lifecycles, cluster);
                checked = cluster;
            }
            start(transaction, reappraisal.asThingsAre(transaction, job, cluster), checks, cluster);
        }
    }

    private void start(Transaction transaction, Job job, Checks<Cluster> checks, Cluster cluster) {
        List<Step<StepContext>> steps;
        try {
            Optional<String> superfluous = reappraisal.superfluous(transaction, job, schedule, cluster);
            if (superfluous.isPresent()) {
                end(transaction, job, JobState.SUCCEEDED, superfluous.get(), null);
                return;
            }
            List<Requirement.Unmet> unmet = unmet(job, checks, cluster);
            if (!unmet.isEmpty()) {
                String reason =
                        unmet.stream().map(Requirement.Unmet::words).distinct().collect(Collectors.joining("; "));
                end(transaction, job, JobState.NOT_RUN, reason, unmet.get(0).object());
                return;
            }
            steps = steps(job, cluster);
        } catch (NoSuchElementException | ChromaException gone) {
            end(transaction, job, JobState.NOT_RUN, String.valueOf(gone.getMessage()), job.subject());
            return;
        } catch (RuntimeException | LinkageError broken) {
            logger.warn("Job {} ({}) cannot say what it has to do", job.id(), job.description(), broken);
            end(transaction, job, JobState.FAILED, "The job cannot say what it has to do: " + broken, null);
            return;
        }
        if (steps.isEmpty()) {
            succeed(transaction, job);
            return;
        }
        Job running = job.started(transaction.now());
        transaction.put(running);
        schedule.started(job.id());
        launches.add(new Launch(running, steps));
    }

    private List<Requirement.Unmet> unmet(Job job, Checks<Cluster> checks, Cluster cluster) {
        StateChange<?> change = job.change();
        if (change != null) {
            return checks.unmet(change);
        }
        return checks.unmet(plainJobs.plan(job, cluster).requires());
    }

    /** What a job does, as things are now. */
    List<Step<StepContext>> steps(Job job, Cluster cluster) {
        StateChange<?> change = job.change();
        return change != null ? lifecycles.work(change, cluster).steps() : plainJobs.steps(job, cluster);
    }

    /** The job did all that it had to. */
    public void succeed(Transaction transaction, Job job) {
        StateChange<?> change = job.change();
        try {
            if (change != null) {
                ObjectStates.set(transaction, change);
            } else {
                plainJobs.succeeded(job, transaction);
            }
        } catch (NoSuchElementException gone) {
            end(transaction, job, JobState.FAILED, String.valueOf(gone.getMessage()), job.subject());
            return;
        }
        end(transaction, job, JobState.SUCCEEDED, "", null);
    }

    /**
     * Goes on with a job that was running when the manager ended: at its first step that did not succeed, or not at all
     * where its steps are not the same any more.
     */
    public void resume(Transaction transaction, Job job, List<StepResult> results) {
        for (StepResult result : results) {
            if (result.state() == StepResult.State.INCOMPLETE) {
                transaction.put(result.crashed(transaction.now()));
            }
        }
        List<Step<StepContext>> steps;
        try {
            steps = steps(job, transaction.cluster());
        } catch (RuntimeException | LinkageError gone) {
            end(
                    transaction,
                    job,
                    JobState.FAILED,
                    "It could not resume after the manager was restarted: " + gone,
                    null);
            return;
        }
        int done = 0;
        for (StepResult result : results) {
            if (result.state() == StepResult.State.SUCCESS && result.index() == done) {
                boolean same = done < steps.size() && steps.get(done).name().equals(result.name());
                if (!same || result.count() != steps.size()) {
                    String reason = "The manager was restarted, and the rest of the job's steps is not known any more";
                    end(transaction, job, JobState.FAILED, reason, null);
                    return;
                }
                done++;
            }
        }
        if (done == steps.size()) {
            succeed(transaction, job);
        } else {
            launches.add(new Launch(job, steps));
        }
    }

    /** Ends a job, and does what follows from its end. */
    public void end(Transaction transaction, Job job, JobState state, String reason, @Nullable ObjectId<?> blockedBy) {
        transaction.put(job.ended(state, reason, blockedBy, transaction.now()));
        Set<ObjectId<?>> touched = new LinkedHashSet<>();
        job.locks().stream().filter(Job.Lock::write).forEach(lock -> touched.add(lock.object()));
        touched.addAll(schedule.ended(job));
        Set<Long> commands = schedule.commandsOf(job.id());
        Set<Long> perhapsComplete = schedule.leave(job.id());
        try {
            followUps.evaluate(transaction, touched, commands);
        } catch (RuntimeException failed) {
            logger.error("What follows from job {} ({}) was not done", job.id(), job.description(), failed);
        }
        for (long id : perhapsComplete) {
            Command command = transaction.command(id);
            if (command != null && !schedule.isOpen(id)) {
                transaction.put(completed(transaction, command));
            }
        }
    }

    private static Command completed(Transaction transaction, Command command) {
        Set<JobState> ends = EnumSet.noneOf(JobState.class);
        for (long id : command.jobs()) {
            Job job = transaction.job(id);
            if (job != null) {
                ends.add(job.state());
            }
        }
        return command.completed(ends);
    }
}
