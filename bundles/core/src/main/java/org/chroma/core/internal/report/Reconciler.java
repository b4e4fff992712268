package org.chroma.core.internal.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
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
import org.chroma.core.internal.ledger.Ledger;
import org.chroma.core.internal.ledger.Transaction;
import org.chroma.core.internal.object.Alerts;
import org.chroma.core.internal.object.ObjectStates;
import org.chroma.core.internal.object.TargetNames;
import org.chroma.core.internal.volume.VolumeDerivation;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.model.LnetConfiguration;
import org.chroma.model.LnetState;
import org.chroma.model.Nid;
import org.chroma.model.Target;
import org.chroma.model.TargetState;
import org.chroma.spi.Observation;
import org.chroma.spi.StorageResource;
import org.chroma.state.Kind;
import org.chroma.state.LockTable;
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
    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
    private static final Set<HostState> LNET =
            EnumSet.of(HostState.LNET_UNLOADED, HostState.LNET_DOWN, HostState.LNET_UP);
    private static final Set<HostState> SET_UP = EnumSet.of(HostState.CONFIGURED, LNET.toArray(HostState[]::new));
    private static final Set<TargetState> CONFIGURED = EnumSet.of(TargetState.MOUNTED, TargetState.UNMOUNTED);

    /** What of an object's states can be seen, by its kind. */
    private static final Map<Kind<?>, Seen<?>> VISIBLE =
            Map.of(Host.KIND, new Seen<>(SET_UP, LNET), Target.KIND, new Seen<>(CONFIGURED, CONFIGURED));

    /**
     * Which states are taken over from what was seen.
     *
     * @param from the states in which an object is looked at
     * @param to the states in which it can be seen
     */
    private record Seen<S extends Enum<S>>(Set<S> from, Set<S> to) {}

    private final LockTable locks;
    private final Transaction transaction;
    private final ObjectId<HostState> host;
    private final Instant observedAt;
    private final Set<ObjectId<?>> changed = new LinkedHashSet<>();

    Reconciler(LockTable locks, Transaction transaction, ObjectId<HostState> host, Instant observedAt) {
        this.locks = locks;
        this.transaction = transaction;
        this.host = host;
        this.observedAt = observedAt;
    }

    /** Answers the objects whose states it changed. */
    Set<ObjectId<?>> accept(Map<String, Observation> observations, Claims claims) {
        transaction.heardOf(host, old -> old.heard(transaction.now()));
        Alerts.set(transaction, AlertType.HOST_CONTACT, host, false, false, "");
        boolean resourcesChanged = false;
        for (Map.Entry<String, Observation> entry : observations.entrySet()) {
            resourcesChanged |= resources(entry.getKey(), entry.getValue().resources());
            claims.tell(entry.getKey(), this);
            conditions(entry.getKey(), entry.getValue());
        }
        if (resourcesChanged) {
            VolumeDerivation.derive(transaction);
        }
        return changed;
    }

    /** The server said when it booted, and whether it lets itself be changed. */
    void booted(Instant at, boolean managed) {
        Host now = now(host);
        boolean same = now.immutableState() == !managed && at.equals(now.bootTime());
        if (!same && now.state() != HostState.UNCONFIGURED) {
            Host unused = transaction.host(host, old -> old.booted(at, managed));
        }
    }

    /** An object was seen in a state. */
    <S extends Enum<S>> void state(ObjectId<S> id, S state) {
        Seen<?> seen = VISIBLE.get(id.kind());
        Optional<StatefulObject<?>> object = transaction.cluster().object(id);
        if (seen == null || object.isEmpty() || !seen.to().contains(state)) {
            LOG.debug("{} in {} is not something that can be seen", id, state);
        } else if (seen.from().contains(object.get().state())) {
            take(id, object.get(), state);
        }
    }

    /** The server has these NIDs. */
    void networkAddresses(Set<Nid> nids) {
        Optional<LnetConfiguration> lnet = transaction.cluster().lnetOf(host);
        boolean comparable = lnet.isPresent()
                && lnet.get().state() == LnetState.NIDS_KNOWN
                && !isLocked(lnet.get().id())
                && !isLocked(host);
        if (comparable) {
            Set<Nid> seen = new HashSet<>(nids);
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

    /** The failover cluster runs a target on a server, or nowhere. */
    void runsOn(String label, Optional<String> node) {
        Cluster cluster = transaction.cluster();
        labelled(label)
                .filter(target -> !target.immutableState())
                .ifPresent(target -> place(
                        target, node.map(name -> server(target, name, cluster)).orElse(null)));
    }

    /** The server runs a target by itself, or does not. */
    void runsHere(String label, boolean runs) {
        Optional<Target> known = labelled(label);
        if (known.isPresent() && runs) {
            place(known.get(), host);
        } else if (known.isPresent() && host.equals(known.get().activeHost())) {
            place(known.get(), null);
        }
    }

    private Optional<Target> labelled(String label) {
        return transaction.cluster().targetsOn(host).stream()
                .filter(target -> label.equals(target.haLabel()))
                .findFirst();
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
        LOG.warn("{} is reported on {}, which is not one of its servers", target.label(), nodename);
        return null;
    }

    /** All that is mounted on the server, and how far its recovery is. */
    void mounted(Map<String, Map<String, String>> recovery) {
        for (Target target : transaction.cluster().targetsOn(host)) {
            Map<String, String> here = target.uuid() == null ? null : recovery.get(target.uuid());
            if (target.immutableState()) {
                if (here != null) {
                    place(target, host);
                } else if (host.equals(target.activeHost())) {
                    place(target, null);
                }
            }
            recovery(target.id(), here == null ? Map.of() : here);
        }
    }

    private void recovery(ObjectId<TargetState> id, Map<String, String> here) {
        Target target = transaction.cluster().target(id).orElse(null);
        if (target == null || isLocked(id)) {
            return;
        }
        boolean runsHere = host.equals(target.activeHost());
        if (!runsHere && target.activeHost() != null) {
            return;
        }
        Map<String, String> status = runsHere ? here : Map.of();
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
        state(target.id(), server == null ? TargetState.UNMOUNTED : TargetState.MOUNTED);
    }

    /** Takes over a reported state where it fits: nobody works on the object, and nothing newer is known. */
    private <S extends Enum<S>> void take(ObjectId<S> id, StatefulObject<?> object, S state) {
        if (object.state() != state && !isLocked(id) && observedAt.isAfter(object.stateModifiedAt())) {
            ObjectStates.set(transaction, id, state, false);
            changed.add(id);
        }
    }

    private boolean isLocked(ObjectId<?> id) {
        return locks.isLocked(id);
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
