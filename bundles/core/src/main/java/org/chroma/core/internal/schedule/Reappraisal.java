package org.chroma.core.internal.schedule;

import java.util.Objects;
import java.util.Optional;
import org.chroma.core.Cluster;
import org.chroma.core.Job;
import org.chroma.core.internal.ledger.Transaction;
import org.chroma.core.internal.object.ObjectStates;
import org.chroma.core.internal.step.StepContext;
import org.chroma.state.Lifecycles;
import org.chroma.state.StateChange;
import org.chroma.state.StatefulObject;

/** Looks at a job again right before it starts, because its object may have got less far than was thought when it was planned. */
final class Reappraisal {
    private final Lifecycles<Cluster, StepContext> lifecycles;

    Reappraisal(Lifecycles<Cluster, StepContext> lifecycles) {
        this.lifecycles = lifecycles;
    }

    /** A job that removes an object which did not get as far as was thought becomes the one that removes it from where it is. */
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
     * Why there is nothing to do for a job: its object is where it was to bring it, or is removed next by the same command, from where
     * it is. Empty where the job has to be done.
     */
    Optional<String> superfluous(Transaction transaction, Job job, Schedule schedule, Cluster cluster) {
        StateChange<?> change = job.change();
        StatefulObject<?> object =
                change == null ? null : cluster.object(change.object()).orElse(null);
        if (change == null || object == null || object.state() == change.from()) {
            return Optional.empty();
        }
        return object.state() == change.to() || isRemovedNext(transaction, job, schedule, cluster)
                ? Optional.of("Nothing was to be done: it is " + ObjectStates.name(object.state()))
                : Optional.empty();
    }

    private boolean isRemovedNext(Transaction transaction, Job job, Schedule schedule, Cluster cluster) {
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
