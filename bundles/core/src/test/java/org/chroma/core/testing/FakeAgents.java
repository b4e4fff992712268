package org.chroma.core.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.chroma.core.ChromaException;
import org.chroma.core.Credentials;
import org.chroma.core.ErrorCode;
import org.chroma.core.port.Agents;
import org.chroma.core.port.ServerAccess;
import org.chroma.model.TargetKind;
import org.chroma.model.action.ConfigureHa;
import org.chroma.model.action.Deregister;
import org.chroma.model.action.DetectScan;
import org.chroma.model.action.DetectedTargets;
import org.chroma.model.action.DetectedTargets.LocalTarget;
import org.chroma.model.action.DetectedTargets.RecordedFilesystem;
import org.chroma.model.action.DetectedTargets.RecordedTarget;
import org.chroma.model.action.FailbackTarget;
import org.chroma.model.action.FailoverTarget;
import org.chroma.model.action.FormatTarget;
import org.chroma.model.action.FormattedTarget;
import org.chroma.model.action.GetLnetState;
import org.chroma.model.action.HostProperties;
import org.chroma.model.action.LnetNids;
import org.chroma.model.action.LnetStatus;
import org.chroma.model.action.LoadLnet;
import org.chroma.model.action.PurgeConfiguration;
import org.chroma.model.action.ReadHostProperties;
import org.chroma.model.action.RegisterTarget;
import org.chroma.model.action.RegisteredTarget;
import org.chroma.model.action.ReportNow;
import org.chroma.model.action.ScanLnet;
import org.chroma.model.action.SetConfParam;
import org.chroma.model.action.StartLnet;
import org.chroma.model.action.StartTarget;
import org.chroma.model.action.StopLnet;
import org.chroma.model.action.StopTarget;
import org.chroma.model.action.TargetLocation;
import org.chroma.model.action.UnconfigureHa;
import org.chroma.model.action.UnloadLnet;
import org.chroma.model.action.WriteconfTarget;
import org.chroma.spi.Action;
import org.chroma.spi.OutputListener;
import org.jspecify.annotations.Nullable;

/**
 * Servers that exist in this object alone. They keep LNet, disks and a failover cluster in memory and answer actions as
 * real servers do, errors included; devices of the same path are the same disk. It stands for their SSH service, too: a
 * server answers under the address {@code name} and is called {@code name.example.com}.
 */
public final class FakeAgents implements Agents, ServerAccess {
    private final Map<Long, FakeServer> byHost = new ConcurrentHashMap<>();
    private final Map<String, Disk> disks = new HashMap<>();
    private final Map<String, Resource> resources = new HashMap<>();
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, String> failures = new ConcurrentHashMap<>();
    private final Map<String, Optional<Credentials>> typed = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> hanging = new ConcurrentHashMap<>();
    private final Map<String, String> conf = new ConcurrentHashMap<>();
    private final Set<String> monitored = ConcurrentHashMap.newKeySet();

    /** One server. */
    private static final class FakeServer {
        private final String name;
        private final long number;
        private boolean loaded;
        private boolean up;

        private FakeServer(String name, long number) {
            this.name = name;
            this.number = number;
        }
    }

    /** One disk. */
    private record Disk(TargetKind kind, @Nullable String fsname, int index, String uuid, boolean registered) {}

    /** A failover cluster's resource. */
    private static final class Resource {
        private final String device;
        private @Nullable FakeServer primary;
        private final Map<Long, FakeServer> servers = new HashMap<>();
        private @Nullable FakeServer runsOn;

        private Resource(String device) {
            this.device = device;
        }
    }

    /** Makes a server one whose agent has no actions that change Lustre. */
    public void monitorOnly(String server) {
        monitored.add(server);
    }

    /** Makes an action fail on a server from now on. */
    public void fail(String server, Class<? extends Action<?>> action, String message) {
        failures.put(key(server, action), message);
    }

