package org.chroma.plugin.lustre.internal.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.chroma.model.action.DetectScan;
import org.chroma.model.action.DetectedTargets;
import org.chroma.model.action.DetectedTargets.LocalTarget;
import org.chroma.model.action.DetectedTargets.RecordedFilesystem;
import org.chroma.model.action.DetectedTargets.RecordedTarget;
import org.chroma.plugin.lustre.internal.Recorded;
import org.chroma.testing.RecordedContext;
import org.chroma.testing.RecordedMachine;
import org.junit.jupiter.api.Test;

/** A server on which Lustre runs already. */
class DetectScanTest {
    private static final String BLKID = "blkid -c /dev/null -o export";
    private static final String CATALOGUE = "lctl --device MGS llog_catlist";
    private static final String PRINT = "lctl --device MGS llog_print ";
    private static final List<String> BOTH = List.of("10.10.10.1@tcp0", "10.10.10.2@tcp0");

    private final RecordedMachine machine = new RecordedMachine("oss1");
    private final RecordedContext context = new RecordedContext(machine);

    /** MGS, MDT0000, OST0000 and OST0001 are mounted; two targets run elsewhere, one disk cannot be read. */
    private void lab() {
        machine.file("/proc/mounts", Recorded.text("mounts"))
                .recording(BLKID, Recorded.path("blkid_all"))
                .link("/dev/disk/by-id/scsi-SLUSTRLAB_SHARED_LAB-MGT", "/dev/sda")
                .link("/dev/disk/by-id/wwn-0x5000c500aa000000", "/dev/sda")
                .link("/dev/disk/by-path/pci-0000:00:04.0-scsi-0:0:0:0", "/dev/sda")
                .link("/dev/disk/by-id/scsi-SLUSTRLAB_SHARED_LAB-OST2", "/dev/sdc")
                .answer(tunefs("sdb"), 5, "", "tunefs.lustre: Input/output error\n");
        for (String disk : List.of("a", "b", "c", "d", "e", "f", "g")) {
            machine.file("/dev/sd" + disk, "");
        }
        Map.of(
                        "sda", "tunefs_dryrun_mgt",
                        "sdc", "dryrun_after_use_OST2",
                        "sdd", "dryrun_after_use_MDT1",
                        "sde", "tunefs_dryrun_OST0",
                        "sdf", "tunefs_dryrun_OST1",
                        "sdg", "tunefs_dryrun_MDT0",
                        "vda", "tunefs_dryrun_not_lustre")
                .forEach((disk, name) -> machine.recording(tunefs(disk), Recorded.path(name)));
        machine.recording(CATALOGUE, Recorded.path("llog_catlist"))
                .recording(PRINT + "testfs-client", Recorded.path("llog_print_testfs-client"))
                .recording(PRINT + "testfs-MDT0000", Recorded.path("llog_print_testfs-MDT0000"))
                .recording(PRINT + "testfs-OST0000", Recorded.path("llog_print_testfs-OST0000"))
                .answer(PRINT + "nofs-client", "");
        for (String log : List.of("testfs-MDT0001", "testfs-OST0001", "testfs-OST0002", "nosuch-client")) {
            machine.answer(PRINT + log, 2, "", "OBD_IOC_LLOG_PRINT failed: No such file or directory\n");
        }
    }

    private static String tunefs(String disk) {
        return "tunefs.lustre --dryrun /dev/" + disk;
    }

    private DetectedTargets scan() throws Exception {
        return new DetectScanPlugin().run(new DetectScan(), context);
    }

    @Test
    void findsTargetsWhetherTheyAreMountedHereOrNot() throws Exception {
        lab();

        List<LocalTarget> targets = scan().targets();

        assertThat(targets)
                .extracting(LocalTarget::name, LocalTarget::uuid, LocalTarget::mountPoint)
                .containsExactly(
                        tuple("MGS", "55b540fa-707a-4dc4-8b2b-d0220785abb8", "/mnt/mgt"),
                        tuple("testfs-MDT0000", "d2d5af96-724a-42e1-a18c-4d7f9a9f6b27", "/mnt/mdt0"),
                        tuple("testfs-MDT0001", "b09527bd-656d-40cd-82e2-1351263f8a2a", null),
                        tuple("testfs-OST0000", "0bbfd6ba-a1cf-4c54-b78f-00e008093677", "/mnt/ost0"),
                        tuple("testfs-OST0001", "feb40a18-1de3-4072-b8a0-1c2e340668aa", "/mnt/ost1"),
                        tuple("testfs-OST0002", "e6fd8304-5ab0-47ad-9b43-afee06f69801", null));
        assertThat(targets.get(0).mgsNids()).isEmpty();
        assertThat(targets.get(0).failoverNids()).isEqualTo(BOTH);
        assertThat(targets.get(1).mgsNids()).isEqualTo(BOTH);
        assertThat(targets.get(5).failoverNids()).containsExactly("10.10.10.2@tcp0", "10.10.10.1@tcp0");
        assertThat(context.lines()).anyMatch(line -> line.startsWith("/dev/sdb is skipped: "));
    }

    @Test
    void namesADiskByAllOfItsPaths() throws Exception {
        lab();

        assertThat(scan().targets().get(0).devices())
                .containsExactly(
                        "/dev/sda",
                        "/dev/disk/by-id/scsi-SLUSTRLAB_SHARED_LAB-MGT",
                        "/dev/disk/by-id/wwn-0x5000c500aa000000",
                        "/dev/disk/by-path/pci-0000:00:04.0-scsi-0:0:0:0");
    }

