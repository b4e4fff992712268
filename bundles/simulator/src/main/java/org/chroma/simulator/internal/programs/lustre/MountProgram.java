package org.chroma.simulator.internal.programs.lustre;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.chroma.simulator.internal.cluster.BlockDevice;
import org.chroma.simulator.internal.cluster.Cluster;
import org.chroma.simulator.internal.cluster.Disk;
import org.chroma.simulator.internal.cluster.Mount;
import org.chroma.simulator.internal.cluster.SimServer;
import org.chroma.simulator.internal.lustre.LustreTarget;
import org.chroma.simulator.internal.lustre.MgsConfiguration.Registration;
import org.chroma.simulator.internal.programs.call.Call;
import org.chroma.simulator.internal.programs.call.Errno;
import org.chroma.simulator.internal.programs.call.Options;
import org.chroma.simulator.internal.programs.call.Program;

/** mount: of Lustre targets, with what the MGS says to that; other filesystems are mounted at boot alone. */
public final class MountProgram implements Program {
    private static final long MMP = 14_000;
    private static final long START = 1_500;
    private static final long MGS_TIMEOUT = 75_000;
    private static final Duration RECOVERY = Duration.ofSeconds(28);

    @Override
    public Set<String> names() {
        return Set.of("mount", "mount.lustre");
    }

    @Override
    public int run(Call call) throws IOException, InterruptedException {
        Options options;
        try {
            options = Options.parse(call.arguments(), "v|verbose t|types: o|options: a|all n|no-mtab r|read-only");
        } catch (Options.BadOptionException e) {
            return Options.complain(call, e, 1);
        }
        List<String> operands = options.operands();
        String type = call.program().equals("mount.lustre") ? "lustre" : options.value("types", "");
        if (operands.isEmpty()) {
            return list(call, type);
        }
        if (operands.size() == 1) {
            call.errf("mount: %s: can't find in /etc/fstab.%n", operands.get(0));
            return 1;
        }
        String device = operands.get(0);
        String point = operands.get(1);
        if (!type.startsWith("lustre")) {
            call.errf("mount: %s: simulated servers mount Lustre targets alone.%n", point);
            return 32;
        }
        if (device.contains(":/")) {
            call.errf("mount.lustre: mount %s at %s failed: No such device%n", device, point);
            call.err("Are the lustre modules loaded?\nCheck /etc/modprobe.conf and /proc/filesystems\n");
            return Errno.NODEV;
        }
        return new Attempt(call, device, point, options.value("options", ""), options.has("verbose")).run();
    }

    private static int list(Call call, String type) throws IOException {
        for (String line : call.files().read("/proc/mounts").lines().toList()) {
            String[] f = line.split(" ", -1);
            if (type.isEmpty() || List.of(type.split(",", -1)).contains(f[2])) {
                call.outf("%s on %s type %s (%s)%n", f[0], f[1], f[2], f[3]);
            }
        }
        return 0;
    }

    /** One mount of one target. */
    private static final class Attempt {
        private final Call call;
        private final SimServer server;
        private final String asked;
        private final String point;
        private final String options;
        private final boolean verbose;

        Attempt(Call call, String asked, String point, String options, boolean verbose) {
            this.call = call;
            this.server = call.server();
            this.asked = asked;
            this.point = point;
            this.options = options;
            this.verbose = verbose;
        }

