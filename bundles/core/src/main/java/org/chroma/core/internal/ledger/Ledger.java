package org.chroma.core.internal.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.chroma.core.Alert;
import org.chroma.core.AlertType;
import org.chroma.core.Changes;
import org.chroma.core.Cluster;
import org.chroma.core.Command;
import org.chroma.core.Job;
import org.chroma.core.Resource;
import org.chroma.core.StepResult;
import org.chroma.core.port.DataStore;
import org.chroma.state.ObjectId;

/** All that is committed, in memory. Written by the one writing thread, read by everybody. */
public final class Ledger {
    private volatile Cluster cluster = Cluster.EMPTY;
    private final NavigableMap<Long, Command> commands = new ConcurrentSkipListMap<>();
    private final NavigableMap<Long, Job> jobs = new ConcurrentSkipListMap<>();
    private final Map<Long, List<StepResult>> steps = new ConcurrentHashMap<>();
    private final Map<String, Resource> resources = new ConcurrentHashMap<>();
    private final NavigableMap<Long, Alert> alerts = new ConcurrentSkipListMap<>();
    private final Map<AlertKey, Alert> activeAlerts = new ConcurrentHashMap<>();

    private final Map<Long, Long> jobByStep = new ConcurrentHashMap<>();
    private final Map<ObjectId<?>, Set<Long>> lockedBy = new ConcurrentHashMap<>();

    /** What an alert is about; of each one can be active. */
    public record AlertKey(AlertType type, String about) {
        public static AlertKey of(Alert alert) {
            return new AlertKey(
                    alert.type(), alert.subject() != null ? alert.subject().toString() : "" + alert.resource());
        }
    }

    public Ledger(DataStore.Contents contents) {
        apply(Changes.builder()
                .hosts(contents.hosts())
                .lnetConfigurations(contents.lnetConfigurations())
                .volumes(contents.volumes())
                .targets(contents.targets())
                .filesystems(contents.filesystems())
                .confParams(contents.confParams())
                .resources(contents.resources())
                .alerts(contents.alerts())
                .commands(contents.commands())
                .jobs(contents.jobs())
                .steps(contents.steps())
                .build());
    }

    public Cluster cluster() {
        return cluster;
    }

    public NavigableMap<Long, Command> commands() {
        return commands;
    }

    public NavigableMap<Long, Job> jobs() {
        return jobs;
    }

    public List<StepResult> steps(long job) {
        return steps.getOrDefault(job, List.of());
    }

    public Map<String, Resource> resources() {
        return resources;
    }

    public NavigableMap<Long, Alert> alerts() {
        return alerts;
    }

    Map<AlertKey, Alert> activeAlerts() {
        return activeAlerts;
    }

    /** Takes over what was written to disk. */
    void apply(Changes changes) {
        apply(changes, cluster.with(changes));
    }

    /**
     * Readers look while this goes on: first the objects, then what was done to them, so that anyone who sees a command
     * or job ended sees also what came of it.
     */
    void apply(Changes changes, Cluster next) {
        cluster = next;
        changes.resources().forEach(resource -> resources.put(resource.key(), resource));
        changes.removedResources().forEach(resources::remove);
        for (Alert alert : changes.alerts()) {
            alerts.put(alert.id(), alert);
            if (alert.active()) {
                activeAlerts.put(AlertKey.of(alert), alert);
            } else {
                activeAlerts.remove(AlertKey.of(alert));
            }
        }
        changes.steps().forEach(this::put);
        changes.jobs().forEach(this::put);
        changes.commands().forEach(command -> commands.put(command.id(), command));
    }

    /** Forgets what the data store deleted. */
    public void forget(DataStore.Pruned pruned) {
        alerts.keySet().removeAll(pruned.alerts());
        commands.keySet().removeAll(pruned.commands());
        jobs.keySet().removeAll(pruned.jobs());
        steps.keySet().removeAll(pruned.jobs());
        jobByStep.values().removeAll(pruned.jobs());
    }

    /** Whether a step has begun and not ended. */
    public boolean isRunning(long step) {
        return jobOfStep(step).stream()
                .flatMap(job -> steps(job).stream())
                .anyMatch(result -> result.id() == step && result.state() == StepResult.State.INCOMPLETE);
    }

    public Optional<Long> jobOfStep(long step) {
        return Optional.ofNullable(jobByStep.get(step));
    }

    /** The unfinished jobs that hold a lock on an object, by number. */
    public Set<Long> jobsOn(ObjectId<?> object) {
        return lockedBy.getOrDefault(object, Set.of());
    }

    private void put(Job job) {
        Job old = jobs.put(job.id(), job);
        boolean held = old != null && !old.state().isDone();
        boolean holds = !job.state().isDone();
        if (held != holds) {
            for (Job.Lock lock : job.locks()) {
                Set<Long> holders = lockedBy.computeIfAbsent(lock.object(), object -> new ConcurrentSkipListSet<>());
                if (holds) {
                    holders.add(job.id());
                } else {
                    holders.remove(job.id());
                }
            }
        }
    }

    private void put(StepResult step) {
        jobByStep.put(step.id(), step.job());
        steps.merge(step.job(), List.of(step), (old, added) -> {
            List<StepResult> merged = new ArrayList<>(old);
            merged.removeIf(other -> other.id() == step.id());
            merged.add(step);
            merged.sort(Comparator.comparingLong(StepResult::id));
            return List.copyOf(merged);
        });
    }
}
