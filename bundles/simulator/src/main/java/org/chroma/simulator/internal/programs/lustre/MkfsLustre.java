package org.chroma.simulator.internal.programs.lustre;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.chroma.simulator.internal.cluster.BlockDevice;
import org.chroma.simulator.internal.cluster.Capacity;
import org.chroma.simulator.internal.cluster.Disk;
import org.chroma.simulator.internal.cluster.DiskContent;
import org.chroma.simulator.internal.lustre.LustreTarget;
import org.chroma.simulator.internal.programs.call.Call;
import org.chroma.simulator.internal.programs.call.Errno;
import org.chroma.simulator.internal.programs.call.Options;
import org.chroma.simulator.internal.programs.call.Program;

/** mkfs.lustre. Like the real one it refuses Lustre data alone, and silently overwrites everything else. */
public final class MkfsLustre implements Program {
    private static final long WITH_MMP = 13_000;
    private static final long WITHOUT_MMP = 1_600;

    @Override
    public Set<String> names() {
        return Set.of("mkfs.lustre");
    }

    @Override
    public int run(Call call) throws IOException, InterruptedException {
        if (call.arguments().isEmpty()) {
            call.err(usage(call));
            return Errno.INVAL;
        }
        if (call.arguments().contains("--help")) {
            call.out(usage(call));
            return 1;
        }
        try {
            return format(call, TargetOptions.parse(call, true));
        } catch (TargetOptions.Refused refused) {
            return refused.exitCode();
        }
    }

    static String usage(Call call) {
        return "usage: %s <target type> --backfstype=ldiskfs --fsname=<filesystem name>%n\t--index=<target index> [options] <device>%n"
                .formatted(call.program());
    }

    private int format(Call call, TargetOptions given) throws TargetOptions.Refused, IOException, InterruptedException {
        Options options = given.options();
        LustreTarget target = new LustreTarget();
        target.set(LustreTarget.FIRST_TIME | LustreTarget.UPDATE);
        given.apply(target);
        String device = given.device();
        if (device == null) {
            call.err(usage(call));
            return Errno.INVAL;
        }
        checkType(given, target);
        if (options.value("backfstype", "ldiskfs").equals("zfs")) {
            call.errf("%n%s FATAL: unhandled/unloaded OSD plugin 5 'zfs'%n", call.program());
            throw given.fatal(Errno.INVAL, "unable to prepare backend (22)");
        }
        if (device.startsWith("/dev/") && !call.files().exists(device)) {
            call.errf("%s: %s apparently does not exist%n", call.program(), device);
            throw given.fatal(Errno.NOENT, "unable to prepare backend (2)");
        }
        if (!target.isPureMgs() && options.value("index") == null) {
            target.set(LustreTarget.NEEDS_INDEX);
            call.errf(
                    "warning: %s: for Lustre 2.4 and later, the target index must be specified with --index%n", device);
        }
        if (options.value("mountfsoptions") == null) {
            target.mountOptions(target.has(LustreTarget.OST) ? "errors=remount-ro" : "user_xattr,errors=remount-ro");
        }
        if (options.has("replace")) {
            target.clear(LustreTarget.FIRST_TIME);
        }
        target.mmp(!target.failoverNids().isEmpty() && !options.has("skipmmp"));
        boolean quiet = options.has("quiet");
        print(call, quiet, TargetText.print("Permanent disk data", device, target.label(), target));
        if (options.has("dryrun")) {
            print(call, quiet, "exiting before disk write.\n");
            return 0;
        }
        Optional<BlockDevice> found = call.device(device);
        if (found.isEmpty()) {
            throw given.fatal(Errno.INVAL, "loop device requires a --device-size= param");
        }
        return write(call, given, target, device, found.get(), quiet);
    }

    private static void checkType(TargetOptions given, LustreTarget target) throws TargetOptions.Refused {
        boolean ost = target.has(LustreTarget.OST);
        boolean mds = target.has(LustreTarget.MDT) || target.has(LustreTarget.MGS);
        if (!ost && !mds) {
            throw given.fatal(Errno.INVAL, "must set target type: MDT,OST,MGS");
        }
        if (ost && mds) {
            throw given.fatal(Errno.INVAL, "OST type is exclusive with MDT,MGS");
        }
        if (!target.has(LustreTarget.MGS) && target.mgsNids().isEmpty()) {
            throw given.fatal(Errno.INVAL, "Must specify --mgsnode");
        }
        if (!target.isPureMgs() && target.fsname().isEmpty()) {
            throw given.fatal(Errno.INVAL, "Must specify --fsname for MDT/OST device");
        }
    }

