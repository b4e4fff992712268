package org.chroma.core.internal.lifecycle;

import static org.chroma.core.internal.lifecycle.ClusterLifecycle.step;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.chroma.core.ChromaException;
import org.chroma.core.ErrorCode;
import org.chroma.core.internal.step.CoreSettings;
import org.chroma.core.internal.step.StepContext;
import org.chroma.core.internal.volume.VolumeDerivation;
import org.chroma.core.port.ServerAccess;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.model.action.ConfigureLogForwarding;
import org.chroma.model.action.ConfigureTimeSync;
import org.chroma.model.action.Deregister;
import org.chroma.model.action.FormatTarget;
import org.chroma.model.action.HostProperties;
import org.chroma.model.action.ReadHostProperties;
import org.chroma.model.action.ReportNow;
import org.chroma.model.action.StartTarget;
import org.chroma.model.action.UnconfigureLogForwarding;
import org.chroma.model.action.UnconfigureTimeSync;
import org.chroma.spi.Action;
import org.chroma.state.ObjectId;
import org.chroma.state.Step;

/** The steps that make an ordinary server a managed one, and those that undo it. */
public final class HostSetup {
    private HostSetup() {}

    static List<Step<StepContext>> steps(Host host) {
        ObjectId<HostState> id = host.id();
        return List.of(
                step("register", "Register the agent of " + host.address(), context -> register(id, context)),
                step("properties", "Read the server's properties", context -> learnProperties(id, context)),
                step("time-sync", "Configure time synchronisation", context -> configureTimeSync(id, context)),
                step("clock", "Check the server's clock", context -> compareClock(id, context)),
                step("log-forwarding", "Configure log forwarding", context -> configureLogForwarding(id, context)),
                step("devices", "Learn the server's devices", context -> context.run(id, new ReportNow())));
    }

    static List<Step<StepContext>> undo(Host host) {
        ObjectId<HostState> id = host.id();
        return List.of(
                step("time-sync", "Restore time synchronisation", context -> {
                    if (!context.settings().timeServer().isEmpty() && isManaged(id, context)) {
                        context.run(id, new UnconfigureTimeSync());
                    }
                }),
                step("log-forwarding", "End log forwarding", context -> {
                    if (!context.settings().logServer().isEmpty() && isManaged(id, context)) {
                        context.run(id, new UnconfigureLogForwarding());
                    }
                }),
                step("deregister", "Make the agent forget this manager", context -> context.run(id, new Deregister())),
                delete(host));
    }

    /** Lets go of the server on the manager's side alone. */
    public static Step<StepContext> delete(Host host) {
        return step("delete", "Forget " + host.label(), context -> {
            context.agents().forget(host.id().number());
            context.change(transaction -> VolumeDerivation.dropHost(transaction, host.id()));
        });
    }

    private static void register(ObjectId<HostState> id, StepContext context) throws InterruptedException {
        Host host = live(id, context);
        ServerAccess.Registered registered =
                context.servers().register(id.number(), host.address(), context.credentials(id), context.console());
        rename(id, registered.fqdn(), registered.nodename(), context);
        context.log("Registered as " + registered.fqdn());
    }

    private static void learnProperties(ObjectId<HostState> id, StepContext context) throws InterruptedException {
        HostProperties properties = context.ask(id, new ReadHostProperties());
        boolean managed = properties
                .capabilities()
                .containsAll(List.of(Action.nameOf(FormatTarget.class), Action.nameOf(StartTarget.class)));
        rename(id, properties.fqdn(), properties.nodename(), context);
        context.change(transaction -> transaction.host(id, host -> host.booted(properties.bootTime(), managed)));
        context.log("Agent %s on %s".formatted(properties.agentVersion(), properties.fqdn()));
        if (!managed) {
            context.log("The agent offers no actions that change Lustre: the server is only monitored");
        }
        if (!properties.missing().isEmpty()) {
            context.log("Not installed on the server: " + String.join(", ", properties.missing()));
        }
    }

    /** Stores what the server is called; no two servers may share a name. */
    private static void rename(ObjectId<HostState> id, String fqdn, String nodename, StepContext context)
            throws InterruptedException {
        Optional<Host> other = context.cluster().hosts().stream()
                .filter(host -> fqdn.equals(host.fqdn()) && !host.id().equals(id))
                .findFirst();
        if (other.isPresent()) {
            throw new ChromaException(
                    ErrorCode.CONFLICT,
                    "The server calls itself %s, like the one added as %s: it was added twice, or two servers have the same name"
                            .formatted(fqdn, other.get().address()));
        }
        context.change(transaction -> {
            Host host = transaction.host(id, old -> old.named(fqdn, nodename));
            transaction.lnet(id, lnet -> lnet.labelled(host.label()));
        });
    }

    private static void configureTimeSync(ObjectId<HostState> id, StepContext context) throws InterruptedException {
        String server = context.settings().timeServer();
        if (server.isEmpty()) {
            context.log("No time server is set: the server's own time synchronisation is left as it is");
        } else if (isManaged(id, context)) {
            context.run(id, new ConfigureTimeSync(server));
        } else {
            context.log("The server is only monitored: left as it is");
        }
    }

    private static void configureLogForwarding(ObjectId<HostState> id, StepContext context)
            throws InterruptedException {
        CoreSettings settings = context.settings();
        if (settings.logServer().isEmpty()) {
            context.log("No log server is set: the server's logs are left as they are");
        } else if (isManaged(id, context)) {
            context.run(id, new ConfigureLogForwarding(settings.logServer(), settings.logPort()));
        } else {
            context.log("The server is only monitored: left as it is");
        }
    }

    private static void compareClock(ObjectId<HostState> id, StepContext context) throws InterruptedException {
        var before = context.now();
        HostProperties properties = context.ask(id, new ReadHostProperties());
        var after = context.now();
        Duration tolerance = context.settings().clockTolerance();
        Duration fast = Duration.between(after, properties.time());
        Duration slow = Duration.between(properties.time(), before);
        if (fast.compareTo(tolerance) > 0 || slow.compareTo(tolerance) > 0) {
            boolean isFast = fast.compareTo(tolerance) > 0;
            throw new ChromaException(
                    ErrorCode.CONFLICT,
                    "The clock of %s is %d s %s; at most %d s are tolerated. Set it, or synchronise it with a time server"
                            .formatted(
                                    live(id, context).label(),
                                    (isFast ? fast : slow).toSeconds(),
                                    isFast ? "fast" : "slow",
                                    tolerance.toSeconds()));
        }
    }

    private static boolean isManaged(ObjectId<HostState> id, StepContext context) {
        return !live(id, context).immutableState();
    }

    private static Host live(ObjectId<HostState> id, StepContext context) {
        return context.cluster()
                .host(id)
                .orElseThrow(() -> new ChromaException(ErrorCode.NOT_FOUND, id + " does not exist any more"));
    }
}
