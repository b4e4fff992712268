package org.chroma.core.internal.lifecycle;

import static org.chroma.core.internal.lifecycle.ClusterLifecycle.step;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.chroma.core.ChromaException;
import org.chroma.core.Cluster;
import org.chroma.core.ErrorCode;
import org.chroma.core.internal.object.TargetNames;
import org.chroma.core.internal.step.StepContext;
import org.chroma.model.Filesystem;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.model.Nid;
import org.chroma.model.Target;
import org.chroma.model.TargetKind;
import org.chroma.model.action.ConfigureHa;
import org.chroma.model.action.FormatTarget;
import org.chroma.model.action.FormattedTarget;
import org.chroma.model.action.RegisterTarget;
import org.chroma.model.action.StartTarget;
import org.chroma.model.action.StopTarget;
import org.chroma.model.action.TargetLocation;
import org.chroma.model.action.UnconfigureHa;
import org.chroma.state.ObjectId;
import org.chroma.state.Step;
import org.jspecify.annotations.Nullable;

/** What the jobs of targets do on servers. */
public final class TargetSteps {
    private TargetSteps() {}

    static List<Step<StepContext>> format(Target planned, Cluster at) {
        ObjectId<HostState> host = planned.primaryMount().host();
        return List.of(step(
                "mkfs",
                "Format %s of %s as %s"
                        .formatted(
                                planned.primaryMount().device(),
                                TargetNames.host(host, at),
                                TargetNames.of(planned, at)),
                context -> {
                    Target target = live(planned, context);
                    Cluster cluster = context.cluster();
                    String fsname = target.filesystem() == null
                            ? null
                            : cluster.filesystem(target.filesystem())
                                    .map(Filesystem::name)
                                    .orElse(null);
                    FormattedTarget formatted = context.ask(
                            host,
                            new FormatTarget(
                                    target.primaryMount().device(),
                                    target.kind(),
                                    fsname,
                                    target.index(),
                                    mgsNids(target, cluster),
                                    failoverNids(target, cluster),
                                    target.format().backend(),
                                    mkfsOptions(target.format()),
                                    target.format().reformat()));
                    Target.Format wanted = target.format();
                    compare("inode size", wanted.inodeSize(), formatted.inodeSize());
                    compare("number of inodes", wanted.inodeCount(), formatted.inodeCount());
                    context.change(transaction -> transaction.target(
                            target.id(),
                            now -> now.formatted(
                                    formatted.uuid(), wanted.laidOut(formatted.inodeSize(), formatted.inodeCount()))));
                }));
    }

    static List<Step<StepContext>> register(Target planned, Cluster at) {
        List<Step<StepContext>> steps = new ArrayList<>();
        if (planned.kind() != TargetKind.MGT) {
            steps.add(step(
                    "register",
                    "Mount %s once so that it registers with the MGS".formatted(TargetNames.of(planned, at)),
                    context -> nameByMgs(live(planned, context), context)));
        }
        steps.add(step("label", "Choose its name in the failover cluster", context -> {
            Target target = live(planned, context);
            if (target.haLabel() == null) {
                String name = target.name() == null ? "MGS" : target.name();
                String label = name + "_" + UUID.randomUUID().toString().substring(0, 6);
                context.change(transaction ->
                        transaction.target(target.id(), now -> now.named(name).labelled(label)));
            }
        }));
        return steps;
    }