    /** Leaves a target of some forgotten filesystem on a disk, so that it is formatted only where that is asked for. */
    public synchronized void occupy(String device) {
        disks.put(device, new Disk(TargetKind.OST, "gone", 0, "uuid-gone", true));
    }

    /** Empties a disk. */
    public synchronized void wipe(String device) {
        disks.remove(device);
    }

    /** Makes an action wait on a server until {@link #heal} or until the caller is interrupted. */
    public void hang(String server, Class<? extends Action<?>> action) {
        hanging.put(key(server, action), new CountDownLatch(1));
    }

    /** Undoes {@link #fail} and {@link #hang}. */
    public void heal(String server, Class<? extends Action<?>> action) {
        failures.remove(key(server, action));
        CountDownLatch latch = hanging.remove(key(server, action));
        if (latch != null) {
            latch.countDown();
        }
    }

    /** What was done up to now, in order, each as {@code oss1 start-target}. */
    public List<String> done() {
        synchronized (done) {
            return List.copyOf(done);
        }
    }

    /** The parameters that the MGS was told. */
    public Map<String, String> confParams() {
        return Map.copyOf(conf);
    }

    /** The names of the servers on which failover resources run, by label; those that do not run are missing. */
    public synchronized Map<String, String> running() {
        Map<String, String> running = new HashMap<>();
        resources.forEach((label, resource) -> {
            if (resource.runsOn != null) {
                running.put(label, resource.runsOn.name);
            }
        });
        return running;
    }

    private static String key(String server, Class<?> action) {
        return server + " " + Action.nameOf(action);
    }

    @Override
    public <R> @Nullable R run(long host, Action<R> action, OutputListener console) throws InterruptedException {
        FakeServer server = byHost.get(host);
        if (server == null) {
            throw new ChromaException(ErrorCode.UNREACHABLE, "Server %d does not answer".formatted(host));
        }
        String key = key(server.name, action.getClass());
        CountDownLatch latch = hanging.get(key);
        if (latch != null) {
            console.line("waiting");
            latch.await();
        }
        String failure = failures.get(key);
        if (failure != null) {
            throw new ActionFailedException(failure, "remote trace of " + key);
        }
        console.line(key);
        Object answer = answer(server, action);
        done.add(key);
        // each action is answered with what its type parameter names
        @SuppressWarnings("unchecked")
        R typed = (R) answer;
        return typed;
    }

    private synchronized @Nullable Object answer(FakeServer server, Action<?> action) {
        if (action instanceof ReadHostProperties) {
            return new HostProperties(
                    Instant.now(),
                    Instant.EPOCH,
                    server.name,
                    server.name + ".example.com",
                    "2.0.0",
                    monitored.contains(server.name)
                            ? List.of()
                            : List.of(Action.nameOf(FormatTarget.class), Action.nameOf(StartTarget.class)),
                    List.of());
        } else if (action instanceof GetLnetState) {
            return new LnetStatus(server.loaded, server.up);
        } else if (action instanceof LoadLnet) {
            server.loaded = true;
        } else if (action instanceof UnloadLnet) {
            server.up = false;
            server.loaded = false;
        } else if (action instanceof StartLnet) {
            require(server.loaded, "LNet is not loaded");
            server.up = true;
        } else if (action instanceof StopLnet) {
            server.up = false;
        } else if (action instanceof ScanLnet) {
            require(server.up, "LNet is down");
            return new LnetNids(List.of(nid(server)));
        } else if (action instanceof DetectScan) {
            return detect(server);
        } else if (action instanceof FormatTarget format) {
            return format(format);
        } else if (action instanceof RegisterTarget register) {
            return register(register, server);
        } else if (action instanceof ConfigureHa ha) {
            Resource resource = resources.computeIfAbsent(ha.haLabel(), label -> new Resource(ha.device()));
            resource.servers.put(server.number, server);
            if (ha.primary()) {
                resource.primary = server;
            }
        } else if (action instanceof UnconfigureHa ha) {
            Resource resource = resources.get(ha.haLabel());
            require(resource == null || resource.runsOn == null, "the target is running");
            if (ha.primary()) {
                resources.remove(ha.haLabel());
            }
        } else if (action instanceof StartTarget start) {
            return new TargetLocation(start(start.haLabel()).name);
        } else if (action instanceof StopTarget stop) {
            Resource resource = resources.get(stop.haLabel());
            if (resource != null) {
                resource.runsOn = null;
            }
        } else if (action instanceof FailoverTarget failover) {
            resource(failover.haLabel()).runsOn = server;
        } else if (action instanceof FailbackTarget failback) {
            resource(failback.haLabel()).runsOn = server;
        } else if (action instanceof SetConfParam param) {
            if (param.value() == null) {
                conf.remove(param.key());
            } else {
                conf.put(param.key(), param.value());
            }
        } else {
            boolean known = action instanceof ReportNow
                    || action instanceof Deregister
                    || action instanceof PurgeConfiguration
                    || action instanceof WriteconfTarget;
            require(known, "unknown action");
        }
        return null;
    }

