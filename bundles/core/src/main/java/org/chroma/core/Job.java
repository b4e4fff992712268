package org.chroma.core;

import java.time.Instant;
import java.util.List;
import org.chroma.state.ObjectId;
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
        java.util.Map<String, String> arguments,
        JobState state,
        boolean cancellable,
        List<Long> waitFor,
        List<Lock> locks,
        String reason,
        @Nullable ObjectId<?> blockedBy,
        Instant createdAt,
        Instant modifiedAt) {

    public Job {
        arguments = java.util.Map.copyOf(arguments);
        waitFor = List.copyOf(waitFor);
        locks = List.copyOf(locks);
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
            @Nullable String endState) {}
}
