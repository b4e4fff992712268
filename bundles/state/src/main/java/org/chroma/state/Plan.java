package org.chroma.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What will be done to fulfil a request. Pure data; {@code toString} prints it for people.
 *
 * @param jobs in an order in which they could run one after the other
 * @param goals the places in {@code jobs} of those that were asked for; the others are consequences
 */
public record Plan(List<Job> jobs, SortedSet<Integer> goals) {
    public static final Plan NOTHING = new Plan(List.of(), new TreeSet<>());

    public Plan {
        jobs = List.copyOf(jobs);
    }

    /**
     * One job of a plan.
     *
     * @param place its place in the plan, from 0
     * @param job its name, for example {@code StartTargetJob}
     * @param subject the object that it is about; null for a job on several
     * @param change the state change; null for a plain job
     * @param verb the words on the button; null where it has none
     * @param description one line for the administrator
     * @param confirmation empty where the administrator is not asked; else what he is told, which may be the empty text
     * @param requires what must hold of other objects when it starts
     * @param steps one line for each step
     * @param locks what it holds until it ends
     * @param after the places of jobs that must have ended because they make its requirements true
     * @param waitsFor the places of all jobs of this plan that must have ended, those of {@code after} included
     */
    public record Job(
            int place,
            String job,
            @Nullable ObjectId<?> subject,
            @Nullable StateChange<?> change,
            @Nullable String verb,
            String description,
            Optional<String> confirmation,
            boolean cancellable,
            Requirement requires,
            List<String> steps,
            List<Lock> locks,
            SortedSet<Integer> after,
            SortedSet<Integer> waitsFor) {}

    public boolean isEmpty() {
        return jobs.isEmpty();
    }

    /** The jobs that were asked for. */
    public List<Job> wanted() {
        return goals.stream().map(jobs::get).toList();
    }

    /** The jobs that the wanted ones need or entail. */
    public List<Job> consequences() {
        return jobs.stream().filter(job -> !goals.contains(job.place())).toList();
    }

    /** One line for each job: place, description, state change, and the places that it waits for. */
    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        for (Job job : jobs) {
            lines.add("%d %s%s%s"
                    .formatted(
                            job.place() + 1,
                            job.description(),
                            job.change() == null ? "" : " (" + job.change() + ")",
                            waits(job.waitsFor())));
        }
        return String.join("\n", lines);
    }

    private static String waits(Set<Integer> places) {
        if (places.isEmpty()) {
            return "";
        }
        return " after "
                + String.join(
                        ", ",
                        places.stream()
                                .map(place -> Integer.toString(place + 1))
                                .toList());
    }
}
