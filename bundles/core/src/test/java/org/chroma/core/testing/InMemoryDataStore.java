package org.chroma.core.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.chroma.core.Alert;
import org.chroma.core.Changes;
import org.chroma.core.ChromaException;
import org.chroma.core.Command;
import org.chroma.core.ErrorCode;
import org.chroma.core.Job;
import org.chroma.core.Resource;
import org.chroma.core.StepResult;
import org.chroma.core.port.DataStore;
import org.chroma.model.ConfParam;
import org.chroma.model.Filesystem;
import org.chroma.model.Host;
import org.chroma.model.LnetConfiguration;
import org.chroma.model.Target;
import org.chroma.model.Volume;
import org.chroma.state.StatefulObject;

/**
 * A data store that forgets everything with the test. It can be told to die: from then on it refuses, like a manager's
 * database whose manager was killed, and a new manager can be started on what it held at that moment.
 */
public final class InMemoryDataStore implements DataStore {
    private final Map<Long, Host> hosts = new TreeMap<>();
    private final Map<Long, LnetConfiguration> lnets = new TreeMap<>();
    private final Map<Long, Volume> volumes = new TreeMap<>();
    private final Map<Long, Target> targets = new TreeMap<>();
    private final Map<Long, Filesystem> filesystems = new TreeMap<>();
    private final List<ConfParam> confParams = new ArrayList<>();
    private final Map<String, Resource> resources = new LinkedHashMap<>();
    private final Map<Long, Alert> alerts = new TreeMap<>();
    private final Map<Long, Command> commands = new TreeMap<>();
    private final Map<Long, Job> jobs = new TreeMap<>();
    private final Map<Long, StepResult> steps = new TreeMap<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private long commits;
    private long commitsLeft = Long.MAX_VALUE;

    /** Lets some more commits succeed, and none after them. */
    public synchronized void dieAfter(long furtherCommits) {
        commitsLeft = furtherCommits;
    }

    /** Works again, as if a new manager had opened the same files. */
    public synchronized void revive() {
        commitsLeft = Long.MAX_VALUE;
    }

    public synchronized boolean isDead() {
        return commitsLeft <= 0;
    }

    public synchronized long commits() {
        return commits;
    }

    @Override
    public synchronized Contents load() {
        return new Contents(
                List.copyOf(hosts.values()),
                List.copyOf(lnets.values()),
                List.copyOf(volumes.values()),
                List.copyOf(targets.values()),
                List.copyOf(filesystems.values()),
                List.copyOf(confParams),
                List.copyOf(resources.values()),
                List.copyOf(alerts.values()),
                List.copyOf(commands.values()),
                List.copyOf(jobs.values()),
                List.copyOf(steps.values()));
    }

    @Override
    public synchronized void commit(Changes changes) {
        if (commitsLeft <= 0) {
            throw new ChromaException(ErrorCode.NOT_READY, "The data store is gone");
        }
        commitsLeft--;
        commits++;
        putLive(hosts, changes.hosts());
        putLive(lnets, changes.lnetConfigurations());
        changes.hosts().stream()
                .filter(Host::isGone)
                .forEach(host -> lnets.remove(host.id().number()));
        changes.removedVolumes().forEach(volumes::remove);
        changes.volumes().forEach(volume -> volumes.put(volume.id(), volume));
        putLive(targets, changes.targets());
        putLive(filesystems, changes.filesystems());
        confParams.addAll(changes.confParams());
        changes.removedResources().forEach(resources::remove);
        changes.resources().forEach(resource -> resources.put(resource.key(), resource));
        changes.alerts().forEach(alert -> alerts.put(alert.id(), alert));
        changes.commands().forEach(command -> commands.put(command.id(), command));
        changes.jobs().forEach(job -> jobs.put(job.id(), job));
        changes.steps().forEach(step -> steps.put(step.id(), step));
    }

    @Override
    public synchronized void appendConsole(long id, String text) {
        steps.computeIfPresent(id, (key, step) -> step.printing(text));
    }

    @Override
    public synchronized long nextId(String sequence) {
        return sequences.merge(sequence, 1L, Long::sum);
    }

    @Override
    public synchronized Pruned prune(Instant before) {
        Predicate<Long> goesOn = id -> {
            Job job = jobs.get(id);
            return job != null && !(job.state().isDone() && job.modifiedAt().isBefore(before));
        };
        Set<Long> oldAlerts =
                remove(alerts, alert -> !alert.active() && alert.end().isBefore(before));
        Set<Long> oldCommands = remove(
                commands,
                command -> command.complete()
                        && command.createdAt().isBefore(before)
                        && command.jobs().stream().noneMatch(goesOn));
        Set<Long> kept = new HashSet<>();
        commands.values().forEach(command -> kept.addAll(command.jobs()));
        Set<Long> oldJobs = remove(jobs, job -> !goesOn.test(job.id()) && !kept.contains(job.id()));
        steps.values().removeIf(step -> oldJobs.contains(step.job()));
        return new Pruned(oldAlerts, oldCommands, oldJobs);
    }

    private static <T> Set<Long> remove(Map<Long, T> all, Predicate<T> old) {
        Set<Long> gone = all.entrySet().stream()
                .filter(entry -> old.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        all.keySet().removeAll(gone);
        return gone;
    }

    private static <T extends StatefulObject<?>> void putLive(Map<Long, T> all, List<T> changed) {
        for (T object : changed) {
            if (object.isGone()) {
                all.remove(object.id().number());
            } else {
                all.put(object.id().number(), object);
            }
        }
    }
}
