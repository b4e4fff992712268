package org.chroma.core.internal.schedule;

import java.util.List;
import org.chroma.core.JobState;
import org.chroma.core.internal.step.JobSteps;
import org.chroma.state.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a job whose turn it is.
 *
 * @param state RUNNING, or how it ends without having run
 * @param steps that it has to run
 * @param reason why it ends
 * @param blockedBy the object because of which it cannot run
 */
record Verdict(
        JobState state,
        JobSteps steps,
        String reason,
        @Nullable ObjectId<?> blockedBy) {

    static Verdict run(JobSteps steps) {
        return new Verdict(JobState.RUNNING, steps, "", null);
    }

    static Verdict end(JobState state, String reason, @Nullable ObjectId<?> blockedBy) {
        return new Verdict(state, JobSteps.of(List.of()), reason, blockedBy);
    }
}
