package org.chroma.plugin.lustre.internal.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.chroma.model.TargetKind;
import org.chroma.model.action.FormatTarget;
import org.chroma.model.action.FormattedTarget;
import org.chroma.plugin.lustre.internal.Recorded;
import org.chroma.spi.ProgramFailedException;
import org.chroma.testing.RecordedContext;
import org.chroma.testing.RecordedMachine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FormatTargetTest {
    private static final String DEVICE = "/dev/disk/by-id/scsi-SLUSTRLAB_SHARED_LAB-OST0";
    private static final List<List<String>> MGS = List.of(List.of("10.10.10.1@tcp"), List.of("10.10.10.2@tcp"));
    private static final FormattedTarget FORMATTED =
            new FormattedTarget("e6fd8304-5ab0-47ad-9b43-afee06f69801", 512, 262144);
    private static final String MKFS =
            "mkfs.lustre --ost --fsname=testfs --index=0 --mgsnode=10.10.10.1@tcp --mgsnode=10.10.10.2@tcp "
                    + "--failnode=10.10.10.1@tcp --failnode=10.10.10.2@tcp --backfstype=ldiskfs "
                    + DEVICE;

    private final RecordedMachine machine = new RecordedMachine("oss1")
            .link(DEVICE, "/dev/sdf")
            .file("/proc/mounts", "/dev/vda / ext4 rw,noatime 0 0\n")
            .recording("dumpe2fs -h " + DEVICE, Recorded.path("dumpe2fs_sdc"));
    private final RecordedContext context = new RecordedContext(machine);
    private final FormatTargetPlugin plugin = new FormatTargetPlugin();

    @Test
    void formatsAnEmptyDevice() throws Exception {
        empty().recording(MKFS, Recorded.path("mdt0"));

        assertThat(plugin.run(ost(false), context)).isEqualTo(FORMATTED);
        assertThat(machine.commands()).containsExactly("blkid -p -o export " + DEVICE, MKFS, "dumpe2fs -h " + DEVICE);
        // What programs print reaches the console by itself, and once.
        assertThat(context.lines()).isEmpty();
    }

    @Test
    void refusesForeignData() {
        holds("TYPE=ext4\nLABEL=home\nUUID=f86167e0\n")
                .recording("tunefs.lustre --dryrun " + DEVICE, Recorded.path("tunefs_dryrun_not_lustre"));

        assertThatThrownBy(() -> plugin.run(ost(false), context))
                .isInstanceOf(IOException.class)
                .hasMessage(DEVICE + " holds ext4 labelled home; it is overwritten only if you allow reformatting");
    }

    @Test
    void refusesAPartitionTable() {
        holds("PTUUID=1\nPTTYPE=gpt\n")
                .recording("tunefs.lustre --dryrun " + DEVICE, Recorded.path("tunefs_dryrun_not_lustre"));

        assertThatThrownBy(() -> plugin.run(ost(false), context)).hasMessageContaining("holds a gpt partition table");
    }

    @Test
    void refusesSeveralSignaturesAtOnce() {
        machine.answer("blkid -p -o export " + DEVICE, 8, "", "blkid: ambivalent result")
                .recording("tunefs.lustre --dryrun " + DEVICE, Recorded.path("tunefs_dryrun_not_lustre"));

        assertThatThrownBy(() -> plugin.run(ost(false), context)).hasMessageContaining("several kinds of data");
    }

    @Test
    void overwritesForeignDataWhereThatWasAllowed() throws Exception {
        holds("TYPE=ext4\nLABEL=home\n")
                .recording("tunefs.lustre --dryrun " + DEVICE, Recorded.path("tunefs_dryrun_not_lustre"))
                .answer(MKFS.replace("mkfs.lustre", "mkfs.lustre --reformat"), "");

        assertThat(plugin.run(ost(true), context)).isEqualTo(FORMATTED);
    }

    @Test
    void leavesTheWantedTargetAsItIs() throws Exception {
        for (boolean reformat : new boolean[] {false, true}) {
            holds("TYPE=ext4\nLABEL=testfs:OST0000\n")
                    .recording("tunefs.lustre --dryrun " + DEVICE, Recorded.path("dryrun_OST0"));

            assertThat(plugin.run(ost(reformat), context)).isEqualTo(FORMATTED);
        }
        assertThat(machine.commands()).noneMatch(command -> command.startsWith("mkfs"));
    }

    @Test
    void neverTakesARegisteredTargetForTheWantedOne() {
        holds("TYPE=ext4\nLABEL=testfs-OST0000\n")
                .recording("tunefs.lustre --dryrun " + DEVICE, Recorded.path("dryrun_after_use_OST0"));

        assertThatThrownBy(() -> plugin.run(ost(false), context))
                .hasMessageContaining("holds the Lustre target testfs-OST0000");
    }

    @Test
    void refusesTheWantedTargetWithOtherNids() {
        // This one fails over to the second server alone.
        holds("TYPE=ext4\nLABEL=testfs:OST0001\n")
                .recording("tunefs.lustre --dryrun " + DEVICE, Recorded.path("dryrun_OST1"));

        assertThatThrownBy(() ->
                        plugin.run(action(TargetKind.OST, "testfs", 1, MGS, MGS, "ldiskfs", List.of(), false), context))
                .hasMessageContaining("holds the Lustre target testfs-OST0001");
    }

    @Test
    void knowsAnMgtThatWasNeverMounted() throws Exception {
        FormatTarget mgt = action(TargetKind.MGT, null, 0, List.of(), MGS, "ldiskfs", List.of(), false);
        holds("TYPE=ext4\nLABEL=MGS\n").recording("tunefs.lustre --dryrun " + DEVICE, Recorded.path("dryrun_MGT"));
        assertThat(plugin.run(mgt, context)).isEqualTo(FORMATTED);

        RecordedMachine used = new RecordedMachine("oss1")
                .link(DEVICE, "/dev/sdf")
                .file("/proc/mounts", "")
                .answer("blkid -p -o export " + DEVICE, "TYPE=ext4\nLABEL=MGS\n")
                .recording("tunefs.lustre --dryrun " + DEVICE, Recorded.path("dryrun_after_use_MGT"));
        assertThatThrownBy(() -> plugin.run(mgt, new RecordedContext(used)))
                .hasMessageContaining("holds the Lustre target MGS");
    }

    @Test
    void finishesWhatWasBrokenOff() throws Exception {
        // mke2fs had given the label, and mkfs.lustre died before it wrote its own data.
        holds("TYPE=ext4\nLABEL=testfs:OST0000\n")
                .recording("tunefs.lustre --dryrun " + DEVICE, Recorded.path("tunefs_dryrun_not_lustre"))
                .answer(MKFS.replace("mkfs.lustre", "mkfs.lustre --reformat"), "");

        assertThat(plugin.run(ost(false), context)).isEqualTo(FORMATTED);
    }

    @Test
    void refusesAMountedDeviceByWhateverPathItIsMounted() {
        machine.file("/proc/mounts", "/dev/sdf /mnt/ost0 lustre rw,svname=testfs-OST0000 0 0\n");

        assertThatThrownBy(() -> plugin.run(ost(true), context)).hasMessage(DEVICE + " is mounted at /mnt/ost0");
        assertThat(machine.commands()).isEmpty();
    }

    @Test
    void saysThatTheDeviceIsNotThere() {
        assertThatThrownBy(() -> plugin.run(
                        new FormatTarget(
                                "/dev/sdzz", TargetKind.OST, "a", 0, MGS, List.of(), "ldiskfs", List.of(), false),
                        context))
                .hasMessage("there is no device /dev/sdzz on oss1");
    }

    @Test
    void tellsWhatMkfsSaid() {
        empty().answer(MKFS, 1, "", "mkfs.lustre FATAL: Unable to build fs\n");

        assertThatThrownBy(() -> plugin.run(ost(false), context))
                .isInstanceOf(ProgramFailedException.class)
                .hasMessageContaining("Unable to build fs");
    }

    @Test
    void passesNothingToMkfsThatItsShellWouldUnderstand() {
        for (String device :
                List.of("/dev/sda; reboot", "/dev/$(reboot)", "sda", "/etc/passwd", "/dev/a b", "/dev/../etc/x")) {
            assertThatThrownBy(() -> new Device(device)).isInstanceOf(IllegalArgumentException.class);
        }
        for (String option : List.of("`reboot`", "-I 512", "$(x)", "a;b", "", "'")) {
            assertThatThrownBy(() -> command(
                            action(TargetKind.OST, "testfs", 0, MGS, List.of(), "ldiskfs", List.of(option), false)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        for (String fsname : List.of("", "waytoolongname", "a b", "a.b", "--mgs=")) {
            assertThatThrownBy(() ->
                            command(action(TargetKind.OST, fsname, 0, MGS, List.of(), "ldiskfs", List.of(), false)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void buildsTheCommandOfEachKind() {
        assertThat(command(action(TargetKind.MGT, null, 0, List.of(), MGS, "ldiskfs", List.of(), false)))
                .isEqualTo("mkfs.lustre --mgs --failnode=10.10.10.1@tcp --failnode=10.10.10.2@tcp --backfstype=ldiskfs "
                        + DEVICE);
        assertThat(command(action(
                        TargetKind.MDT,
                        "lfs",
                        1,
                        List.of(List.of("10.0.0.1@tcp", "10.1.0.1@o2ib"), List.of("10.0.0.2@tcp")),
                        List.of(),
                        "ldiskfs",
                        List.of("-I", "512", "-i", "2560"),
                        false)))
                .isEqualTo("mkfs.lustre --mdt --fsname=lfs --index=1 --mgsnode=10.0.0.1@tcp,10.1.0.1@o2ib "
                        + "--mgsnode=10.0.0.2@tcp --backfstype=ldiskfs --mkfsoptions=-I 512 -i 2560 " + DEVICE);
    }

    @Test
    void refusesWhatMakesNoTarget() {
        assertThatThrownBy(() ->
                        command(action(TargetKind.OST, "lfs", 65536, MGS, List.of(), "ldiskfs", List.of(), false)))
                .hasMessageContaining("65536");
        assertThatThrownBy(() ->
                        command(action(TargetKind.OST, "lfs", 0, List.of(), List.of(), "ldiskfs", List.of(), false)))
                .hasMessageContaining("NIDs of the MGS");
        assertThatThrownBy(() -> command(action(TargetKind.OST, "lfs", 0, MGS, List.of(), "zfs", List.of(), false)))
                .hasMessageContaining("zfs");
        assertThatThrownBy(() -> command(action(
                        TargetKind.OST,
                        "lfs",
                        0,
                        List.of(List.of("nonsense")),
                        List.of(),
                        "ldiskfs",
                        List.of(),
                        false)))
                .hasMessageContaining("nonsense");
    }

    private static String command(FormatTarget action) {
        return String.join(" ", FormatTargetPlugin.command(action, new Device(action.device())));
    }

    private static FormatTarget ost(boolean reformat) {
        return action(TargetKind.OST, "testfs", 0, MGS, MGS, "ldiskfs", List.of(), reformat);
    }

    private static FormatTarget action(
            TargetKind kind,
            @Nullable String fsname,
            int index,
            List<List<String>> mgs,
            List<List<String>> failover,
            String backend,
            List<String> options,
            boolean reformat) {
        return new FormatTarget(DEVICE, kind, fsname, index, mgs, failover, backend, options, reformat);
    }

    private RecordedMachine empty() {
        return machine.answer("blkid -p -o export " + DEVICE, 2, "", "");
    }

    private RecordedMachine holds(String export) {
        return machine.answer("blkid -p -o export " + DEVICE, "DEVNAME=" + DEVICE + "\n" + export);
    }
}
