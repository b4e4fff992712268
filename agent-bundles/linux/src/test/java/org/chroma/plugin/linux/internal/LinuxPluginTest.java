package org.chroma.plugin.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.chroma.spi.ProgramFailedException;
import org.chroma.testing.RecordedMachine;
import org.junit.jupiter.api.Test;

class LinuxPluginTest {
    private final LinuxPlugin plugin = new LinuxPlugin();

    @Test
    void seesEveryLayer() throws Exception {
        BlockScan scan = plugin.scan(RecordedLayers.machine());

        assertThat(scan.devices().stream().map(LinuxPluginTest::line))
                .containsExactly(
                        "9:0 RAID /dev/disk/by-id/md-uuid-b736800e:c03239e2:9d9e073f:8cb84dda 267386880 [] [] on [7:2, 7:3]",
                        "8:96 DISK /dev/disk/by-id/scsi-SLUSTRLAB_SHARED_LAB-MDT0 3221225472 [LAB-MDT0] [35000c500aa000001] on []",
                        "8:48 DISK /dev/disk/by-id/scsi-SLUSTRLAB_SHARED_LAB-MDT1 3221225472 [LAB-MDT1] [35000c500aa000002] on []",
                        "8:0 DISK /dev/disk/by-id/scsi-SLUSTRLAB_SHARED_LAB-MGT 1073741824 [LAB-MGT] [35000c500aa000000] on []",
                        "8:64 DISK /dev/disk/by-id/scsi-SLUSTRLAB_SHARED_LAB-OST0 4294967296 [LAB-OST0] [35000c500aa000003] on []",
                        "8:80 DISK /dev/disk/by-id/scsi-SLUSTRLAB_SHARED_LAB-OST1 4294967296 [LAB-OST1] [35000c500aa000004] on []",
                        "8:32 DISK /dev/disk/by-id/scsi-SLUSTRLAB_SHARED_LAB-OST2 4294967296 [LAB-OST2] [35000c500aa000005] on []",
                        "8:16 DISK /dev/disk/by-id/scsi-SLUSTRLAB_SHARED_LAB-SPARE0 2147483648 [LAB-SPARE0] [35000c500aa000006] on []",
                        "254:0 DISK /dev/disk/by-id/virtio-LAB-ROOT1 10737418240 [] [] on []",
                        "7:0 DISK /dev/loop0 268435456 [] [] on []",
                        "7:1 DISK /dev/loop1 268435456 [] [] on []",
                        "7:2 DISK /dev/loop2 268435456 [] [] on []",
                        "7:3 DISK /dev/loop3 268435456 [] [] on []",
                        "7:4 DISK /dev/loop4 268435456 [] [] on []",
                        "259:0 PARTITION /dev/loop4p1 103809024 [] [] on [7:4]",
                        "259:1 PARTITION /dev/loop4p2 104857600 [] [] on [7:4]",
                        "7:5 DISK /dev/loop5 268435456 [] [] on []",
                        "7:6 DISK /dev/loop6 268435456 [] [] on []",
                        "252:3 MULTIPATH /dev/mapper/mpatha 268435456 [] [] on [7:5, 7:6]",
                        "252:2 LOGICAL_VOLUME /dev/mapper/vg--data-inactive 54525952 [] [] on [7:0]",
                        "252:0 LOGICAL_VOLUME /dev/mapper/vg--data-lv--one 104857600 [] [] on [7:0]",
                        "252:1 LOGICAL_VOLUME /dev/mapper/vg--data-striped 67108864 [] [] on [7:0, 7:1]");
    }

    private static String line(BlockScan.Device device) {
        return "%s %s %s %d [%s] [%s] on %s"
                .formatted(
                        device.number(),
                        device.kind(),
                        device.path(),
                        device.size(),
                        device.serial80(),
                        device.serial83(),
                        device.parents());
    }

