package org.chroma.core.internal.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.chroma.core.Alert;
import org.chroma.core.Changes;
import org.chroma.core.Cluster;
import org.chroma.core.Command;
import org.chroma.core.Job;
import org.chroma.core.Resource;
import org.chroma.core.StepResult;
import org.chroma.core.port.DataStore;
import org.chroma.model.ConfParam;
import org.chroma.model.Filesystem;
import org.chroma.model.FilesystemState;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.model.LnetConfiguration;
import org.chroma.model.Target;
import org.chroma.model.TargetState;
import org.chroma.model.Volume;
import org.chroma.state.ObjectId;
import org.chroma.state.StatefulObject;
import org.jspecify.annotations.Nullable;

/**
 * What one piece of work on the writing thread changes: it sees its own changes, the world sees them once they are
 * committed. A nested one can be dropped without harm to the one around it.
 */
public final class Transaction {
    private final Ledger ledger;
    private final DataStore store;
    private final @Nullable Transaction outer;
    private final Instant now;
    private final boolean scratch;
    private Cluster cluster;
    private boolean fresh = true;
    private long provisional = Long.MAX_VALUE / 2;

    private final Set<ObjectId<HostState>> unstoredHosts = new LinkedHashSet<>();
    private final Staged<Host> hosts = new Staged<>();
    private final Staged<LnetConfiguration> lnets = new Staged<>();
    private final Staged<Volume> volumes = new Staged<>();
    private final Set<Long> removedVolumes = new LinkedHashSet<>();
    private final Set<Long> unseenRemovedVolumes = new LinkedHashSet<>();
    private final Staged<Target> targets = new Staged<>();
    private final Staged<Filesystem> filesystems = new Staged<>();
    private final List<ConfParam> confParams = new ArrayList<>();
    private int confParamsSeen;
    private final Map<String, Resource> resources = new LinkedHashMap<>();
    private final Set<String> removedResources = new LinkedHashSet<>();
    private final Map<Long, Alert> alerts = new LinkedHashMap<>();
    private final Map<Ledger.AlertKey, Alert> alertsByKey = new HashMap<>();
    private final Map<Long, Command> commands = new LinkedHashMap<>();
    private final Map<Long, Job> jobs = new LinkedHashMap<>();
    private final Map<Long, StepResult> steps = new LinkedHashMap<>();

    Transaction(Ledger ledger, DataStore store, Instant now) {
        this(ledger, store, now, null, ledger.cluster(), false);
    }

    private Transaction(
            Ledger ledger,
            DataStore store,
            Instant now,
            @Nullable Transaction outer,
            Cluster cluster,
            boolean scratch) {
        this.ledger = ledger;
        this.store = store;
        this.now = now;
        this.outer = outer;
        this.cluster = cluster;
        this.scratch = scratch;
    }

    Transaction nested() {
        return new Transaction(ledger, store, now, this, cluster(), false);
    }

    /** To try something out: what it makes has numbers that nobody else will miss, and is never stored. */
    public Transaction scratch() {
        return new Transaction(ledger, store, now, this, cluster(), true);
    }

    public Instant now() {
        return now;
    }

    public long nextId(String sequence) {
        return scratch ? provisional++ : store.nextId(sequence);
    }

    /** The cluster with all changes made so far. */
    public Cluster cluster() {
        if (!fresh) {
            cluster = cluster.with(unseen());
            fresh = true;
        }
        return cluster;
    }

    private Changes unseen() {
        Changes unseen = Changes.builder()
                .hosts(hosts.takeUnseen())
                .lnetConfigurations(lnets.takeUnseen())
                .volumes(volumes.takeUnseen())
                .removedVolumes(unseenRemovedVolumes)
                .targets(targets.takeUnseen())
                .filesystems(filesystems.takeUnseen())
                .confParams(confParams.subList(confParamsSeen, confParams.size()))
                .build();
        unseenRemovedVolumes.clear();
        confParamsSeen = confParams.size();
        return unseen;
    }

    public Host host(ObjectId<HostState> id, UnaryOperator<Host> edit) {
        Host edited = edit.apply(old(hosts, id, cluster::host));
        put(edited);
        return edited;
    }

    /** Notes that a server was heard of: known at once, written to disk with its next real change. */
    public void heardOf(ObjectId<HostState> id, UnaryOperator<Host> edit) {
        boolean stored = hosts.contains(id.number()) && !unstoredHosts.contains(id);
        host(id, edit);
        if (!stored) {
            unstoredHosts.add(id);
        }
    }

