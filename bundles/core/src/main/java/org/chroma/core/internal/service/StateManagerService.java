package org.chroma.core.internal.service;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.chroma.core.Alert;
import org.chroma.core.ChromaException;
import org.chroma.core.Cluster;
import org.chroma.core.Command;
import org.chroma.core.ErrorCode;
import org.chroma.core.InvalidRequestException;
import org.chroma.core.Job;
import org.chroma.core.JobState;
import org.chroma.core.Preview;
import org.chroma.core.ServerAddress;
import org.chroma.core.StateManager;
import org.chroma.core.internal.job.ApplyConfParamsJob;
import org.chroma.core.internal.job.PlainJobType;
import org.chroma.core.internal.ledger.Ledger;
import org.chroma.core.internal.ledger.PatientWriter;
import org.chroma.core.internal.ledger.Transaction;
import org.chroma.core.internal.lifecycle.TargetLifecycle;
import org.chroma.core.internal.object.TargetNames;
import org.chroma.core.internal.request.Creation;
import org.chroma.core.internal.request.CreationChecks;
import org.chroma.core.internal.request.Requests;
import org.chroma.core.internal.run.JobRunner;
import org.chroma.core.internal.schedule.Schedule;
import org.chroma.core.internal.schedule.Scheduler;
import org.chroma.core.internal.step.TypedCredentials;
import org.chroma.model.ConfParamRule;
import org.chroma.model.Filesystem;
import org.chroma.model.FilesystemState;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.model.LnetConfiguration;
import org.chroma.model.Target;
import org.chroma.model.TargetKind;
import org.chroma.model.TargetState;
import org.chroma.model.Volume;
import org.chroma.model.Volume.VolumeNode;
import org.chroma.state.ObjectId;
import org.jspecify.annotations.Nullable;

/** Carries out what users ask for, each request in one transaction. */
public final class StateManagerService implements StateManager {
    private final Ledger ledger;
    private final PatientWriter writer;
    private final Requests requests;
    private final Schedule schedule;
    private final Scheduler scheduler;
    private final JobRunner runner;
    private final TypedCredentials credentials;

    public StateManagerService(
            Ledger ledger,
            PatientWriter writer,
            Requests requests,
            Schedule schedule,
            Scheduler scheduler,
            JobRunner runner,
            TypedCredentials credentials) {
        this.ledger = ledger;
        this.writer = writer;
        this.requests = requests;
        this.schedule = schedule;
        this.scheduler = scheduler;
        this.runner = runner;
        this.credentials = credentials;
    }

    @Override
    public Optional<Command> setStates(List<Wanted> wanted, String user) {
        return writer.write(transaction -> requests.setStates(transaction, wanted, user, null));
    }

    @Override
    public Preview preview(List<Wanted> wanted) {
        return writer.write(transaction -> requests.preview(transaction.cluster(), wanted, ""));
    }

    @Override
    public Command runJobs(String message, List<JobRequest> jobs, String user) {
        if (jobs.isEmpty()) {
            throw new InvalidRequestException("jobs", "No jobs were given");
        }
        List<PlainJobType> types = requests.prepare(ledger.cluster(), jobs);
        return writer.write(transaction -> requests.runJobs(transaction, message, jobs, types, user));
    }

    @Override
    public Preview previewJobs(List<JobRequest> jobs) {
        List<PlainJobType> types = requests.prepare(ledger.cluster(), jobs);
        return writer.write(transaction -> requests.previewJobs(transaction.cluster(), jobs, types));
    }

    @Override
    public void cancel(long id, String user) {
        boolean running = writer.write(transaction -> {
            Job job = transaction.job(id);
            if (job == null) {
                throw new ChromaException(ErrorCode.NOT_FOUND, "There is no job %d".formatted(id));
            }
            if (job.state().isDone()) {
                throw new InvalidRequestException("state", "The job has ended already");
            }
            if (!job.cancellable()) {
                throw new InvalidRequestException("state", "'%s' cannot be cancelled".formatted(job.description()));
            }
            if (job.state() == JobState.PENDING) {
                scheduler.end(transaction, job, JobState.CANCELLED, "", null);
                return false;
            }
            return true;
        });
        if (running) {
            runner.cancel(id);
        }
    }