        int run() throws IOException, InterruptedException {
            call.pauseMillis(300);
            if (!call.files().isDirectory(point)) {
                call.errf("warning: %s: cannot resolve: No such file or directory%n", point);
                return Errno.NOENT;
            }
            Optional<BlockDevice> found = call.device(asked).filter(d -> !d.member());
            String path = found.map(BlockDevice::path).orElse(asked);
            Disk disk = found.map(BlockDevice::disk).orElse(null);
            LustreTarget target = disk == null ? null : disk.target();
            if (disk == null || target == null) {
                call.errf(
                        "mount.lustre: %s has not been formatted with mkfs.lustre or the backend filesystem type is not supported by this tool%n",
                        path);
                return Errno.NODEV;
            }
            Optional<Mount> already = server.mountOf(disk);
            if (already.isPresent() && already.get().point().equals(point)) {
                call.errf("mount.lustre: according to /etc/mtab %s is already mounted on %s%n", path, point);
                return 17;
            }
            if (verbose) {
                tell(path, target);
            }
            if (already.isPresent() || server.service(target.name()).isPresent()) {
                return failed(path, Errno.ALREADY, "The target service is already running. (%s)".formatted(path));
            }
            if (server.mountAt(point).isPresent()) {
                return failed(path, Errno.BUSY, "Is the backend filesystem mounted?\n Check /proc/mounts");
            }
            return start(path, disk);
        }

        private int start(String path, Disk disk) throws IOException, InterruptedException {
            List<String> modules = List.of("lustre", "osd_ldiskfs", "quota_v2", "mgc");
            modules.forEach(server::load);
            if (!server.lnetUp()) {
                server.lnet(true);
            }
            LustreTarget before = disk.target();
            if (before != null && (before.mmp() || elsewhere(disk))) {
                call.pauseMillis(MMP);
            }
            // Others had their turn meanwhile: what follows looks again, and is not interrupted before the end.
            LustreTarget target = disk.target();
            if (target == null) {
                return failed(path, Errno.NODEV, "");
            }
            if (elsewhere(disk)) {
                return failed(path, Errno.BUSY, "Is the backend filesystem mounted?\n Check /proc/mounts");
            }
            if (!target.has(LustreTarget.MGS)) {
                Optional<Cluster.RunningMgs> mgs = call.cluster().mgs(target.mgsNids());
                boolean registers = target.has(LustreTarget.FIRST_TIME) || target.has(LustreTarget.WRITECONF);
                if (mgs.isEmpty() && registers) {
                    target.clear(LustreTarget.UPDATE);
                    call.cluster().store().save(disk);
                    call.pauseMillis(MGS_TIMEOUT);
                    return failed(path, Errno.TIMEDOUT, "");
                }
            }
            call.pauseMillis(START);
            return finish(path, disk);
        }

        private boolean elsewhere(Disk disk) {
            return call.cluster()
                    .mountedOn(disk, server.pair())
                    .filter(other -> other != server)
                    .isPresent();
        }

        private int finish(String path, Disk disk) {
            LustreTarget target = disk.target();
            if (target == null || elsewhere(disk) || server.mountOf(disk).isPresent()) {
                return failed(path, Errno.BUSY, "Is the backend filesystem mounted?\n Check /proc/mounts");
            }
            String name = target.name();
            if (target.identity() != null && !name.equals(target.identity())) {
                return failed(
                        path,
                        Errno.NXIO,
                        "The target service failed to start (bad config log?) (%s).  See /var/log/messages."
                                .formatted(path));
            }
            if (!target.isPureMgs()) {
                Optional<Cluster.RunningMgs> mgs = target.has(LustreTarget.MGS)
                        ? Optional.of(new Cluster.RunningMgs(server, disk, target))
                        : call.cluster().mgs(target.mgsNids());
                if (!registered(target, disk, mgs)) {
                    return failed(
                            path,
                            Errno.ADDRINUSE,
                            "The target service's index is already in use. (%s)".formatted(path));
                }
            }
            loadService(target);
            target.clear(LustreTarget.FIRST_TIME | LustreTarget.WRITECONF | LustreTarget.UPDATE);
            target.identity(target.name());
            long now = call.cluster().clock().millis();
            boolean recover = target.unclean() && !target.isPureMgs();
            long recovery = recover ? now + call.cluster().duration(RECOVERY).toMillis() : 0;
            target.unclean(true);
            server.mount(new Mount(point, disk.serial(), "lustre", name, shown(target), now, recovery));
            call.cluster().store().save(disk);
            return 0;
        }