    public LnetConfiguration lnet(ObjectId<HostState> host, UnaryOperator<LnetConfiguration> edit) {
        LnetConfiguration edited = edit.apply(old(lnets, host, cluster::lnetOf));
        put(edited);
        return edited;
    }

    public Target target(ObjectId<TargetState> id, UnaryOperator<Target> edit) {
        Target edited = edit.apply(old(targets, id, cluster::target));
        put(edited);
        return edited;
    }

    public Filesystem filesystem(ObjectId<FilesystemState> id, UnaryOperator<Filesystem> edit) {
        Filesystem edited = edit.apply(old(filesystems, id, cluster::filesystem));
        put(edited);
        return edited;
    }

    public void put(Host host) {
        unstoredHosts.remove(host.id());
        hosts.put(host.id().number(), host);
        fresh = false;
    }

    public void put(LnetConfiguration lnet) {
        lnets.put(lnet.id().number(), lnet);
        fresh = false;
    }

    public void put(Volume volume) {
        removedVolumes.remove(volume.id());
        unseenRemovedVolumes.remove(volume.id());
        volumes.put(volume.id(), volume);
        fresh = false;
    }

    public void removeVolume(long id) {
        volumes.remove(id);
        removedVolumes.add(id);
        unseenRemovedVolumes.add(id);
        fresh = false;
    }

    public void put(Target target) {
        targets.put(target.id().number(), target);
        fresh = false;
    }

    public void put(Filesystem filesystem) {
        filesystems.put(filesystem.id().number(), filesystem);
        fresh = false;
    }

    public void put(ConfParam param) {
        confParams.add(param);
        fresh = false;
    }

    public void put(Resource resource) {
        removedResources.remove(resource.key());
        resources.put(resource.key(), resource);
    }

    public void removeResource(String key) {
        resources.remove(key);
        removedResources.add(key);
    }

    public void put(Alert alert) {
        alerts.put(alert.id(), alert);
        alertsByKey.put(Ledger.AlertKey.of(alert), alert);
    }

    public void put(Command command) {
        commands.put(command.id(), command);
    }

    public void put(Job job) {
        jobs.put(job.id(), job);
    }

    public void put(StepResult step) {
        steps.put(step.id(), step);
    }

    @Nullable
    public Job job(long id) {
        Job job = jobs.get(id);
        if (job != null) {
            return job;
        }
        return outer != null ? outer.job(id) : ledger.jobs().get(id);
    }

    @Nullable
    public Command command(long id) {
        Command command = commands.get(id);
        if (command != null) {
            return command;
        }
        return outer != null ? outer.command(id) : ledger.commands().get(id);
    }

    @Nullable
    public Resource resource(String key) {
        if (removedResources.contains(key)) {
            return null;
        }
        Resource resource = resources.get(key);
        if (resource != null) {
            return resource;
        }
        return outer != null ? outer.resource(key) : ledger.resources().get(key);
    }

    public Map<String, Resource> resources() {
        Map<String, Resource> all = outer != null ? outer.resources() : new HashMap<>(ledger.resources());
        all.putAll(resources);
        all.keySet().removeAll(removedResources);
        return all;
    }

    /** The active alert of a type about something, where there is one. */
    public Optional<Alert> activeAlert(Ledger.AlertKey key) {
        Alert changed = alertsByKey.get(key);
        if (changed != null) {
            return Optional.of(changed).filter(Alert::active);
        }
        return outer != null
                ? outer.activeAlert(key)
                : Optional.ofNullable(ledger.activeAlerts().get(key));
    }

    public List<Alert> activeAlerts() {
        Map<Ledger.AlertKey, Alert> all = new LinkedHashMap<>();
        collectAlerts(all);
        return all.values().stream().filter(Alert::active).toList();
    }

    private void collectAlerts(Map<Ledger.AlertKey, Alert> all) {
        if (outer != null) {
            outer.collectAlerts(all);
        } else {
            all.putAll(ledger.activeAlerts());
        }
        all.putAll(alertsByKey);
    }

    @Nullable
    public Alert alert(long id) {
        Alert alert = alerts.get(id);
        if (alert != null) {
            return alert;
        }
        return outer != null ? outer.alert(id) : ledger.alerts().get(id);
    }

