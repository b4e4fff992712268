package org.chroma.simulator.internal.programs.lustre;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.chroma.simulator.internal.cluster.BlockDevice;
import org.chroma.simulator.internal.cluster.Capacity;
import org.chroma.simulator.internal.cluster.Disk;
import org.chroma.simulator.internal.cluster.DiskContent;
import org.chroma.simulator.internal.lustre.LustreTarget;
import org.chroma.simulator.internal.programs.call.Call;
import org.chroma.simulator.internal.programs.call.Program;

/** dumpe2fs: the header. */
public final class Dumpe2fs implements Program {
    static final String VERSION = "1.45.6.wc2 (28-Sep-2020)";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ROOT).withZone(ZoneOffset.UTC);

    @Override
    public Set<String> names() {
        return Set.of("dumpe2fs");
    }

    @Override
    public int run(Call call) {
        String path = call.arguments().isEmpty()
                ? ""
                : call.arguments().get(call.arguments().size() - 1);
        call.errf("dumpe2fs %s%n", VERSION);
        Optional<BlockDevice> device = call.device(path);
        if (device.isEmpty()) {
            call.errf("dumpe2fs: No such file or directory while trying to open %s%n", path);
            call.out("Couldn't find valid filesystem superblock.\n");
            return 1;
        }
        DiskContent content = device.get().content();
        if (content == null || !content.type().equals("ext4")) {
            call.errf("dumpe2fs: Bad magic number in super-block while trying to open %s%n", path);
            call.out("Couldn't find valid filesystem superblock.\n");
            return 19;
        }
        call.out(header(call, device.get().disk(), content));
        return 0;
    }

    private static String header(Call call, Disk disk, DiskContent content) {
        LustreTarget target = content.target();
        int type = target == null ? LustreTarget.MGS : target.flags() & 0x7;
        boolean mdt = (type & LustreTarget.MDT) != 0;
        boolean mmp = target != null && target.mmp();
        long blocks = disk.bytes() / 4096;
        long inodes = target == null ? blocks / 4 : target.inodes();
        String created = TIME.format(
                Instant.ofEpochSecond(target == null ? call.server().bootTime().getEpochSecond() : target.created()));
        long free = target == null ? blocks / 2 : Capacity.freeKib(disk, target) / 4;
        return """
                Filesystem volume name:   %s
                Last mounted on:          <not available>
                Filesystem UUID:          %s
                Filesystem magic number:  0xEF53
                Filesystem revision #:    1 (dynamic)
                Filesystem features:      has_journal ext_attr resize_inode dir_index filetype extent%s flex_bg%s large_dir sparse_super large_file huge_file uninit_bg dir_nlink quota project
                Filesystem flags:         signed_directory_hash%s
                Default mount options:    user_xattr acl
                Filesystem state:         clean
                Errors behavior:          Continue
                Filesystem OS type:       Linux
                Inode count:              %d
                Block count:              %d
                Reserved block count:     %d
                Free blocks:              %d
                Free inodes:              %d
                First block:              0
                Block size:               4096
                Fragment size:            4096
                Blocks per group:         32768
                Fragments per group:      32768
                Flex block group size:    %d
                Filesystem created:       %s
                Last mount time:          n/a
                Last write time:          %s
                Mount count:              0
                Maximum mount count:      -1
                Last checked:             %s
                Check interval:           0 (<none>)
                Reserved blocks uid:      0 (user root)
                Reserved blocks gid:      0 (group root)
                First inode:              11
                Inode size:	          %d
                Required extra isize:     32
                Desired extra isize:      32
                Journal inode:            8
                Default directory hash:   half_md4
                Journal backup:           inode blocks
                User quota inode:         3
                Group quota inode:        4
                Project quota inode:      12
                """.formatted(
                        content.label().isEmpty() ? "<none>" : content.label(),
                        content.uuid(),
                        mmp ? " mmp" : "",
                        mdt ? " ea_inode dirdata" : "",
                        " ",
                        inodes,
                        blocks,
                        blocks / 20,
                        free,
                        target == null ? inodes / 2 : Capacity.freeInodes(disk, target),
                        (type & LustreTarget.OST) != 0 ? 256 : 16,
                        created,
                        created,
                        created,
                        target == null ? 256 : target.inodeSize());
    }
}
