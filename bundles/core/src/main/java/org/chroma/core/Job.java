package org.chroma.core;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.chroma.state.ObjectId;
import org.chroma.state.Plan;
import org.chroma.state.Requirement;
import org.chroma.state.StateChange;
import org.jspecify.annotations.Nullable;

/**
 * One change to one object, or one plain task, as planned and as it went.
 *
 * @param id positive, never reused; within a command the order of ids is a valid order to run in
 * @param className for example {@code StartTargetJob}; the name in REST
 * @param verb the words on its button, for example "Start"; null where it has none
 * @param description one line, for example "Start target lfs-OST0003"
 * @param subject the object that it is about; null for a task about several
 * @param fromState for a change of state: the state that the subject must be in; null otherwise
 * @param toState for a change of state: the state that it leads to; null otherwise
 * @param arguments of a plain job: names to JSON text; otherwise empty
 * @param waitFor ids of the jobs that must be done first
 * @param locks what it reads and writes while it is not done
 * @param reason why it FAILED or was NOT_RUN, in words; empty otherwise
 * @param blockedBy NOT_RUN only: the object whose state was not as required
 */
public record Job(
        long id,
        String className,
        @Nullable String verb,
        String description,
        @Nullable ObjectId<?> subject,
        @Nullable String fromState,
        @Nullable String toState,
        Map<String, String> arguments,
        JobState state,
        boolean cancellable,
        List<Long> waitFor,
        List<Lock> locks,
        String reason,
        @Nullable ObjectId<?> blockedBy,
        Instant createdAt,
        Instant modifiedAt) {

    public Job {
        arguments = Map.copyOf(arguments);
        waitFor = List.copyOf(waitFor);
        locks = List.copyOf(locks);
    }

    /**
     * A job as it was planned, before its turn comes.
     *
     * @param waitFor ids of the jobs that must be done first
     */
    public static Job pending(
            long id, Plan.Job planned, Map<String, String> arguments, Collection<Long> waitFor, Instant now) {
        StateChange<?> change = planned.change();
        return new Job(
                id,
                planned.job(),
                planned.verb(),
                planned.description(),
                planned.subject(),
                change == null ? null : Requirement.words(change.from()),
                change == null ? null : Requirement.words(change.to()),
                arguments,
                JobState.PENDING,
                planned.cancellable(),
                List.copyOf(waitFor),
                planned.locks().stream().map(Lock::of).toList(),
                "",
                null,
                now,
                now);
    }

    /** Its turn came. */
    public Job started(Instant now) {
        return with(className, fromState, JobState.RUNNING, "", null, now);
    }

    /**
     * It is done, well or not.
     *
     * @param end one of the states in which a job is done
     * @param why it FAILED or was NOT_RUN, in words; empty otherwise
     * @param blocker the object whose state was not as required, where that was the reason
     */
    public Job ended(JobState end, String why, @Nullable ObjectId<?> blocker, Instant now) {
        return with(className, fromState, end, why, blocker, now);
    }

    /**
     * Its object did not get as far as was planned, and another job brings it to the same end from where it is.
     *
     * @param otherName the name of that job
     */
    public Job startingFrom(Enum<?> from, String otherName, Instant now) {
        return with(otherName, Requirement.words(from), state, reason, blockedBy, now);
    }

    public boolean is(JobName name) {
        return className.equals(name.className());
    }

    /** Whether it makes an ordinary server a managed one. */
    public boolean setsUpServer() {
        return is(JobName.SETUP_HOST);
    }

    /** Whether it loads, unloads, starts or stops a server's LNet. */
    public boolean movesLnet() {
        return JobName.movesLnet(className);
    }

    /** The change of state that it makes; null for a plain job. */
    public @Nullable StateChange<?> change() {
        return subject == null || fromState == null || toState == null ? null : change(subject, fromState, toState);
    }

    private static <S extends Enum<S>> StateChange<S> change(ObjectId<S> subject, String from, String to) {
        return new StateChange<>(
                subject,
                subject.kind().stateOf(from).orElseThrow(),
                subject.kind().stateOf(to).orElseThrow());
    }

    private Job with(
            String itsName,
            @Nullable String from,
            JobState now,
            String why,
            @Nullable ObjectId<?> blocker,
            Instant changedAt) {
        return new Job(
                id,
                itsName,
                verb,
                description,
                subject,
                from,
                toState,
                arguments,
                now,
                cancellable,
                waitFor,
                locks,
                why,
                blocker,
                createdAt,
                changedAt);
    }

    /**
     * A claim of a job on an object.
     *
     * @param write true where the job changes the object
     * @param beginState write locks of changes of state: the state before; null otherwise
     * @param endState write locks of changes of state: the state afterwards; null otherwise
     */
    public record Lock(
            ObjectId<?> object,
            boolean write,
            @Nullable String beginState,
            @Nullable String endState) {

        static Lock of(org.chroma.state.Lock planned) {
            return new Lock(
                    planned.object(),
                    planned.writes(),
                    planned.begin() == null ? null : Requirement.words(planned.begin()),
                    planned.end() == null ? null : Requirement.words(planned.end()));
        }
    }
}
