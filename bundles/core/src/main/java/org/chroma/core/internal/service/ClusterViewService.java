package org.chroma.core.internal.service;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chroma.core.Alert;
import org.chroma.core.Cluster;
import org.chroma.core.ClusterView;
import org.chroma.core.Command;
import org.chroma.core.Job;
import org.chroma.core.Resource;
import org.chroma.core.StepResult;
import org.chroma.core.internal.foreign.Listeners;
import org.chroma.core.internal.job.PlainJobs;
import org.chroma.core.internal.ledger.Ledger;
import org.chroma.core.internal.object.ObjectStates;
import org.chroma.core.internal.plugin.PluginHealth;
import org.chroma.core.internal.request.Creation;
import org.chroma.core.internal.step.Consoles;
import org.chroma.core.internal.step.StepContext;
import org.chroma.state.Lifecycles;
import org.chroma.state.ObjectId;
import org.chroma.state.StatefulObject;

/** Shows what is committed, and what running steps print. */
public final class ClusterViewService implements ClusterView {
    private final Ledger ledger;
    private final Lifecycles<Cluster, StepContext> lifecycles;
    private final PlainJobs plainJobs;
    private final Consoles consoles;
    private final PluginHealth plugins;
    private final Listeners listeners;

    public ClusterViewService(
            Ledger ledger,
            Lifecycles<Cluster, StepContext> lifecycles,
            PlainJobs plainJobs,
            Consoles consoles,
            PluginHealth plugins,
            Listeners listeners) {
        this.ledger = ledger;
        this.lifecycles = lifecycles;
        this.plainJobs = plainJobs;
        this.consoles = consoles;
        this.plugins = plugins;
        this.listeners = listeners;
    }

    @Override
    public Cluster cluster() {
        return ledger.cluster();
    }

    @Override
    public Map<String, Resource> resources() {
        return Collections.unmodifiableMap(ledger.resources());
    }

    @Override
    public List<Alert> alerts() {
        return ledger.alerts().values().stream()
                .sorted(Comparator.comparing(Alert::active)
                        .reversed()
                        .thenComparing(Comparator.comparing(Alert::begin).reversed()))
                .toList();
    }

    @Override
    public List<AvailableTransition> availableTransitions(ObjectId<?> id) {
        Cluster cluster = ledger.cluster();
        return cluster.object(id).isEmpty() || isWritten(id) ? List.of() : offers(id, cluster);
    }

    private <S extends Enum<S>> List<AvailableTransition> offers(ObjectId<S> id, Cluster cluster) {
        return lifecycles.offers(id, cluster).stream()
                .map(offer -> new AvailableTransition(ObjectStates.name(offer.state()), offer.verb()))
                .toList();
    }

    @Override
    public List<AvailableJob> availableJobs(ObjectId<?> id) {
        Cluster cluster = ledger.cluster();
        Optional<StatefulObject<?>> object = cluster.object(id);
        return object.isEmpty() || isWritten(id) ? List.of() : plainJobs.offers(object.get(), cluster);
    }

    private boolean isWritten(ObjectId<?> id) {
        return jobsOn(id).stream()
                .flatMap(job -> job.locks().stream())
                .anyMatch(lock -> lock.write() && lock.object().equals(id));
    }

    @Override
    public List<Job> jobsOn(ObjectId<?> id) {
        List<Job> jobs = new ArrayList<>();
        for (long number : ledger.jobsOn(id)) {
            Job job = ledger.jobs().get(number);
            if (job != null) {
                jobs.add(job);
            }
        }
        return jobs;
    }

    @Override
    public Map<String, String> confParams(ObjectId<?> owner) {
        return Creation.inForce(ledger.cluster(), owner);
    }

    @Override
    public Optional<Command> command(long id) {
        return Optional.ofNullable(ledger.commands().get(id));
    }

    @Override
    public Optional<Job> job(long id) {
        return Optional.ofNullable(ledger.jobs().get(id));
    }

    @Override
    public Collection<Command> commands() {
        return Collections.unmodifiableCollection(ledger.commands().values());
    }

    @Override
    public Collection<Job> jobs() {
        return Collections.unmodifiableCollection(ledger.jobs().values());
    }

    @Override
    public List<StepResult> steps(long job) {
        return ledger.steps(job).stream().map(this::live).toList();
    }

    /** A running step with what it has printed up to now. */
    private StepResult live(StepResult step) {
        return consoles.of(step.id())
                .map(console -> step.showing(console.log(), console.console()))
                .orElse(step);
    }

    @Override
    public List<PluginStatus> plugins() {
        List<PluginStatus> others = new ArrayList<>(plainJobs.health());
        others.addAll(listeners.failing());
        return plugins.all(others);
    }
}