    private static void nameByMgs(Target target, StepContext context) throws InterruptedException {
        Cluster cluster = context.cluster();
        Target mgt = TargetLifecycle.mgtOf(target, cluster)
                .orElseThrow(() -> new ChromaException(ErrorCode.CONFLICT, "The filesystem's MGT no longer exists"));
        ObjectId<HostState> mgs = mgt.primaryMount().host();
        if (!mgs.equals(mgt.activeHost())) {
            throw new ChromaException(
                    ErrorCode.CONFLICT,
                    "The MGT must run on its primary server %s while targets register; it runs on %s"
                            .formatted(
                                    TargetNames.host(mgs, cluster),
                                    mgt.activeHost() == null ? "none" : TargetNames.host(mgt.activeHost(), cluster)));
        }
        Target.Mount mount = target.primaryMount();
        String name = context.ask(mount.host(), new RegisterTarget(mount.device(), mount.mountPoint()))
                .name();
        context.log("Registered as " + name);
        context.change(transaction -> {
            Target named = transaction.target(target.id(), now -> now.named(name));
            if (named.filesystem() != null) {
                transaction.filesystem(named.filesystem(), now -> now.withRegistered(named.kind(), named.index()));
            }
        });
    }

    /** The primary server comes first: it makes the failover cluster's resource, the others add to it. */
    static List<Step<StepContext>> configure(Target planned, Cluster at) {
        List<Step<StepContext>> steps = new ArrayList<>();
        for (Target.Mount mount : primaryFirst(planned)) {
            String server = TargetNames.host(mount.host(), at);
            steps.add(step("configure-ha " + mount.host().number(), "Configure failover on " + server, context -> {
                Target target = live(planned, context);
                context.run(
                        mount.host(),
                        new ConfigureHa(
                                mount.device(),
                                known(target.haLabel(), "label"),
                                known(target.uuid(), "UUID"),
                                mount.primary(),
                                mount.mountPoint()));
            }));
        }
        return steps;
    }

    static List<Step<StepContext>> unconfigure(Target planned, Cluster at) {
        List<Step<StepContext>> steps = new ArrayList<>();
        List<Target.Mount> mounts = new ArrayList<>(planned.failoverMounts());
        mounts.add(planned.primaryMount());
        for (Target.Mount mount : mounts) {
            String server = TargetNames.host(mount.host(), at);
            steps.add(step("unconfigure-ha " + mount.host().number(), "Unconfigure failover on " + server, context -> {
                Target target = live(planned, context);
                context.run(
                        mount.host(),
                        new UnconfigureHa(
                                known(target.haLabel(), "label"), known(target.uuid(), "UUID"), mount.primary()));
            }));
        }
        steps.addAll(delete(planned, at));
        return steps;
    }

    static List<Step<StepContext>> start(Target planned, Cluster at) {
        return List.of(step("mount", "Start " + TargetNames.of(planned, at), context -> {
            Target target = live(planned, context);
            onSomeServer(target, context, (host, self) -> {
                TargetLocation location = self.ask(host, new StartTarget(known(target.haLabel(), "label")));
                ObjectId<HostState> active = locate(target, location.nodename(), self.cluster());
                self.log("Runs on " + TargetNames.host(active, self.cluster()));
                self.change(transaction -> transaction.target(target.id(), now -> now.runningOn(active)));
            });
        }));
    }

    static List<Step<StepContext>> stop(Target planned, Cluster at) {
        return List.of(step("unmount", "Stop " + TargetNames.of(planned, at), context -> {
            Target target = live(planned, context);
            onSomeServer(target, context, (host, self) -> {
                self.run(host, new StopTarget(known(target.haLabel(), "label")));
                self.change(transaction -> transaction.target(target.id(), now -> now.runningOn(null)));
            });
        }));
    }

    static List<Step<StepContext>> delete(Target planned, Cluster at) {
        return List.of(step("delete", "Forget " + TargetNames.of(planned, at), context -> {
            List<Filesystem> filesystems = context.cluster().filesystemsOf(planned.id());
            if (!filesystems.isEmpty()) {
                throw new ChromaException(
                        ErrorCode.CONFLICT,
                        "The MGT still holds the configuration of filesystem "
                                + filesystems.get(0).name());
            }
        }));
    }

    /** Something that can be asked of any server of a failover cluster. */
    @FunctionalInterface
    private interface Order {
        void give(ObjectId<HostState> host, StepContext context) throws InterruptedException;
    }