    @Test
    void seesGroupsVolumesRaidsAndUses() throws Exception {
        BlockScan scan = plugin.scan(RecordedLayers.machine());

        assertThat(scan.groups())
                .containsExactly(new BlockScan.Group(
                        "vg-data", "jCZw1G-tVbW-ZBQ7-OnJn-V5PT-xhIJ-rHRO1q", 528482304, List.of("7:0", "7:1")));
        assertThat(scan.logicalVolumes())
                .containsExactly(
                        new BlockScan.LogicalVolume(
                                "inactive", "vg-data", "RrjKOF-m2sT-ecMG-B3aP-8bOZ-hRCM-c4FWZh", 54525952, "252:2"),
                        new BlockScan.LogicalVolume(
                                "lv-one", "vg-data", "owyUuV-ls5g-NNgO-V0fX-PQdg-lrM0-Q9Dd2m", 104857600, "252:0"),
                        new BlockScan.LogicalVolume(
                                "striped", "vg-data", "Yj10ZT-ofdp-WSp4-yKZu-TTLf-aPD1-3es5Tx", 67108864, "252:1"));
        assertThat(scan.raids()).containsExactly(new BlockScan.Raid("b736800e:c03239e2:9d9e073f:8cb84dda", "9:0"));
        assertThat(scan.uses())
                .containsExactly(
                        new BlockScan.Use("252:1", "", "swap"),
                        new BlockScan.Use("254:0", "/", "ext4"),
                        new BlockScan.Use("7:0", "", "LVM2_member"),
                        new BlockScan.Use("7:1", "", "LVM2_member"),
                        new BlockScan.Use("7:2", "", "linux_raid_member"),
                        new BlockScan.Use("7:3", "", "linux_raid_member"),
                        new BlockScan.Use("9:0", "/mnt/md", "ext4"));
    }

    @Test
    void isTheSameAsLongAsNothingChanges() throws Exception {
        assertThat(plugin.scan(RecordedLayers.machine())).isEqualTo(plugin.scan(RecordedLayers.machine()));
    }

    @Test
    void knowsUsesFromFstabThatAreNotMountedNow() throws Exception {
        RecordedMachine machine = RecordedLayers.machine().file("/etc/fstab", """
                        # home
                        UUID=f86167e0-0fa5-4995-a583-eba8c94a5f1c /home ext4 noauto 0 0
                        /dev/vg-data/lv-one /data\\040one xfs defaults 0 0
                        PARTUUID="c213e126-c998-42ff-9e0d-22ea65366d37" none swap sw 0 0
                        /dev/disk/by-id/scsi-SLUSTRLAB_SHARED_LAB-OST2 /mnt/ost2 lustre _netdev 0 0
                        LABEL=nothing /nowhere ext4 defaults 0 0
                        """);

        assertThat(plugin.scan(machine).uses())
                .contains(
                        new BlockScan.Use("8:16", "/home", "ext4"),
                        new BlockScan.Use("252:0", "/data one", "xfs"),
                        new BlockScan.Use("259:0", "", "swap"))
                .noneMatch(use -> use.type().equals("lustre"))
                .noneMatch(use -> use.directory().equals("/nowhere"));
    }

    @Test
    void findsTheRootDeviceThatTheKernelCallsRoot() throws Exception {
        RecordedMachine machine = RecordedLayers.machine()
                .file("/proc/mounts", "/dev/root / ext4 rw 0 0\n")
                .file("/proc/cmdline", "quiet root=UUID=aa3712ea-a03a-45e6-aa3e-eb516911ecbc ro\n");

        assertThat(plugin.scan(machine).uses()).contains(new BlockScan.Use("254:0", "/", "ext4"));
    }

