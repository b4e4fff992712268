package org.chroma.core.internal.schedule;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.chroma.core.ChromaException;
import org.chroma.core.Cluster;
import org.chroma.core.Job;
import org.chroma.core.JobState;
import org.chroma.core.internal.job.PlainJobs;
import org.chroma.core.internal.ledger.Transaction;
import org.chroma.core.internal.object.ObjectStates;
import org.chroma.core.internal.step.JobSteps;
import org.chroma.core.internal.step.StepContext;
import org.chroma.state.Checks;
import org.chroma.state.Lifecycles;
import org.chroma.state.Requirement;
import org.chroma.state.StateChange;
import org.chroma.state.StatefulObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a job again right before it starts, because its object may have got less far than was thought when it was
 * planned.
 */
final class Reappraisal {
    private static final Logger LOG = LoggerFactory.getLogger(Reappraisal.class);

    private final Schedule schedule;
    private final Lifecycles<Cluster, StepContext> lifecycles;
    private final PlainJobs plainJobs;

    Reappraisal(Schedule schedule, Lifecycles<Cluster, StepContext> lifecycles, PlainJobs plainJobs) {
        this.schedule = schedule;
        this.lifecycles = lifecycles;
        this.plainJobs = plainJobs;
    }

    /** What a job does, as things are now. */
    JobSteps steps(Job job, Cluster cluster) {
        StateChange<?> change = job.change();
        return change != null ? JobSteps.of(lifecycles.work(change, cluster).steps()) : plainJobs.steps(job, cluster);
    }

    /** Whether a job runs, as things are now. */
    Verdict verdict(Transaction transaction, Job job, Checks<Cluster> checks, Cluster cluster) {
        try {
            Optional<String> superfluous = superfluous(transaction, job, cluster);
            if (superfluous.isPresent()) {
                return Verdict.end(JobState.SUCCEEDED, superfluous.get(), null);
            }
            List<Requirement.Unmet> unmet = unmet(job, checks, cluster);
            if (!unmet.isEmpty()) {
                String reason =
                        unmet.stream().map(Requirement.Unmet::words).distinct().collect(Collectors.joining("; "));
                return Verdict.end(JobState.NOT_RUN, reason, unmet.get(0).object());
            }
            return Verdict.run(steps(job, cluster));
        } catch (NoSuchElementException | ChromaException gone) {
            return Verdict.end(JobState.NOT_RUN, String.valueOf(gone.getMessage()), job.subject());
        } catch (RuntimeException | Error broken) { // or no other job would begin any more
            LOG.warn("Job {} ({}) could not be prepared", job.id(), job.description(), broken);
            return Verdict.end(JobState.FAILED, "The job could not be prepared: " + broken, null);
        }
    }

    private List<Requirement.Unmet> unmet(Job job, Checks<Cluster> checks, Cluster cluster) {
        StateChange<?> change = job.change();
        return change != null ? checks.unmet(change) : checks.unmet(plainJobs.requires(job, cluster));
    }

    /**
     * A job that removes an object which did not get as far as was thought becomes the one that removes it from where
     * it is.
     */
    Job asThingsAre(Transaction transaction, Job job, Cluster cluster) {
        StateChange<?> change = job.change();
        return change == null || cluster.object(change.object()).isEmpty()
                ? job
                : asThingsAre(transaction, job, change, cluster);
    }

    private <S extends Enum<S>> Job asThingsAre(
            Transaction transaction, Job job, StateChange<S> planned, Cluster cluster) {
        StateChange<S> now = lifecycles.instead(planned, cluster).orElse(planned);
        if (now.from() == planned.from()) {
            return job;
        }
        Job changed = job.startingFrom(now.from(), lifecycles.work(now, cluster).job(), transaction.now());
        transaction.put(changed);
        return changed;
    }

    /**
     * Why there is nothing to do for a job: its object is where it was to bring it, or is removed next by the same
     * command, from where it is. Empty where the job has to be done.
     */
    private Optional<String> superfluous(Transaction transaction, Job job, Cluster cluster) {
        StateChange<?> change = job.change();
        StatefulObject<?> object =
                change == null ? null : cluster.object(change.object()).orElse(null);
        if (change == null || object == null || object.state() == change.from()) {
            return Optional.empty();
        }
        return object.state() == change.to() || isRemovedNext(transaction, job, cluster)
                ? Optional.of("Nothing to do: it is already " + ObjectStates.name(object.state()))
                : Optional.empty();
    }

    private boolean isRemovedNext(Transaction transaction, Job job, Cluster cluster) {
        return schedule.commandsOf(job.id()).stream()
                .map(transaction::command)
                .filter(Objects::nonNull)
                .flatMap(command -> command.jobs().stream())
                .filter(id -> id > job.id() && schedule.isUnfinished(id))
                .map(transaction::job)
                .filter(later -> later != null && Objects.equals(later.subject(), job.subject()))
                .map(Job::change)
                .anyMatch(later ->
                        later != null && lifecycles.instead(later, cluster).isPresent());
    }
}