    @Override
    public Created addHost(NewHost request, String user) {
        String address = request.address() == null ? "" : request.address().strip();
        List<ObjectId<HostState>> kept = new ArrayList<>();
        try {
            return writer.write(transaction -> {
                kept.forEach(credentials::forget); // this may be another try
                checkAddress(address, transaction.cluster());
                long number = transaction.nextId("host");
                Host host = Host.added(Host.KIND.id(number), address, transaction.now());
                transaction.put(host);
                transaction.put(LnetConfiguration.unknownOn(host, transaction.now()));
                if (request.credentials() != null) {
                    credentials.keep(host.id(), request.credentials());
                    kept.add(host.id());
                }
                return new Created(
                        host.id(),
                        requests.setStates(
                                transaction,
                                List.of(new Wanted(host.id(), "configured")),
                                user,
                                "Setting up server " + address));
            });
        } catch (RuntimeException failed) {
            kept.forEach(credentials::forget);
            throw failed;
        }
    }

    private static void checkAddress(String address, Cluster cluster) {
        if (address.isEmpty()) {
            throw new InvalidRequestException("address", "This field is mandatory");
        }
        var unused = ServerAddress.require(address);
        if (cluster.hosts().stream().anyMatch(host -> host.address().equalsIgnoreCase(address))) {
            throw new InvalidRequestException("address", "There is already a server with this address");
        }
    }

    @Override
    public Created createFilesystem(FilesystemRequest request, String user) {
        return writer.write(transaction -> {
            ObjectId<FilesystemState> id = new Creation(transaction).filesystem(request);
            return new Created(
                    id,
                    requests.setStates(
                            transaction,
                            List.of(new Wanted(id, "available")),
                            user,
                            "Creating filesystem " + request.name()));
        });
    }

    @Override
    public Preview previewFilesystem(FilesystemRequest request) {
        return writer.write(transaction -> {
            Transaction scratch = transaction.scratch();
            ObjectId<FilesystemState> id = new Creation(scratch).filesystem(request);
            return requests.preview(
                    scratch.cluster(), List.of(new Wanted(id, "available")), "Creating filesystem " + request.name());
        });
    }

    @Override
    public Created addTarget(TargetRequest request, String user) {
        return writer.write(transaction -> {
            ObjectId<TargetState> id = new Creation(transaction).target(request);
            Target target = transaction.cluster().target(id).orElseThrow();
            return new Created(
                    id,
                    requests.setStates(
                            transaction,
                            List.of(new Wanted(id, "mounted")),
                            user,
                            "Creating " + TargetNames.of(target, transaction.cluster())));
        });
    }

    @Override
    public void checkConfParams(ObjectId<?> owner, Map<String, @Nullable String> params) {
        boolean unused = writer.write(transaction -> changedParams(owner, params, transaction.cluster()) != null);
    }

    /** Those of the parameters that are not in force as wanted, when all of them can be set. */
    private static Map<String, @Nullable String> changedParams(
            ObjectId<?> owner, Map<String, @Nullable String> params, Cluster cluster) {
        Target mgt = mgtOf(owner, cluster);
        Map<String, List<String>> problems = CreationChecks.paramProblems(ownerKind(owner, cluster), params);
        if (!problems.isEmpty()) {
            throw new InvalidRequestException(Map.of("conf_params", problems));
        }
        Map<String, String> inForce = Creation.inForce(cluster, owner);
        Map<String, @Nullable String> changed = new LinkedHashMap<>(params);
        changed.keySet().removeIf(key -> Objects.equals(inForce.get(key), params.get(key)));
        if (!changed.isEmpty() && (cluster.object(owner).orElseThrow().immutableState() || mgt.immutableState())) {
            throw new InvalidRequestException("conf_params", "It is only monitored; its parameters cannot be set");
        }
        return changed;
    }

