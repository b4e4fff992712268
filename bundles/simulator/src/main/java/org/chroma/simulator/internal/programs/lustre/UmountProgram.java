package org.chroma.simulator.internal.programs.lustre;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.chroma.simulator.internal.cluster.BlockDevice;
import org.chroma.simulator.internal.cluster.Disk;
import org.chroma.simulator.internal.cluster.Mount;
import org.chroma.simulator.internal.lustre.LustreTarget;
import org.chroma.simulator.internal.programs.call.Call;
import org.chroma.simulator.internal.programs.call.Options;
import org.chroma.simulator.internal.programs.call.Program;

/** umount. */
public final class UmountProgram implements Program {
    private static final long STOP = 1_500;

    @Override
    public Set<String> names() {
        return Set.of("umount");
    }

    @Override
    public int run(Call call) throws IOException, InterruptedException {
        Options options;
        try {
            options = Options.parse(call.arguments(), "v|verbose f|force l|lazy t|types:");
        } catch (Options.BadOptionException e) {
            return Options.complain(call, e, 1);
        }
        if (options.operands().isEmpty()) {
            call.err("umount: bad usage\nTry 'umount --help' for more information.\n");
            return 1;
        }
        int worst = 0;
        for (String what : options.operands()) {
            int rc = unmount(call, what, options.has("verbose"));
            worst = rc == 0 ? worst : rc;
        }
        return worst;
    }

    private static int unmount(Call call, String what, boolean verbose) throws IOException, InterruptedException {
        Optional<Mount> mount = find(call, what);
        if (mount.isEmpty()) {
            boolean there = call.files().exists(what);
            call.errf("umount: %s: %s%n", what, there ? "not mounted." : "no mount point specified.");
            return 32;
        }
        if (!mount.get().isTarget()) {
            call.errf("umount: %s: target is busy.%n", what);
            return 32;
        }
        call.pauseMillis(STOP);
        mount = find(call, what);
        if (mount.isEmpty()) {
            call.errf("umount: %s: not mounted.%n", what);
            return 32;
        }
        Mount gone = mount.get();
        String device =
                call.server().deviceOf(gone.serial()).map(BlockDevice::path).orElse("none");
        Optional<Disk> disk = call.server().disk(gone.serial());
        call.server().unmount(gone);
        LustreTarget target = disk.map(Disk::target).orElse(null);
        if (target != null) {
            target.unclean(false);
        }
        disk.ifPresent(call.cluster().store()::save);
        if (verbose) {
            call.errf("umount: %s (%s) unmounted%n", gone.point(), device);
        }
        return 0;
    }

    private static Optional<Mount> find(Call call, String what) {
        String point = what.length() > 1 && what.endsWith("/") ? what.substring(0, what.length() - 1) : what;
        Optional<Mount> mount = call.server().mountAt(point);
        return mount.isPresent()
                ? mount
                : call.device(what).flatMap(d -> call.server().mountOf(d.disk()));
    }
}