    private int write(
            Call call, TargetOptions given, LustreTarget target, String device, BlockDevice block, boolean quiet)
            throws TargetOptions.Refused, IOException, InterruptedException {
        Disk disk = block.disk();
        if (!given.options().has("reformat")) {
            call.pauseMillis(400);
            boolean found = disk.target() != null;
            print(call, quiet, "checking for existing Lustre data: %s%n".formatted(found ? "found" : "not found"));
            if (found) {
                throw given.fatal(
                        1,
                        "Device %s was previously formatted for lustre. Use --reformat to reformat it, or tunefs.lustre to modify."
                                .formatted(device));
            }
        }
        String mke2fs = mke2fs(target, disk, given.options().value("mkfsoptions", ""));
        print(call, quiet, "device size = %dMB%n".formatted(disk.bytes() >> 20));
        print(call, quiet, "formatting backing filesystem ldiskfs on %s%n".formatted(device));
        print(call, quiet, "\ttarget name   %s%n".formatted(target.label()));
        print(call, quiet, "\tkilobytes     %d%n".formatted(disk.bytes() >> 10));
        print(call, quiet, "\toptions       %s%n".formatted(mke2fs));
        print(
                call,
                quiet,
                "mkfs_cmd = mke2fs -j -b 4096 -L %s %s %s %dk%n"
                        .formatted(target.label(), mke2fs, device, disk.bytes() >> 10));
        Optional<String> trouble = trouble(call, block, device);
        if (trouble.isEmpty()) {
            call.pauseMillis(target.mmp() ? WITH_MMP : WITHOUT_MMP);
            trouble = trouble(call, block, device);
        }
        if (trouble.isPresent()) {
            print(call, quiet, "   " + trouble.get() + "\n");
            call.errf("%n%s FATAL: Unable to build fs %s (256)%n", call.program(), device);
            call.errf("%n%s FATAL: mkfs failed 256%n", call.program());
            return 1;
        }
        int type = target.flags() & (LustreTarget.MDT | LustreTarget.OST | LustreTarget.MGS);
        target.backing(Capacity.inodeSize(type), Capacity.inodes(disk, type), call.now());
        disk.format(new DiskContent("ext4", "", UUID.randomUUID().toString(), target));
        call.cluster().store().save(disk);
        return 0;
    }

    /** Why mke2fs would not write on the device now. */
    private static Optional<String> trouble(Call call, BlockDevice block, String device) {
        if (block.member()) {
            return Optional.of(
                    "%s is apparently in use by the system; will not make a filesystem here!".formatted(device));
        }
        if (call.server().mountOf(block.disk()).isPresent()) {
            return Optional.of("%s is mounted; will not make a filesystem here!".formatted(device));
        }
        if (call.cluster().mountedOn(block.disk(), call.server().pair()).isPresent()) {
            return Optional.of(
                    "%s is apparently in use by the system; will not make a filesystem here!".formatted(device));
        }
        DiskContent content = block.disk().content();
        if (content != null && content.type().equals("LVM2_member")) {
            return Optional.of(
                    "%s is apparently in use by the system; will not make a filesystem here!".formatted(device));
        }
        return Optional.empty();
    }

    /** The options for mke2fs: the administrator's first, then those that the type of target needs. */
    static String mke2fs(LustreTarget target, Disk disk, String given) {
        boolean mdt = target.has(LustreTarget.MDT);
        boolean ost = target.has(LustreTarget.OST);
        List<String> words = List.of(given.split("\\s+", -1));
        StringBuilder text = new StringBuilder(given);
        long journal = Math.min((disk.bytes() >> 20) / 25, mdt ? 4096 : 1024);
        if ((mdt || ost) && !words.contains("-J")) {
            text.append(" -J size=").append(journal);
        }
        if ((mdt || ost) && !words.contains("-I")) {
            text.append(" -I ").append(Capacity.inodeSize(mdt ? LustreTarget.MDT : LustreTarget.OST));
        }
        if (!words.contains("-i") && !words.contains("-N")) {
            if (mdt) {
                text.append(" -i 2560");
            } else if (ost && disk.bytes() >> 30 >= 10) {
                text.append(" -i ").append(Capacity.bytesPerInode(disk, LustreTarget.OST));
            }
        }
        text.append(" -q -O uninit_bg,extents").append(mdt ? ",dirdata" : "").append(target.mmp() ? ",mmp" : "");
        text.append(",dir_nlink,quota,project,huge_file")
                .append(mdt ? ",ea_inode" : "")
                .append(",large_dir,flex_bg");
        text.append(ost ? " -G 256 -E resize=\"4290772992\"," : " -E ");
        return text.append("lazy_journal_init,lazy_itable_init=\"0\",packed_meta_blocks -F")
                .toString();
    }

    private static void print(Call call, boolean quiet, String text) {
        if (!quiet) {
            call.out(text);
        }
    }
}
