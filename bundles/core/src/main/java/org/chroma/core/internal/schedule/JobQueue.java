package org.chroma.core.internal.schedule;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.chroma.core.Cluster;
import org.chroma.core.Command;
import org.chroma.core.Job;
import org.chroma.core.JobState;
import org.chroma.core.internal.ledger.Transaction;
import org.chroma.core.internal.step.StepContext;
import org.chroma.state.ContradictionException;
import org.chroma.state.Goal;
import org.chroma.state.Lifecycles;
import org.chroma.state.Plan;
import org.chroma.state.Planner;
import org.chroma.state.PlanningException;
import org.chroma.state.UnknownStateException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes plans, jobs of plans, and commands of jobs. Everything here runs on the thread that writes. */
public final class JobQueue {
    private static final Logger LOG = LoggerFactory.getLogger(JobQueue.class);

    private final Schedule schedule;
    private final Planner<Cluster, StepContext> planner;

    public JobQueue(Schedule schedule, Lifecycles<Cluster, StepContext> lifecycles) {
        this.schedule = schedule;
        this.planner = new Planner<>(lifecycles);
    }

    /**
     * How goals are reached from where the unfinished jobs end.
     *
     * @throws PlanningException where they cannot be reached
     */
    public Plan plan(Cluster cluster, List<Goal> goals) throws PlanningException {
        return planner.plan(cluster, schedule.locks().expected(cluster), goals);
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

    /**
     * Queues what rules want, for the commands that it follows from; where there are none, each for a command of its
     * own.
     */
    void follow(Transaction transaction, List<FollowUp> wanted, Set<Long> commands) {
        for (FollowUp followUp : wanted) {
            try {
                Plan plan = plan(transaction.cluster(), List.of(followUp.goal()));
                Map<Integer, Map<String, String>> arguments =
                        plan.goals().isEmpty() ? Map.of() : Map.of(plan.goals().last(), followUp.arguments());
                List<Long> jobs = queue(transaction, plan, arguments);
                if (commands.isEmpty()) {
                    command(transaction, followUp.message(), "", jobs);
                } else {
                    join(transaction, commands, jobs);
                }
            } catch (PlanningException | ContradictionException | UnknownStateException later) {
                LOG.info("{} is not possible now: {}", followUp.message(), later.getMessage());
            }
        }
    }

    /** Adds jobs to commands that exist already. */
    private void join(Transaction transaction, Set<Long> commands, List<Long> jobs) {
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

    /** Completes those of some commands that wait for no job. */
    void complete(Transaction transaction, Set<Long> commands) {
        for (long id : commands) {
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
