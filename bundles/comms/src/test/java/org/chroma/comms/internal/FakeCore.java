package org.chroma.comms.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.chroma.core.Alert;
import org.chroma.core.Changes;
import org.chroma.core.ChromaException;
import org.chroma.core.Cluster;
import org.chroma.core.ClusterView;
import org.chroma.core.Command;
import org.chroma.core.ErrorCode;
import org.chroma.core.Job;
import org.chroma.core.Reports;
import org.chroma.core.Resource;
import org.chroma.core.StepResult;
import org.chroma.core.port.AgentCredentials;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.spi.Observation;
import org.chroma.state.ObjectId;

/** As much of the core and its store as agents can tell: hosts, credentials, and what was reported. */
final class FakeCore implements ClusterView, Reports, AgentCredentials {

    record Accepted(
            long host, Instant observedAt, Map<String, Observation> observations, Map<String, String> failures) {}

    final List<Accepted> reports = new CopyOnWriteArrayList<>();
    private final Map<Long, AgentCredential> credentials = new ConcurrentHashMap<>();
    private volatile Cluster cluster = Cluster.EMPTY;
    volatile Consumer<Accepted> onReport = accepted -> {};

    void addHost(long number, String address) {
        put(new Host(
                Host.KIND.id(number), HostState.UNCONFIGURED, Instant.EPOCH, false, address, null, null, null, null));
    }

    void removeHost(long number) {
        put(new Host(Host.KIND.id(number), HostState.REMOVED, Instant.EPOCH, false, "gone", null, null, null, null));
    }

    private void put(Host host) {
        List<Host> hosts = List.of(host);
        cluster = cluster.with(new Changes(
                hosts, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
                List.of(), List.of(), List.of(), List.of()));
    }

    @Override
    public void accept(
            long host, Instant observedAt, Map<String, Observation> observations, Map<String, String> failures) {
        if (cluster.host(Host.KIND.id(host)).isEmpty()) {
            throw new ChromaException(ErrorCode.NOT_FOUND, "No such server");
        }
        Accepted accepted = new Accepted(host, observedAt, observations, failures);
        onReport.accept(accepted);
        reports.add(accepted);
    }

    @Override
    public Tally tally() {
        return new Tally(reports.size(), 0, 0);
    }

    @Override
    public Optional<AgentCredential> find(long host) {
        return Optional.ofNullable(credentials.get(host));
    }

    @Override
    public Optional<AgentCredential> findByFqdn(String fqdn) {
        return credentials.values().stream()
                .filter(credential -> credential.fqdn().equals(fqdn))
                .findFirst();
    }

    @Override
    public void put(AgentCredential credential) {
        credentials.put(credential.host(), credential);
    }

    @Override
    public void remove(long host) {
        credentials.remove(host);
    }

    @Override
    public Cluster cluster() {
        return cluster;
    }

    @Override
    public Map<String, Resource> resources() {
        return Map.of();
    }

    @Override
    public List<Alert> alerts() {
        return List.of();
    }

    @Override
    public List<AvailableTransition> availableTransitions(ObjectId<?> id) {
        return List.of();
    }

    @Override
    public List<AvailableJob> availableJobs(ObjectId<?> id) {
        return List.of();
    }

    @Override
    public List<Job> jobsOn(ObjectId<?> id) {
        return List.of();
    }

    @Override
    public Map<String, String> confParams(ObjectId<?> owner) {
        return Map.of();
    }

    @Override
    public Optional<Command> command(long id) {
        return Optional.empty();
    }

    @Override
    public Optional<Job> job(long id) {
        return Optional.empty();
    }

    @Override
    public Collection<Command> commands() {
        return new ArrayList<>();
    }

    @Override
    public Collection<Job> jobs() {
        return new ArrayList<>();
    }

    @Override
    public List<StepResult> steps(long job) {
        return List.of();
    }

    @Override
    public List<PluginStatus> plugins() {
        return List.of();
    }
}