    private FormattedTarget format(FormatTarget format) {
        Disk old = disks.get(format.device());
        boolean same = old != null
                && old.kind() == format.kind()
                && Objects.equals(old.fsname(), format.fsname())
                && old.index() == format.index()
                && !old.registered();
        if (!same) {
            require(old == null || format.reformat(), format.device() + " contains a Lustre target");
            String uuid = "uuid-%s-%d".formatted(format.device().replace('/', '-'), disks.size());
            disks.put(format.device(), new Disk(format.kind(), format.fsname(), format.index(), uuid, false));
        }
        Disk disk = disks.get(format.device());
        return new FormattedTarget(disk == null ? "" : disk.uuid(), 0, 0);
    }

    private RegisteredTarget register(RegisterTarget register, FakeServer server) {
        Disk disk = disks.get(register.device());
        if (disk == null) {
            throw new ActionFailedException(register.device() + " is not formatted", "");
        }
        require(server.up, "LNet is down");
        boolean mgsRuns = resources.values().stream().anyMatch(resource -> {
            Disk of = disks.get(resource.device);
            return of != null && of.kind() == TargetKind.MGT && resource.runsOn != null;
        });
        require(mgsRuns, "the MGS does not answer");
        disks.put(register.device(), new Disk(disk.kind(), disk.fsname(), disk.index(), disk.uuid(), true));
        return new RegisteredTarget(nameOf(disk));
    }

    /** Every server sees every disk. Those that were never registered are no concern of Lustre's. */
    private DetectedTargets detect(FakeServer server) {
        List<LocalTarget> targets = new ArrayList<>();
        Map<String, List<RecordedTarget>> recorded = new TreeMap<>();
        List<String> mgsNids = resources.values().stream()
                .filter(resource -> kindOn(resource.device) == TargetKind.MGT)
                .flatMap(resource -> nids(resource, true).stream())
                .toList();
        boolean mgsRuns = false;
        for (Resource resource : resources.values()) {
            Disk disk = disks.get(resource.device);
            if (disk == null) {
                continue;
            }
            boolean mgt = disk.kind() == TargetKind.MGT;
            boolean here = resource.runsOn != null && resource.runsOn.name.equals(server.name);
            mgsRuns |= mgt && here;
            targets.add(new LocalTarget(
                    nameOf(disk),
                    disk.uuid(),
                    List.of(resource.device),
                    here ? "/mnt/" + nameOf(disk) : null,
                    mgt ? List.of() : mgsNids,
                    nids(resource, false)));
            if (!mgt && disk.fsname() != null && resource.primary != null) {
                recorded.computeIfAbsent(disk.fsname(), fsname -> new ArrayList<>())
                        .add(new RecordedTarget(nameOf(disk), List.of(nid(resource.primary)), settings(nameOf(disk))));
            }
        }
        targets.sort(Comparator.comparing(LocalTarget::name));
        List<RecordedFilesystem> filesystems = new ArrayList<>();
        recorded.forEach((fsname, all) -> filesystems.add(new RecordedFilesystem(fsname, all, settings(fsname))));
        return new DetectedTargets(targets, mgsRuns ? filesystems : List.of());
    }

