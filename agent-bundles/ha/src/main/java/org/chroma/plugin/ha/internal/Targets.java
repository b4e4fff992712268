package org.chroma.plugin.ha.internal;

import java.io.IOException;
import java.util.Optional;
import org.chroma.model.action.ConfigureHa;
import org.chroma.model.action.UnconfigureHa;
import org.chroma.spi.Machine;

/**
 * Runs the targets of one server. Whether Pacemaker or this agent starts a target is settled when it is configured, and
 * stays so: two that start the same target could mount it twice.
 */
final class Targets {
    private final Machine machine;
    private final Pause pause;
    private final TargetStore store;

    Targets(Machine machine, Pause pause) {
        this.machine = machine;
        this.pause = pause;
        this.store = new TargetStore(machine);
    }

    void configure(ConfigureHa action) throws IOException, InterruptedException {
        Optional<Pacemaker> pacemaker = Pacemaker.on(machine, pause);
        Optional<StoredTarget> existing = store.find(action.uuid());
        StoredTarget target = new StoredTarget(
                action.uuid(),
                action.haLabel(),
                action.device(),
                action.mountPoint(),
                action.primary(),
                existing.map(StoredTarget::cluster).orElse(pacemaker.isPresent()));
        if (existing.isPresent() && !existing.get().equals(target)) {
            throw new IOException("target %s is already configured on %s, as %s"
                    .formatted(action.uuid(), machine.nodename(), existing.get()));
        }
        if (target.cluster()) {
            Pacemaker running = pacemaker.orElseThrow(this::notRunning);
            ResourceAgent.install(machine);
            store.save(target);
            running.configure(target);
        } else {
            store.save(target);
        }
        machine.createDirectories(target.mountPoint());
    }

    void unconfigure(UnconfigureHa action) throws IOException, InterruptedException {
        Optional<StoredTarget> existing = store.find(action.uuid());
        if (existing.isPresent()) {
            refuseMounted(existing.get());
        }
        if (existing.map(StoredTarget::cluster).orElse(true)) {
            Optional<Pacemaker> pacemaker = Pacemaker.on(machine, pause);
            if (pacemaker.isPresent()) {
                refuseRunning(action, pacemaker.get());
                pacemaker.get().unconfigure(StoredTarget.checkedLabel(action.haLabel()), action.primary());
            } else if (existing.isPresent()) {
                throw notRunning();
            }
        }
        if (existing.isPresent()) {
            new BootMounts(machine).remove(existing.get());
            store.delete(action.uuid());
        }
    }

    private void refuseMounted(StoredTarget target) throws IOException {
        if (new LocalMount(machine, target).isMounted()) {
            throw new IOException("%s runs on %s: stop it first".formatted(target.label(), machine.nodename()));
        }
    }

    private static void refuseRunning(UnconfigureHa action, Pacemaker pacemaker)
            throws IOException, InterruptedException {
        Optional<String> location =
                pacemaker.status().resource(action.haLabel()).flatMap(ClusterStatus.Resource::location);
        // Taking away a failover server from a target that runs on its primary one is fine.
        if (action.primary() && location.isPresent()) {
            throw new IOException("%s runs on %s: stop it first".formatted(action.haLabel(), location.get()));
        }
    }

    /** Starts a target and answers the node name of the server that it runs on. */
    String start(String label) throws IOException, InterruptedException {
        Optional<StoredTarget> direct = startedHere(label);
        if (direct.isEmpty()) {
            return cluster().start(label);
        }
        new LocalMount(machine, direct.get()).mount();
        new BootMounts(machine).add(direct.get());
        return machine.nodename();
    }

    void stop(String label) throws IOException, InterruptedException {
        Optional<StoredTarget> direct = startedHere(label);
        if (direct.isEmpty()) {
            cluster().stop(label);
            return;
        }
        // In this order a boot in between does not bring back what is to be stopped.
        new BootMounts(machine).remove(direct.get());
        new LocalMount(machine, direct.get()).unmount();
    }

    void move(String label, boolean toPrimary) throws IOException, InterruptedException {
        if (startedHere(label).isPresent()) {
            throw new IOException(
                    ("%s has no failover: Pacemaker did not run on %s when it was configured. Stop it here and start it on "
                                    + "the other server, or set up Pacemaker and configure the target again")
                            .formatted(label, machine.nodename()));
        }
        cluster().move(label, toPrimary);
    }

    void mount(String uuid) throws IOException, InterruptedException {
        new LocalMount(machine, store.get(uuid)).mount();
    }

    void unmount(String uuid) throws IOException, InterruptedException {
        new LocalMount(machine, store.get(uuid)).unmount();
    }

    /** The target, where this agent and not Pacemaker starts it. */
    private Optional<StoredTarget> startedHere(String label) throws IOException {
        return store.findByLabel(StoredTarget.checkedLabel(label)).filter(target -> !target.cluster());
    }

    private Pacemaker cluster() throws IOException, InterruptedException {
        return Pacemaker.on(machine, pause).orElseThrow(this::notRunning);
    }

    private IOException notRunning() {
        return new IOException(
                machine.has("crm_mon")
                        ? "Pacemaker does not run on " + machine.nodename()
                        : "Pacemaker is not installed on %s, and no target is configured here to run without it"
                                .formatted(machine.nodename()));
    }
}