    @Test
    void asksTheMgsWhatItHasRecorded() throws Exception {
        lab();

        assertThat(scan().filesystems())
                .containsExactly(new RecordedFilesystem(
                        "testfs",
                        List.of(
                                new RecordedTarget(
                                        "testfs-MDT0000",
                                        List.of("10.10.10.1@tcp0"),
                                        Map.of("mdt.identity_upcall", "NONE")),
                                new RecordedTarget("testfs-MDT0001", List.of("10.10.10.2@tcp0"), Map.of()),
                                new RecordedTarget(
                                        "testfs-OST0000",
                                        List.of("10.10.10.1@tcp0"),
                                        Map.of("ost.read_cache_enable", "0")),
                                new RecordedTarget(
                                        "testfs-OST0001", List.of("10.10.10.1@tcp0"), Map.of("osc.active", "1")),
                                new RecordedTarget("testfs-OST0002", List.of("10.10.10.2@tcp0"), Map.of())),
                        Map.of("sys.timeout", "60", "llite.max_cached_mb", "64")));
        assertThat(context.lines())
                .contains(
                        "The MGS does not show its log nosuch-client: OBD_IOC_LLOG_PRINT failed: No such file or directory");
    }

    @Test
    void asksNoMgsThatRunsElsewhere() throws Exception {
        machine.file("/proc/mounts", "").recording(BLKID, Recorded.path("blkid_all"));
        for (String disk : List.of("sdb", "sdc", "sdd", "sde", "sdf", "sdg", "vda")) {
            machine.recording(tunefs(disk), Recorded.path("tunefs_dryrun_not_lustre"));
        }
        machine.recording(tunefs("sda"), Recorded.path("tunefs_dryrun_mgt"));

        DetectedTargets found = scan();

        assertThat(found.targets()).hasSize(1).noneMatch(LocalTarget::mounted);
        assertThat(found.filesystems()).isEmpty();
    }

    @Test
    void passesOverWhatWasNeverRegistered() throws Exception {
        machine.file("/proc/mounts", "")
                .answer(BLKID, disk("/dev/sda", "1") + "\n" + disk("/dev/sdb", "2"))
                .recording(tunefs("sda"), Recorded.path("dryrun_OST1"))
                .answer(tunefs("sdb"), data("lfs-OSTffff", "0x2", ""));

        assertThat(scan().targets()).isEmpty();
        assertThat(context.lines())
                .containsExactly(
                        "/dev/sda holds testfs-OST0001, which was never registered",
                        "/dev/sdb holds lfs-OSTffff, which was never registered");
    }

    @Test
    void seesAnMgtOnAnMdtsDisk() throws Exception {
        machine.file("/proc/mounts", "/dev/sda /mnt/mdt lustre rw,svname=lfs-MDT0000,mgs 0 0\n")
                .file("/dev/sda", "")
                .answer(BLKID, disk("/dev/sda", "1"))
                .answer(tunefs("sda"), data("lfs-MDT0000", "0x5", ""))
                .answer(CATALOGUE, "config_log: lfs-client\n")
                .answer(PRINT + "lfs-client", "");

        assertThat(scan().targets())
                .extracting(LocalTarget::name, LocalTarget::uuid, LocalTarget::mountPoint)
                .containsExactly(tuple("MGS", "1", "/mnt/mdt"), tuple("lfs-MDT0000", "1", "/mnt/mdt"));
        assertThat(machine.commands()).contains(CATALOGUE);
    }

    @Test
    void mergesSeveralPathsToOneDisk() throws Exception {
        machine.file("/proc/mounts", "/dev/sdb /mnt/ost lustre_tgt rw,svname=lfs-OST0000 0 0\n")
                .file("/dev/sda", "")
                .file("/dev/sdb", "")
                .answer(BLKID, disk("/dev/sda", "1") + "\n" + disk("/dev/sdb", "1"))
                .answer(tunefs("sda"), data("lfs-OST0000", "0x2", "mgsnode=10.0.0.1@tcp,10.1.0.1@o2ib1"))
                .answer(tunefs("sdb"), data("lfs-OST0000", "0x2", "mgsnode=10.0.0.1@tcp,10.1.0.1@o2ib1"));

        assertThat(scan().targets())
                .containsExactly(new LocalTarget(
                        "lfs-OST0000",
                        "1",
                        List.of("/dev/sdb", "/dev/sda"),
                        "/mnt/ost",
                        List.of("10.0.0.1@tcp0", "10.1.0.1@o2ib1"),
                        List.of()));
    }

    @Test
    void findsNothingWhereThereIsNothing() throws Exception {
        machine.file("/proc/mounts", "").answer(BLKID, 2, "", "");

        assertThat(scan()).isEqualTo(new DetectedTargets(List.of(), List.of()));
    }

    @Test
    void failsWhereTheMgsIsSilent() {
        machine.file("/proc/mounts", "/dev/sda /mnt/mgt lustre rw,svname=MGS 0 0\n")
                .file("/dev/sda", "")
                .answer(BLKID, disk("/dev/sda", "1"))
                .recording(tunefs("sda"), Recorded.path("tunefs_dryrun_mgt"))
                .answer(CATALOGUE, 19, "", "No device found for name MGS: No such device\n");

        assertThatThrownBy(this::scan).hasMessageContaining("No device found for name MGS");
    }

    private static String disk(String path, String uuid) {
        return "DEVNAME=%s\nUUID=%s\nTYPE=ext4\n".formatted(path, uuid);
    }

    private static String data(String name, String flags, String parameters) {
        return """
                   Read previous values:
                Target:     %s
                Flags:      %s
                Parameters: %s
                """.formatted(name, flags, parameters);
    }
}