        /** Tells the MGS of the target where that is due; answers false where another disk has its name. */
        private boolean registered(LustreTarget target, Disk disk, Optional<Cluster.RunningMgs> found) {
            boolean first = target.has(LustreTarget.FIRST_TIME);
            if (found.isEmpty() || (!first && !target.has(LustreTarget.WRITECONF))) {
                return true;
            }
            Cluster.RunningMgs mgs = found.get();
            String uuid = disk.content() == null ? "" : disk.content().uuid();
            Optional<Registration> known = mgs.target().configuration().target(target.fsname(), target.name());
            if (first && known.isPresent() && !known.get().uuid().equals(uuid)) {
                return false;
            }
            if (!first && target.has(LustreTarget.MDT) && target.index() == 0) {
                mgs.target().configuration().regenerate(target.fsname());
            }
            List<String> failover = target.failoverNids();
            boolean equal = target.has(LustreTarget.NO_PRIMNODE) && !failover.isEmpty();
            String nid =
                    equal ? failover.get(0).split(",", -1)[0] : server.spec().nid();
            List<String> connections = new ArrayList<>();
            for (String group : failover) {
                connections.add(group.split(",", -1)[0]);
            }
            mgs.target()
                    .configuration()
                    .register(
                            target.fsname(),
                            new Registration(target.name(), uuid, nid, List.copyOf(connections), call.now()));
            call.cluster().store().save(mgs.disk());
            return true;
        }

        private void loadService(LustreTarget target) {
            if (target.has(LustreTarget.MGS)) {
                server.load("mgs");
            }
            if (target.has(LustreTarget.MDT)) {
                List.of("mdt", "mdd", "lod", "osp").forEach(server::load);
            }
            if (target.has(LustreTarget.OST)) {
                server.load("ofd");
            }
        }

        private static String shown(LustreTarget target) {
            String mgs = target.has(LustreTarget.MGS) ? "nosvc,mgs" : "mgsnode=" + String.join(":", target.mgsNids());
            return "rw,svname=%s,%s,osd=osd-ldiskfs,%s".formatted(target.name(), mgs, target.mountOptions());
        }

        private int failed(String path, int error, String hint) {
            if (verbose) {
                call.errf(
                        "mount.lustre: mount -t lustre %s at %s failed: %s retries left: 0%n",
                        path, point, Errno.text(error));
            }
            call.errf("mount.lustre: mount %s at %s failed: %s%n", path, point, Errno.text(error));
            if (!hint.isEmpty()) {
                call.err(hint + "\n");
            }
            return error;
        }

        private void tell(String path, LustreTarget target) {
            String[] arguments = {"/sbin/mount.lustre", "-v", "-o", options.isEmpty() ? "rw" : options, path, point};
            for (int i = 0; i < arguments.length; i++) {
                call.outf("arg[%d] = %s%n", i, arguments[i]);
            }
            call.outf("source = %1$s (%1$s), target = %2$s%n", path, point);
            call.outf("options(%d/4096) = %s%n", arguments[3].length(), arguments[3]);
            call.out("checking for existing Lustre data: found\n");
            StringBuilder detail = new StringBuilder(target.mountOptions()).append(",,osd=osd-ldiskfs");
            if (target.has(LustreTarget.MGS)) {
                detail.append(",mgs");
            } else {
                detail.append(",mgsnode=").append(String.join(":", target.mgsNids()));
            }
            detail.append(target.has(LustreTarget.FIRST_TIME) && !target.isPureMgs() ? ",virgin" : "");
            detail.append(target.has(LustreTarget.UPDATE) ? ",update" : "");
            detail.append(target.has(LustreTarget.WRITECONF) && !target.isPureMgs() ? ",writeconf" : "");
            detail.append(target.has(LustreTarget.NO_PRIMNODE) ? ",noprimnode" : "");
            for (String parameter : target.parameters()) {
                if (!parameter.startsWith("mgsnode=")) {
                    detail.append(",param=").append(parameter);
                }
            }
            call.outf(
                    "mounting device %s at %s, flags=0x1000000 options=%s,svname=%s,device=%s%n",
                    path, point, detail, target.name(), path);
        }
    }
}