    @Override
    public Optional<Command> setConfParams(ObjectId<?> owner, Map<String, @Nullable String> params, String user) {
        return writer.write(transaction -> {
            Cluster cluster = transaction.cluster();
            Target mgt = mgtOf(owner, cluster);
            Map<String, @Nullable String> changed = changedParams(owner, params, cluster);
            if (changed.isEmpty()) {
                return Optional.empty();
            }
            boolean unused = Creation.setChanged(transaction, mgt.id(), owner, changed);
            Target now = transaction.cluster().target(mgt.id()).orElseThrow();
            boolean possible = now.state() == TargetState.MOUNTED
                    && !schedule.locks().isWriteLocked(mgt.id())
                    && ApplyConfParamsJob.isPossible(now, transaction.cluster());
            if (!possible) {
                return Optional.empty();
            }
            return Optional.of(requests.runStored(
                    transaction,
                    "Setting parameters of "
                            + cluster.object(owner).orElseThrow().label(),
                    ApplyConfParamsJob.NAME,
                    ApplyConfParamsJob.arguments(now),
                    user));
        });
    }

    private static Target mgtOf(ObjectId<?> owner, Cluster cluster) {
        Optional<Target> mgt = Optional.empty();
        if (owner.kind().equals(Filesystem.KIND)) {
            mgt = cluster.filesystem(Filesystem.KIND.id(owner.number()))
                    .flatMap(filesystem -> cluster.target(filesystem.mgt()));
        } else if (owner.kind().equals(Target.KIND)) {
            mgt = cluster.target(Target.KIND.id(owner.number()))
                    .flatMap(target -> TargetLifecycle.mgtOf(target, cluster));
            boolean isMgt = cluster.target(Target.KIND.id(owner.number()))
                    .filter(target -> target.kind() == TargetKind.MGT)
                    .isPresent();
            if (isMgt) {
                throw new InvalidRequestException("conf_params", "An MGT has no configuration parameters");
            }
        }
        return mgt.orElseThrow(() -> new ChromaException(ErrorCode.NOT_FOUND, owner + " does not exist"));
    }

    private static ConfParamRule.Owner ownerKind(ObjectId<?> owner, Cluster cluster) {
        return cluster.target(Target.KIND.id(owner.number()))
                .filter(target -> target.id().equals(owner))
                .map(target -> CreationChecks.owner(target.kind()))
                .orElse(ConfParamRule.Owner.FILESYSTEM);
    }

    @Override
    public void editVolume(long id, List<NodeChoice> choices, String user) {
        boolean unused = writer.write(transaction -> {
            Cluster cluster = transaction.cluster();
            Volume volume = cluster.volume(id)
                    .orElseThrow(() -> new ChromaException(ErrorCode.NOT_FOUND, "There is no volume %d".formatted(id)));
            if (cluster.targetOnVolume(id).isPresent()) {
                throw new InvalidRequestException("nodes", "Volume %s is in use".formatted(volume.label()));
            }
            Map<Long, NodeChoice> byNode = new HashMap<>();
            Set<Long> known = new HashSet<>();
            volume.nodes().forEach(node -> known.add(node.id()));
            for (NodeChoice choice : choices) {
                if (!known.contains(choice.node())) {
                    throw new InvalidRequestException(
                            "nodes", "Volume %s has no node %d".formatted(volume.label(), choice.node()));
                }
                if (byNode.put(choice.node(), choice) != null) {
                    throw new InvalidRequestException("nodes", "Node %d is given twice".formatted(choice.node()));
                }
            }
            if (choices.stream().filter(NodeChoice::primary).count() > 1) {
                throw new InvalidRequestException("nodes", "Only one node can be primary");
            }
            List<VolumeNode> nodes = new ArrayList<>();
            for (VolumeNode node : volume.nodes()) {
                NodeChoice choice = byNode.getOrDefault(node.id(), new NodeChoice(node.id(), false, false));
                nodes.add(node.inRole(choice.primary(), choice.use()));
            }
            transaction.put(volume.withNodes(nodes));
            return true;
        });
    }

    @Override
    public void dismissAlert(long id, boolean dismissed, String user) {
        boolean unused = writer.write(transaction -> {
            Alert alert = transaction.alert(id);
            if (alert == null) {
                throw new ChromaException(ErrorCode.NOT_FOUND, "There is no alert %d".formatted(id));
            }
            transaction.put(alert.dismissed(dismissed));
            return true;
        });
    }
}