    /** Asks the servers of a target one after the other, those heard of last first, until one does it. */
    private static void onSomeServer(Target target, StepContext context, Order order) throws InterruptedException {
        Cluster cluster = context.cluster();
        List<Host> candidates = primaryFirst(target).stream()
                .flatMap(mount -> cluster.host(mount.host()).stream())
                .filter(host -> host.state() == HostState.LNET_UP)
                .sorted(Comparator.comparing(TargetSteps::lastHeard).reversed())
                .toList();
        if (candidates.isEmpty()) {
            throw new ChromaException(
                    ErrorCode.CONFLICT, "LNet is not up on any server of " + TargetNames.of(target, cluster));
        }
        @Nullable ChromaException last = null;
        for (Host host : candidates) {
            try {
                order.give(host.id(), context);
                return;
            } catch (ChromaException failed) {
                context.log("%s could not: %s".formatted(host.label(), failed.getMessage()));
                last = failed;
            }
        }
        throw last == null ? new IllegalStateException() : last;
    }

    /** Within one reporting period contacts count as equally fresh, so that the primary server is asked first. */
    private static long lastHeard(Host host) {
        Instant contact = host.lastContact();
        return contact == null ? 0 : contact.getEpochSecond() / 20;
    }

    static ObjectId<HostState> locate(Target target, String nodename, Cluster cluster) {
        for (Target.Mount mount : target.mounts()) {
            boolean same = cluster.host(mount.host())
                    .filter(host -> nodename.equals(host.nodename()) || nodename.equals(host.fqdn()))
                    .isPresent();
            if (same) {
                return mount.host();
            }
        }
        throw new ChromaException(
                ErrorCode.CONFLICT,
                "%s runs on %s, which is not known as one of its servers"
                        .formatted(TargetNames.of(target, cluster), nodename));
    }

    /** One group of NIDs for each server of the MGS, the primary's first: otherwise the first registration fails. */
    public static List<List<String>> mgsNids(Target target, Cluster cluster) {
        return TargetLifecycle.mgtOf(target, cluster)
                .map(mgt -> primaryFirst(mgt).stream()
                        .map(mount -> nids(mount.host(), cluster))
                        .toList())
                .orElse(List.of());
    }

    public static List<List<String>> failoverNids(Target target, Cluster cluster) {
        return target.failoverMounts().stream()
                .map(mount -> nids(mount.host(), cluster))
                .toList();
    }

    private static List<String> nids(ObjectId<HostState> host, Cluster cluster) {
        return LnetLifecycle.nidsOf(host, cluster).stream().map(Nid::text).toList();
    }

    private static List<String> mkfsOptions(Target.Format format) {
        List<String> options = new ArrayList<>();
        BiConsumer<String, @Nullable Number> add = (option, value) -> {
            if (value != null) {
                options.add(option);
                options.add(value.toString());
            }
        };
        add.accept("-I", format.inodeSize());
        add.accept("-i", format.bytesPerInode());
        add.accept("-N", format.inodeCount());
        return options;
    }

    private static void compare(String what, @Nullable Number wanted, long actual) {
        if (wanted != null && actual != 0 && wanted.longValue() != actual) {
            throw new ChromaException(
                    ErrorCode.ACTION_FAILED,
                    "The %s became %d although %s was requested".formatted(what, actual, wanted));
        }
    }

    private static List<Target.Mount> primaryFirst(Target target) {
        List<Target.Mount> mounts = new ArrayList<>();
        mounts.add(target.primaryMount());
        mounts.addAll(target.failoverMounts());
        return mounts;
    }

    private static Target live(Target planned, StepContext context) {
        return context.cluster()
                .target(planned.id())
                .orElseThrow(
                        () -> new ChromaException(ErrorCode.NOT_FOUND, planned.label() + " does not exist any more"));
    }

    private static String known(@Nullable String value, String what) {
        if (value == null) {
            throw new ChromaException(ErrorCode.CONFLICT, "The target has no %s yet".formatted(what));
        }
        return value;
    }
}