    private @Nullable TargetKind kindOn(String device) {
        Disk disk = disks.get(device);
        return disk == null ? null : disk.kind();
    }

    private static String nameOf(Disk disk) {
        return disk.kind() == TargetKind.MGT
                ? "MGS"
                : String.format(Locale.ROOT, "%s-%s%04x", disk.fsname(), disk.kind(), disk.index());
    }

    private Map<String, String> settings(String owner) {
        Map<String, String> settings = new HashMap<>();
        conf.forEach((key, value) -> {
            if (key.startsWith(owner + ".")) {
                settings.put(key.substring(owner.length() + 1), value);
            }
        });
        return settings;
    }

    private List<String> nids(Resource resource, boolean all) {
        List<String> nids = new ArrayList<>();
        FakeServer primary = resource.primary;
        if (all && primary != null) {
            nids.add(nid(primary));
        }
        resource.servers.values().stream().filter(server -> server != primary).forEach(server -> nids.add(nid(server)));
        return nids;
    }

    /** A server that was removed and added again is the same machine under a new number. */
    private String nid(FakeServer server) {
        return byHost.values().stream()
                .filter(each -> each.name.equals(server.name))
                .map(each -> "10.0.0.%d@tcp".formatted(each.number))
                .findFirst()
                .orElse("10.0.0.%d@tcp".formatted(server.number));
    }

    private FakeServer start(String label) {
        Resource resource = resource(label);
        if (resource.runsOn == null) {
            List<FakeServer> candidates = new ArrayList<>();
            if (resource.primary != null) {
                candidates.add(resource.primary);
            }
            candidates.addAll(resource.servers.values());
            resource.runsOn = candidates.stream()
                    .filter(server -> server.up)
                    .findFirst()
                    .orElseThrow(() -> new ActionFailedException(label + " can run nowhere", ""));
        }
        return resource.runsOn;
    }

    private Resource resource(String label) {
        Resource resource = resources.get(label);
        if (resource == null) {
            throw new ActionFailedException("there is no resource " + label, "");
        }
        return resource;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ActionFailedException(otherwise, "");
        }
    }

    @Override
    public void forget(long host) {
        byHost.remove(host);
    }

    @Override
    public List<Check> test(String address, @Nullable Credentials credentials) {
        return List.of(new Check("resolve", true, address + " exists in this test"));
    }

    @Override
    public Registered register(long host, String address, @Nullable Credentials credentials, OutputListener console) {
        typed.put(address, Optional.ofNullable(credentials));
        String failure = failures.get(address + " register");
        if (failure != null) {
            throw new ChromaException(ErrorCode.UNREACHABLE, failure);
        }
        FakeServer known = byHost.values().stream()
                .filter(server -> server.name.equals(address))
                .findFirst()
                .orElse(null);
        byHost.put(host, known != null ? known : new FakeServer(address, host));
        done.add(address + " register");
        return new Registered(address + ".example.com", address);
    }

    /** What a server was last to be reached with, where it was tried; nothing for the manager's own key. */
    public Optional<Credentials> typedFor(String address) {
        return typed.getOrDefault(address, Optional.empty());
    }

    /** Makes registering a server fail. */
    public void refuse(String address, String message) {
        failures.put(address + " register", message);
    }

    /** Undoes {@link #refuse}. */
    public void accept(String address) {
        failures.remove(address + " register");
    }

    /** The names of the servers that are registered. */
    public Set<String> registered() {
        Collection<FakeServer> servers = byHost.values();
        Set<String> names = new TreeSet<>();
        servers.forEach(server -> names.add(server.name));
        return names;
    }
}