    @Test
    void needsNothingButLsblk() throws Exception {
        RecordedMachine machine =
                new RecordedMachine("small").answer(RecordedLayers.LSBLK, """
                        {"blockdevices": [
                          {"name":"sda", "kname":"sda", "pkname":null, "maj:min":"8:0", "type":"disk", "size":"1000", "ro":"0",
                           "rm":"0", "fstype":null, "uuid":null, "label":null, "serial":"S1", "wwn":"0x5000c500aa000000"},
                          {"name":"sdb", "kname":"sdb", "maj:min":"8:16", "type":"disk", "size":"1000", "ro":"1", "rm":"0"},
                          {"name":"sr0", "kname":"sr0", "maj:min":"11:0", "type":"rom", "size":"1000", "ro":"0", "rm":"1"},
                          {"name":"fd0", "kname":"fd0", "maj:min":"2:0", "type":"disk", "size":"4096", "ro":"0", "rm":"1"},
                          {"name":"nbd0", "kname":"nbd0", "maj:min":"43:0", "type":"disk", "size":"0", "ro":"0", "rm":"0"}
                        ]}
                        """).file("/proc/mounts", "");

        assertThat(plugin.scan(machine).devices())
                .containsExactly(new BlockScan.Device(
                        "8:0", "/dev/sda", BlockScan.Kind.DISK, 1000, "S1", "0x5000c500aa000000", List.of()));
    }

    @Test
    void failsRatherThanForgetsWhenAToolFails() {
        RecordedMachine machine = RecordedLayers.machine();
        machine.answer(RecordedLayers.LSBLK, 1, "", "lsblk: unknown column");
        // The good answer comes first, the failure from then on.
        assertThatThrownBy(() -> {
                    plugin.scan(machine);
                    plugin.scan(machine);
                })
                .isInstanceOf(ProgramFailedException.class)
                .hasMessageContaining("unknown column");
    }

    @Test
    void readsEveryFormOfMultipathMap() throws Exception {
        Multipaths maps = Multipaths.parse("""
                mpatha: 0 524288 multipath 0 0 1 1 round-robin 0 2 1 7:5 1 7:6 1
                mpathb: 0 4194304 multipath 1 queue_if_no_path 1 alua 2 1 service-time 0 1 2 8:16 1 1 service-time 0 1 2 8:32 1 1
                mpathc: 0 4194304 multipath 2 queue_mode mq 0 1 1 queue-length 0 2 1 65:16 1 65:32 1
                vg--data-lv--one: 0 204800 linear 7:0 2048
                """);

        assertThat(maps.paths())
                .containsOnlyKeys("mpatha", "mpathb", "mpathc")
                .containsEntry("mpatha", List.of("7:5", "7:6"))
                .containsEntry("mpathb", List.of("8:16", "8:32"))
                .containsEntry("mpathc", List.of("65:16", "65:32"));
        assertThat(Multipaths.parse("No devices found\n").paths()).isEmpty();
        assertThatThrownBy(() -> Multipaths.parse("x: 0 1 multipath 9 a"))
                .hasMessageContaining("cannot parse the multipath map x");
    }

    @Test
    void scrubsWhatQemuGivesToEveryDisk() {
        assertThat(Serials.scrubbed("SQEMU    QEMU HARDDISK   LAB-OST1", "0QEMU    QEMU HARDDISK   LAB-OST1"))
                .isEqualTo(new Serials("LAB-OST1", ""));
        assertThat(Serials.scrubbed("SQEMU    QEMU HARDDISK   001", "")).isEqualTo(Serials.NONE);
        assertThat(Serials.scrubbed("LAB-OST1", "0QEMU_QEMU_HARDDISK_LAB-OST1")).isEqualTo(new Serials("LAB-OST1", ""));
        assertThat(Serials.scrubbed("drive-scsi0-0-0-1", "0QEMU_QEMU_HARDDISK_drive-scsi0-0-0-1"))
                .isEqualTo(Serials.NONE);
        assertThat(Serials.scrubbed("", "0QEMU_QEMU_HARDDISK_")).isEqualTo(Serials.NONE);
        assertThat(Serials.scrubbed("LAB-MGT", "35000c500aa000000"))
                .isEqualTo(new Serials("LAB-MGT", "35000c500aa000000"));
        assertThat(Serials.scrubbed("001", "35000c500aa000000")).isEqualTo(new Serials("001", "35000c500aa000000"));
    }
}
