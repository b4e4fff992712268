package org.chroma.simulator.internal.programs.lustre;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.chroma.simulator.internal.cluster.BlockDevice;
import org.chroma.simulator.internal.cluster.Disk;
import org.chroma.simulator.internal.lustre.LustreTarget;
import org.chroma.simulator.internal.programs.call.Call;
import org.chroma.simulator.internal.programs.call.Errno;
import org.chroma.simulator.internal.programs.call.Options;
import org.chroma.simulator.internal.programs.call.Program;

/** tunefs.lustre. It reads the disk before it looks at its options, and lets one change even what it had better not. */
public final class TunefsLustre implements Program {

    @Override
    public Set<String> names() {
        return Set.of("tunefs.lustre");
    }

    @Override
    public int run(Call call) throws IOException, InterruptedException {
        if (call.arguments().isEmpty() || call.arguments().contains("--help")) {
            call.out(MkfsLustre.usage(call));
            return 1;
        }
        try {
            return tune(call);
        } catch (TargetOptions.Refused refused) {
            return refused.exitCode();
        }
    }

    private static int tune(Call call) throws TargetOptions.Refused, IOException, InterruptedException {
        String device = call.arguments().get(call.arguments().size() - 1);
        boolean quiet = call.arguments().contains("--quiet");
        Optional<BlockDevice> block = call.device(device).filter(d -> !d.member());
        Disk disk = block.map(BlockDevice::disk).orElse(null);
        LustreTarget present = disk == null ? null : disk.target();
        call.pauseMillis(300);
        print(
                call,
                quiet,
                "checking for existing Lustre data: %s%n".formatted(present == null ? "not found" : "found"));
        if (disk == null || present == null) {
            complainOfOptions(call);
            call.errf("%n%s FATAL: Device %s has not been formatted with mkfs.lustre%n", call.program(), device);
            throw TargetOptions.exit(call, Errno.NODEV);
        }
        LustreTarget target = present.copy();
        if (target.isPureMgs()) {
            // The label of an MGT says neither.
            target.clear(LustreTarget.FIRST_TIME | LustreTarget.WRITECONF);
        }
        String before = TargetText.print("Read previous values", device, target.name(), target);
        print(call, quiet, before);
        TargetOptions given = TargetOptions.parse(call, false);
        Options options = given.options();
        if (options.has("rename")) {
            call.errf("%s: renaming a filesystem is not simulated%n", call.program());
            throw TargetOptions.exit(call, Errno.INVAL);
        }
        boolean change = change(options);
        if (options.has("erase-params")) {
            target.parameters().clear();
        }
        for (String key : options.all("erase-param")) {
            target.parameters().removeIf(p -> p.startsWith(key + "="));
        }
        given.apply(target);
        if (options.has("writeconf")) {
            target.set(LustreTarget.WRITECONF);
        }
        if (changesParameters(options)) {
            target.set(LustreTarget.UPDATE);
        }
        if (!change) {
            print(call, quiet, "exiting because there is no change.\n");
            return 0;
        }
        print(call, quiet, TargetText.print("Permanent disk data", device, target.label(), target));
        if (options.has("dryrun")) {
            print(call, quiet, "exiting before disk write.\n");
            return 0;
        }
        if (call.cluster().mountedOn(disk, call.server().pair()).isPresent()) {
            call.outf("Error while trying to open %s%n", device);
            throw given.fatal(Errno.BUSY, "failed to write local files");
        }
        target.mmp(target.mmp() || !target.failoverNids().isEmpty());
        disk.retarget(target);
        call.cluster().store().save(disk);
        return 0;
    }

    private static boolean change(Options options) {
        return changesParameters(options)
                || options.has("writeconf")
                || options.has("index")
                || options.has("fsname")
                || options.has("mountfsoptions")
                || options.has("comment")
                || options.has("mgs")
                || options.has("nomgs");
    }

    private static boolean changesParameters(Options options) {
        return options.has("erase-params")
                || options.has("erase-param")
                || options.has("mgsnode")
                || options.has("failnode")
                || options.has("servicenode")
                || options.has("param");
    }

    private static void complainOfOptions(Call call) {
        try {
            Options.parse(call.arguments(), TargetOptions.KNOWN);
        } catch (Options.BadOptionException e) {
            call.errf("%s: %s%n", call.program(), String.valueOf(e.getMessage()));
        }
    }

    private static void print(Call call, boolean quiet, String text) {
        if (!quiet) {
            call.out(text);
        }
    }
}