    public Map<Long, Command> changedCommands() {
        return commands;
    }

    public Map<Long, Job> changedJobs() {
        return jobs;
    }

    boolean isEmpty() {
        return hosts.all().isEmpty() && keys().isEmpty() && confParams.isEmpty();
    }

    /** Makes the changes part of the transaction around this one. */
    void merge() {
        if (outer == null || scratch) {
            throw new IllegalStateException("not a nested transaction");
        }
        hosts.all().forEach(host -> {
            if (unstoredHosts.contains(host.id())) {
                outer.heardOf(host.id(), old -> host);
            } else {
                outer.put(host);
            }
        });
        lnets.all().forEach(outer::put);
        removedVolumes.forEach(outer::removeVolume);
        volumes.all().forEach(outer::put);
        targets.all().forEach(outer::put);
        filesystems.all().forEach(outer::put);
        confParams.forEach(outer::put);
        removedResources.forEach(outer::removeResource);
        resources.values().forEach(outer::put);
        alerts.values().forEach(outer::put);
        commands.values().forEach(outer::put);
        jobs.values().forEach(outer::put);
        steps.values().forEach(outer::put);
    }

    /** What goes to disk. */
    Changes stored() {
        return Changes.builder()
                .hosts(hosts.all().stream()
                        .filter(host -> !unstoredHosts.contains(host.id()))
                        .toList())
                .lnetConfigurations(lnets.all())
                .volumes(volumes.all())
                .removedVolumes(removedVolumes)
                .targets(targets.all())
                .filesystems(filesystems.all())
                .confParams(confParams)
                .resources(resources.values())
                .removedResources(removedResources)
                .alerts(alerts.values())
                .commands(commands.values())
                .jobs(jobs.values())
                .steps(steps.values())
                .build();
    }

    /** What changed, as listeners are told. */
    Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        hosts.all().stream()
                .filter(host -> !unstoredHosts.contains(host.id()))
                .forEach(host -> keys.add(host.id().toString()));
        lnets.all().forEach(lnet -> keys.add(lnet.host().toString()));
        volumes.all().forEach(volume -> keys.add("volume/" + volume.id()));
        removedVolumes.forEach(id -> keys.add("volume/" + id));
        for (Target target : targets.all()) {
            keys.add(target.id().toString());
            // A filesystem shows its targets and is offered what their states allow.
            if (target.filesystem() != null) {
                keys.add(target.filesystem().toString());
            }
        }
        filesystems.all().forEach(filesystem -> keys.add(filesystem.id().toString()));
        confParams.forEach(param -> keys.add(param.owner().toString()));
        alerts.keySet().forEach(id -> keys.add("alert/" + id));
        commands.keySet().forEach(id -> keys.add("command/" + id));
        for (Job job : jobs.values()) {
            keys.add("job/" + job.id());
            // What is offered on an object ends and returns with the locks on it.
            job.locks().stream()
                    .filter(Job.Lock::write)
                    .forEach(lock -> keys.add(lock.object().toString()));
        }
        steps.values().forEach(step -> keys.add("step/" + step.job()));
        resources.values().forEach(resource -> keys.add("storage_resource/" + resource.id()));
        for (String key : removedResources) {
            Resource resource = ledger.resources().get(key);
            if (resource != null) {
                keys.add("storage_resource/" + resource.id());
            }
        }
        return keys;
    }

    /** What its commit will have moved; to be asked before it. */
    Moves moves() {
        Cluster before = ledger.cluster();
        List<StatefulObject<?>> objects = Stream.of(hosts, lnets, targets, filesystems)
                .<StatefulObject<?>>flatMap(staged -> staged.all().stream())
                .filter(object -> before.object(object.id())
                        .filter(old -> old.state() == object.state())
                        .isEmpty())
                .toList();
        List<Job> ended = jobs.values().stream()
                .filter(job -> job.state().isDone())
                .filter(job -> {
                    Job old = ledger.jobs().get(job.id());
                    return old == null || !old.state().isDone();
                })
                .toList();
        return new Moves(objects, ended);
    }

    private static <S extends Enum<S>, T> T old(
            Staged<T> staged, ObjectId<S> id, Function<ObjectId<S>, Optional<T>> known) {
        return Optional.ofNullable(staged.unseen(id.number()))
                .or(() -> known.apply(id))
                .orElseThrow(() -> new NoSuchElementException(id + " does not exist any more"));
    }
}
