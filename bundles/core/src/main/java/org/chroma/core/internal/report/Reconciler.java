package org.chroma.core.internal.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.chroma.core.AlertType;
import org.chroma.core.Cluster;
import org.chroma.core.Resource;
import org.chroma.core.internal.job.GetLnetStateJob;
import org.chroma.core.internal.ledger.Ledger;
import org.chroma.core.internal.ledger.Transaction;
import org.chroma.core.internal.object.Alerts;
import org.chroma.core.internal.object.ObjectStates;
import org.chroma.core.internal.object.TargetNames;
import org.chroma.core.internal.schedule.Scheduler;
import org.chroma.core.internal.volume.VolumeDerivation;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.model.LnetConfiguration;
import org.chroma.model.LnetState;
import org.chroma.model.Nid;
import org.chroma.model.Target;
import org.chroma.model.TargetState;
import org.chroma.model.fact.HostFact;
import org.chroma.model.fact.LnetFact;
import org.chroma.model.fact.MountedTargetsFact;
import org.chroma.model.fact.ResourceLocationsFact;
import org.chroma.model.fact.StandaloneTargetsFact;
import org.chroma.spi.Fact;
import org.chroma.spi.Observation;
import org.chroma.spi.StorageResource;
import org.chroma.state.ObjectId;
import org.chroma.state.StatefulObject;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what one server reports with what is known, and changes what is known. It keeps its hands off objects that a
 * job is working on, and ignores what was seen before an object last changed.
 */
final class Reconciler {
    private static final Logger logger = LoggerFactory.getLogger(Reconciler.class);
    private static final Set<HostState> SET_UP =
            Set.of(HostState.CONFIGURED, HostState.LNET_UNLOADED, HostState.LNET_DOWN, HostState.LNET_UP);
    private static final Set<TargetState> CONFIGURED = Set.of(TargetState.MOUNTED, TargetState.UNMOUNTED);

    private final Scheduler scheduler;
    private final Transaction transaction;
    private final ObjectId<HostState> host;
    private final Instant observedAt;
    private final Set<ObjectId<?>> changed = new LinkedHashSet<>();

    Reconciler(Scheduler scheduler, Transaction transaction, ObjectId<HostState> host, Instant observedAt) {
        this.scheduler = scheduler;
        this.transaction = transaction;
        this.host = host;
        this.observedAt = observedAt;
    }

    void accept(Map<String, Observation> observations) {
        transaction.heardOf(host, old -> old.heard(transaction.now()));
        Alerts.set(transaction, AlertType.HOST_CONTACT, host, false, false, "");
        boolean resourcesChanged = false;
        for (Map.Entry<String, Observation> entry : observations.entrySet()) {
            resourcesChanged |= resources(entry.getKey(), entry.getValue().resources());
            entry.getValue().facts().forEach(this::fact);
            conditions(entry.getKey(), entry.getValue());
        }
        if (resourcesChanged) {
            VolumeDerivation.derive(transaction);
        }
        if (!changed.isEmpty()) {
            scheduler.followUps().evaluate(transaction, changed, Set.of());
        }
    }

    private void fact(Fact fact) {
        if (fact instanceof HostFact known) {
            ofHost(known);
        } else if (fact instanceof LnetFact lnet) {
            ofLnet(lnet);
        } else if (fact instanceof ResourceLocationsFact locations) {
            ofLocations(locations);
        } else if (fact instanceof StandaloneTargetsFact standalone) {
            ofStandalone(standalone);
        } else if (fact instanceof MountedTargetsFact mounted) {
            ofMounted(mounted);
        } else {
            logger.debug(
                    "Nothing is known about facts of type {}", fact.getClass().getName());
        }
    }

    private void ofHost(HostFact fact) {
        Host now = now(host);
        boolean same = now.immutableState() == !fact.managed() && Objects.equals(now.bootTime(), fact.bootTime());
        if (same || now.state() == HostState.UNCONFIGURED) {
            return;
        }
        Host unused = transaction.host(host, old -> old.booted(fact.bootTime(), fact.managed()));
    }

