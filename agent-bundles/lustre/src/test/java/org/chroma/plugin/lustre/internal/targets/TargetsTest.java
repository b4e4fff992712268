package org.chroma.plugin.lustre.internal.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.chroma.agent.process.LinuxMachine;
import org.chroma.model.fact.MountedTargetsFact;
import org.chroma.plugin.lustre.internal.MetricsPlugin;
import org.chroma.plugin.lustre.internal.MetricsScan;
import org.chroma.plugin.lustre.internal.Recorded;
import org.chroma.spi.Server;
import org.chroma.testing.RecordedMachine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TargetsTest {
    private static final Server OSS1 = new Server(1, "oss1.lab", "oss1", Instant.EPOCH);

    private final RecordedMachine machine = new RecordedMachine("oss1")
            .file("/proc/mounts", Recorded.text("mounts"))
            .recording("blkid -c /dev/null -o export /dev/sda /dev/sdg /dev/sdf /dev/sde", Recorded.path("blkid_all"))
            .recording(
                    "lctl get_param obdfilter.*.recovery_status mdt.*.recovery_status",
                    Recorded.path("recovery_status_t2"));

    @Test
    void seesTargetsAndNoClients() throws Exception {
        TargetsScan scan = new TargetsPlugin().scan(machine);

        assertThat(scan.targets())
                .extracting(
                        TargetsScan.MountedTarget::name,
                        TargetsScan.MountedTarget::uuid,
                        TargetsScan.MountedTarget::device,
                        TargetsScan.MountedTarget::mountPoint,
                        target -> target.recovery().get("status"))
                .containsExactly(
                        row("MGS", "55b540fa-707a-4dc4-8b2b-d0220785abb8", "/dev/sda", "/mnt/mgt", null),
                        row(
                                "testfs-MDT0000",
                                "d2d5af96-724a-42e1-a18c-4d7f9a9f6b27",
                                "/dev/sdg",
                                "/mnt/mdt0",
                                "COMPLETE"),
                        row(
                                "testfs-OST0000",
                                "0bbfd6ba-a1cf-4c54-b78f-00e008093677",
                                "/dev/sde",
                                "/mnt/ost0",
                                "COMPLETE"),
                        row(
                                "testfs-OST0001",
                                "feb40a18-1de3-4072-b8a0-1c2e340668aa",
                                "/dev/sdf",
                                "/mnt/ost1",
                                "RECOVERING"));
    }

    private static Tuple row(String name, String uuid, String device, String mountPoint, @Nullable String status) {
        return tuple(name, uuid, device, mountPoint, status);
    }

    @Test
    void tellsHowRecoveryGoes() {
        Map<String, Map<String, String>> recoveries = TargetsPlugin.recoveries(Recorded.text("recovery_status_t2.out"));

        assertThat(recoveries.get("testfs-OST0001"))
                .containsEntry("time_remaining", "174")
                .containsEntry("connected_clients", "1/2");
        assertThat(recoveries.get("testfs-MDT0001")).isEqualTo(Map.of("status", "INACTIVE"));
    }

    @Test
    void knowsTheNewNameOfTheType() throws Exception {
        machine.file("/proc/mounts", "/dev/sda /mnt/mgt lustre_tgt ro,svname=MGS,nosvc 0 0\n")
                .answer("blkid -c /dev/null -o export /dev/sda", "DEVNAME=/dev/sda\nUUID=u\n");

        assertThat(new TargetsPlugin().scan(machine).targets()).hasSize(1);
    }

    @Test
    void asksNothingWhereNothingIsMounted() throws Exception {
        machine.file("/proc/mounts", "/dev/vda / ext4 rw 0 0\n10.0.0.1@tcp:/lfs /mnt/lfs lustre rw,flock 0 0\n");

        assertThat(new TargetsPlugin().scan(machine)).isEqualTo(new TargetsScan(List.of()));
        assertThat(machine.commands()).isEmpty();
    }

    @Test
    void isAFactOnTheManager() {
        TargetsScan scan = new TargetsScan(List.of(new TargetsScan.MountedTarget(
                "u", "lfs-OST0000", "/dev/sda", "/mnt/lfs/ost0", Map.of("status", "COMPLETE"))));

        assertThat(new TargetsHandler().observe(OSS1, scan).facts())
                .containsExactly(new MountedTargetsFact(List.of(new MountedTargetsFact.MountedTarget(
                        "u", "lfs-OST0000", "/dev/sda", "/mnt/lfs/ost0", Map.of("status", "COMPLETE")))));
    }

    @Test
    void worksOnAMachineWithoutLustre() throws Exception {
        assertThat(new TargetsPlugin().scan(LinuxMachine.withDefaults()).targets())
                .isEmpty();
        assertThat(new MetricsPlugin().scan(LinuxMachine.withDefaults()))
                .isEqualTo(new MetricsScan(Map.of(), Map.of()));
    }
}
