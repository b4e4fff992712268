package org.chroma.core.internal.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import org.chroma.core.Cluster;
import org.chroma.core.Command;
import org.chroma.core.Job;
import org.chroma.core.JobState;
import org.chroma.core.StepResult;
import org.chroma.core.internal.job.PlainJobs;
import org.chroma.core.internal.ledger.Ledger;
import org.chroma.core.internal.ledger.Transaction;
import org.chroma.core.internal.object.ObjectStates;
import org.chroma.core.internal.step.JobSteps;
import org.chroma.core.internal.step.StepContext;
import org.chroma.state.Checks;
import org.chroma.state.Lifecycles;
import org.chroma.state.ObjectId;
import org.chroma.state.StateChange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts jobs whose turn it is, ends them, and queues what follows from their ends. Everything here runs on the thread
 * that writes; all that it uses answers what it found out, and knows nothing of it.
 */
public final class Scheduler {
    private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);

    /** How many jobs run at once. */
    static final int PARALLEL = 32;

    private final Schedule schedule;
    private final JobQueue queue;
    private final Lifecycles<Cluster, StepContext> lifecycles;
    private final PlainJobs plainJobs;
    private final Reappraisal reappraisal;
    private final FollowUps followUps;
    private final List<Launch> launches = new ArrayList<>();

    /** A job to be run once its start is on disk. */
    public record Launch(Job job, JobSteps steps) {}

    public Scheduler(
            Schedule schedule, JobQueue queue, Lifecycles<Cluster, StepContext> lifecycles, PlainJobs plainJobs) {
        this.schedule = schedule;
        this.queue = queue;
        this.lifecycles = lifecycles;
        this.plainJobs = plainJobs;
        this.reappraisal = new Reappraisal(schedule, lifecycles, plainJobs);
        this.followUps = new FollowUps(schedule, plainJobs);
    }

    /** Forgets what was derived from changes that were dropped. */
    public void rolledBack(Ledger ledger, Transaction remaining) {
        Map<Long, Job> jobs = new TreeMap<>(ledger.jobs());
        jobs.putAll(remaining.changedJobs());
        Map<Long, Command> commands = new TreeMap<>(ledger.commands());
        commands.putAll(remaining.changedCommands());
        schedule.derive(jobs.values(), commands.values());
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
            Job now = reappraisal.asThingsAre(transaction, job, cluster);
            carryOut(transaction, now, reappraisal.verdict(transaction, now, checks, cluster));
        }
    }

    private void carryOut(Transaction transaction, Job job, Verdict verdict) {
        if (verdict.state().isDone()) {
            end(transaction, job, verdict.state(), verdict.reason(), verdict.blockedBy());
        } else if (verdict.steps().isNothing()) {
            succeed(transaction, job);
        } else {
            Job running = job.started(transaction.now());
            transaction.put(running);
            schedule.started(job.id());
            launches.add(new Launch(running, verdict.steps()));
        }
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
     * Goes on with a job that was running when the manager ended. Where its steps are not the same any more, that comes
     * out as soon as they are known.
     */
    public void resume(Transaction transaction, Job job, List<StepResult> results) {
        for (StepResult result : results) {
            if (result.state() == StepResult.State.INCOMPLETE) {
                transaction.put(result.crashed(transaction.now()));
            }
        }
        try {
            launches.add(new Launch(job, reappraisal.steps(job, transaction.cluster())));
        } catch (RuntimeException | Error gone) {
            end(transaction, job, JobState.FAILED, "It could not resume after a restart of the manager: " + gone, null);
        }
    }

    /** Ends a job, and does what follows from its end. */
    public void end(Transaction transaction, Job job, JobState state, String reason, @Nullable ObjectId<?> blockedBy) {
        transaction.put(job.ended(state, reason, blockedBy, transaction.now()));
        Schedule.Ended ended = schedule.ended(job);
        try {
            follow(transaction, ended.touched(), ended.commands());
        } catch (RuntimeException | Error failed) { // the job has ended all the same
            LOG.error("The follow-up of job {} ({}) failed", job.id(), job.description(), failed);
        }
        queue.complete(transaction, ended.last());
    }

    /**
     * Does what follows from how some objects are now.
     *
     * @param commands that it is a consequence of
     */
    public void follow(Transaction transaction, Set<ObjectId<?>> objects, Set<Long> commands) {
        queue.follow(transaction, followUps.of(transaction, objects, commands), commands);
    }
}
