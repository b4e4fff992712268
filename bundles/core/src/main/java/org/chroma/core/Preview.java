package org.chroma.core;

import java.util.List;
import org.chroma.state.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * What a request would do.
 *
 * @param message the command's message
 * @param jobs all jobs in a valid order; empty where nothing would happen. The last is the one asked for, the others
 *     are its consequences
 */
public record Preview(String message, List<PlannedJob> jobs) {

    public Preview {
        jobs = List.copyOf(jobs);
    }

    /**
     * One job of a plan.
     *
     * @param subject null for a task about several objects
     * @param server where it runs, the name users know; null where it runs on no server
     * @param dependsOn indexes in {@link Preview#jobs()} of jobs that run before it
     * @param steps one line for each step
     * @param requiresConfirmation whether to ask before it runs
     * @param confirmation what to ask; null where the description says enough
     */
    public record PlannedJob(
            String className,
            String description,
            @Nullable String verb,
            @Nullable ObjectId<?> subject,
            @Nullable String fromState,
            @Nullable String toState,
            @Nullable String server,
            List<Integer> dependsOn,
            List<String> steps,
            boolean requiresConfirmation,
            @Nullable String confirmation) {

        public PlannedJob {
            dependsOn = List.copyOf(dependsOn);
            steps = List.copyOf(steps);
        }
    }
}