    private void ofLnet(LnetFact fact) {
        HostState state = GetLnetStateJob.stateOf(fact.loaded(), fact.up());
        notify(now(host), state, SET_UP);
        Optional<LnetConfiguration> lnet = transaction.cluster().lnetOf(host);
        boolean comparable = lnet.isPresent()
                && lnet.get().state() == LnetState.NIDS_KNOWN
                && fact.up()
                && !isLocked(lnet.get().id())
                && !isLocked(host);
        if (comparable) {
            Set<Nid> seen = new HashSet<>(fact.nids());
            seen.removeIf(Nid::isLoopback);
            boolean differ = !seen.equals(new HashSet<>(lnet.get().nids()));
            Alerts.set(
                    transaction,
                    AlertType.LNET_NIDS_CHANGED,
                    host,
                    differ,
                    false,
                    "The NIDs of %s are no longer those on record"
                            .formatted(now(host).label()));
        }
    }

    private void ofLocations(ResourceLocationsFact fact) {
        Cluster cluster = transaction.cluster();
        for (Target target : cluster.targetsOn(host)) {
            Optional<String> node =
                    target.haLabel() == null ? null : fact.locations().get(target.haLabel());
            if (node != null && !target.immutableState()) {
                place(target, node.map(name -> server(target, name, cluster)).orElse(null));
            }
        }
    }

    private void ofStandalone(StandaloneTargetsFact fact) {
        for (Target target : transaction.cluster().targetsOn(host)) {
            Boolean running = target.haLabel() == null ? null : fact.running().get(target.haLabel());
            if (running != null && running) {
                place(target, host);
            } else if (running != null && host.equals(target.activeHost())) {
                place(target, null);
            }
        }
    }

    private static @Nullable ObjectId<HostState> server(Target target, String nodename, Cluster cluster) {
        for (Target.Mount mount : target.mounts()) {
            boolean same = cluster.host(mount.host())
                    .filter(host -> nodename.equals(host.nodename()) || nodename.equals(host.fqdn()))
                    .isPresent();
            if (same) {
                return mount.host();
            }
        }
        logger.warn("{} is reported on {}, which is not one of its servers", target.label(), nodename);
        return null;
    }

    private void ofMounted(MountedTargetsFact fact) {
        Map<String, MountedTargetsFact.MountedTarget> byUuid = new HashMap<>();
        fact.targets().forEach(mounted -> byUuid.put(mounted.uuid(), mounted));
        for (Target target : transaction.cluster().targetsOn(host)) {
            MountedTargetsFact.MountedTarget here = target.uuid() == null ? null : byUuid.get(target.uuid());
            if (target.immutableState()) {
                if (here != null) {
                    place(target, host);
                } else if (host.equals(target.activeHost())) {
                    place(target, null);
                }
            }
            recovery(target.id(), here);
        }
    }

    private void recovery(ObjectId<TargetState> id, MountedTargetsFact.@Nullable MountedTarget here) {
        Target target = transaction.cluster().target(id).orElse(null);
        if (target == null || isLocked(id)) {
            return;
        }
        boolean runsHere = host.equals(target.activeHost());
        if (!runsHere && target.activeHost() != null) {
            return;
        }
        Map<String, String> status = runsHere && here != null ? here.recovery() : Map.of();
        if (!status.equals(target.recovery())) {
            Target unused = transaction.target(id, old -> old.recovering(status));
        }
        Alerts.set(
                transaction,
                AlertType.TARGET_RECOVERY,
                id,
                "RECOVERING".equals(status.get("status")),
                false,
                "%s is in recovery".formatted(TargetNames.of(target, transaction.cluster())));
    }

    /** Notes where a target runs, and whether it does at all. */
    private void place(Target target, @Nullable ObjectId<HostState> server) {
        boolean fits = CONFIGURED.contains(target.state())
                && !isLocked(target.id())
                && observedAt.isAfter(target.stateModifiedAt());
        if (!fits) {
            return;
        }
        if (!Objects.equals(server, target.activeHost())) {
            Target moved = transaction.target(target.id(), old -> old.runningOn(server));
            Alerts.ofPlace(transaction, moved);
        }
        notify(target, server == null ? TargetState.UNMOUNTED : TargetState.MOUNTED, CONFIGURED);
    }

    /** Takes over a reported state where it fits: nobody works on the object, and nothing newer is known. */
    private <S extends Enum<S>> void notify(StatefulObject<S> object, S state, Set<S> from) {
        boolean fits = object.state() != state
                && from.contains(object.state())
                && !isLocked(object.id())
                && observedAt.isAfter(object.stateModifiedAt());
        if (fits) {
            ObjectStates.set(transaction, object.id(), state, false);
            changed.add(object.id());
        }
    }

    private boolean isLocked(ObjectId<?> id) {
        return scheduler.schedule().locks().isLocked(id);
    }

    private Host now(ObjectId<HostState> id) {
        return transaction.cluster().host(id).orElseThrow();
    }

    /** Stores what is there and drops what is not; says whether anything changed. */
    private boolean resources(String plugin, List<StorageResource> seen) {
        Map<String, Resource> known = transaction.resources();
        Map<String, StorageResource> reported = new HashMap<>();
        seen.forEach(resource -> reported.put(key(plugin, resource.reference()), resource));
        boolean any = false;
        for (Resource old : known.values()) {
            boolean mine = old.plugin().equals(plugin) && old.sources().contains(host.number());
            if (mine && !reported.containsKey(old.key())) {
                VolumeDerivation.dropSource(transaction, old, host.number());
                any = true;
            }
        }
        for (Map.Entry<String, StorageResource> entry : reported.entrySet()) {
            Resource old = known.get(entry.getKey());
            StorageResource resource = entry.getValue();
            Set<Long> sources = new HashSet<>(old == null ? Set.of() : old.sources());
            sources.add(host.number());
            List<String> parents = new ArrayList<>();
            resource.parents().forEach(parent -> parents.add(key(plugin, parent)));
            Resource now = Resource.reported(
                    entry.getKey(),
                    old == null ? transaction.nextId("resource") : old.id(),
                    plugin,
                    resource,
                    sources,
                    merged(parents, old));
            if (!now.equals(old)) {
                transaction.put(now);
                any = true;
            }
        }
        return any;
    }

    /** A thing that several servers see has the parents that any of them sees. */
    private List<String> merged(List<String> parents, @Nullable Resource old) {
        if (old == null || old.sources().equals(Set.of(host.number()))) {
            return parents;
        }
        Set<String> all = new LinkedHashSet<>(old.parents());
        all.addAll(parents);
        return List.copyOf(all);
    }

    private String key(String plugin, StorageResource.Reference reference) {
        StringBuilder key = new StringBuilder(plugin).append('/').append(reference.type());
        if (reference.scope() == StorageResource.Scope.SOURCE) {
            key.append("/host ").append(host.number());
        }
        for (String part : reference.identity()) {
            key.append('/').append(part.replace("%", "%25").replace("/", "%2F"));
        }
        return key.toString();
    }

    private void conditions(String plugin, Observation observation) {
        Set<Ledger.AlertKey> present = new HashSet<>();
        observation.conditions().forEach(condition -> {
            AlertType type = AlertType.ofCondition(condition.id());
            String about = key(plugin, condition.subject());
            present.add(new Ledger.AlertKey(type, about));
            Alerts.ofResource(transaction, type, about, condition.severity(), condition.message());
        });
        Alerts.lowerOthers(transaction, present, about -> {
            Resource resource = transaction.resource(about);
            return resource == null
                    || (resource.plugin().equals(plugin) && resource.sources().contains(host.number()));
        });
    }
}
