package org.chroma.plugin.ha.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.chroma.agent.process.LinuxMachine;
import org.chroma.model.action.ConfigureHa;
import org.chroma.model.action.UnconfigureHa;
import org.chroma.model.fact.StandaloneTargetsFact;
import org.chroma.spi.Fact;
import org.chroma.spi.Server;
import org.chroma.testing.RecordedMachine;
import org.junit.jupiter.api.Test;

/** Targets of a server without Pacemaker. */
class SingleServerTest {
    private static final String LABEL = "lfs-OST0000_1a2b3c";
    private static final String UUID = "0bbfd6ba-a1cf-4c54-b78f-00e008093677";
    private static final String FSTAB = "# the system\n/dev/vda / ext4 defaults 0 1\n";
    private static final String BOOT =
            "/dev/sdf /mnt/lfs/ost0 lustre _netdev,nofail,x-chroma.target=" + UUID + " 0 0\n";
    private static final ConfigureHa CONFIGURE = new ConfigureHa("/dev/sdf", LABEL, UUID, true, "/mnt/lfs/ost0");

    private final RecordedMachine machine = new RecordedMachine("oss1")
            .file("/proc/mounts", "")
            .file("/etc/fstab", FSTAB)
            .answer("mount -t lustre /dev/sdf /mnt/lfs/ost0", this::mounted)
            .answer("umount /mnt/lfs/ost0", this::unmounted);
    private final Targets targets = new Targets(machine, duration -> {});

    private void mounted() {
        machine.file("/proc/mounts", "/dev/sdf /mnt/lfs/ost0 lustre rw,svname=lfs-OST0000 0 0\n");
    }

    private void unmounted() {
        machine.file("/proc/mounts", "");
    }

    @Test
    void startsByMountingNowAndAtEveryBoot() throws Exception {
        targets.configure(CONFIGURE);

        assertThat(targets.start(LABEL)).isEqualTo("oss1");
        assertThat(machine.read("/etc/fstab")).isEqualTo(FSTAB + BOOT);
        assertThat(targets.start(LABEL)).isEqualTo("oss1");
        assertThat(machine.read("/etc/fstab")).isEqualTo(FSTAB + BOOT);
        assertThat(machine.commands())
                .filteredOn(command -> !command.startsWith("crm_mon"))
                .containsExactly("mount -t lustre /dev/sdf /mnt/lfs/ost0");
    }

    @Test
    void stopsForGood() throws Exception {
        targets.configure(CONFIGURE);
        targets.start(LABEL);

        targets.stop(LABEL);
        targets.stop(LABEL);

        assertThat(machine.read("/etc/fstab")).isEqualTo(FSTAB);
        assertThat(machine.read("/proc/mounts")).isEmpty();
    }

    @Test
    void saysPlainlyThatFailoverNeedsPacemaker() throws Exception {
        targets.configure(CONFIGURE);

        assertThatThrownBy(() -> targets.move(LABEL, false))
                .hasMessageContaining("has no failover: Pacemaker did not run on oss1");
    }

    @Test
    void saysThatNothingIsConfigured() {
        assertThatThrownBy(() -> targets.start(LABEL)).hasMessageContaining("Pacemaker is not installed on oss1");
        assertThatThrownBy(() -> targets.mount(UUID)).hasMessage("target " + UUID + " is not configured on oss1");
    }

    @Test
    void mountsAndUnmountsForAnybodyWhoAsks() throws Exception {
        targets.configure(CONFIGURE);

        targets.mount(UUID);
        targets.mount(UUID);
        targets.unmount(UUID);
        targets.unmount(UUID);

        assertThat(machine.commands())
                .filteredOn(command -> !command.startsWith("crm_mon"))
                .containsExactly("mount -t lustre /dev/sdf /mnt/lfs/ost0", "umount /mnt/lfs/ost0");
        assertThat(machine.read("/etc/fstab")).isEqualTo(FSTAB);
    }

    @Test
    void forgetsAStoppedTargetAlone() throws Exception {
        targets.configure(CONFIGURE);
        targets.start(LABEL);
        assertThatThrownBy(() -> targets.unconfigure(new UnconfigureHa(LABEL, UUID, true)))
                .hasMessage(LABEL + " runs on oss1: stop it first");

        targets.stop(LABEL);
        targets.unconfigure(new UnconfigureHa(LABEL, UUID, true));
        targets.unconfigure(new UnconfigureHa(LABEL, UUID, true));

        assertThat(new TargetStore(machine).all()).isEmpty();
    }

    @Test
    void failsWithTheReasonWhenItCannotMount() throws Exception {
        RecordedMachine broken = new RecordedMachine("oss1")
                .file("/proc/mounts", "")
                .answer("mount -t lustre /dev/sdf /mnt/lfs/ost0", 16, "", "Device or resource busy");
        Targets here = new Targets(broken, duration -> {});
        here.configure(CONFIGURE);

        assertThatThrownBy(() -> here.start(LABEL))
                .hasMessage("/dev/sdf cannot be mounted: the device is in use, perhaps by another server "
                        + "(Device or resource busy)");
        assertThat(broken.exists("/etc/fstab")).isFalse();
    }

    @Test
    void namesAFileThatSomebodyBroke() {
        machine.file("/var/lib/chroma/targets/x.json", "{\"uuid\": 5");

        assertThatThrownBy(() -> new TargetStore(machine).all())
                .hasMessageContaining("cannot parse /var/lib/chroma/targets/x.json");
    }

    @Test
    void letsNothingThroughThatIsNoPathOrName() {
        for (ConfigureHa bad : new ConfigureHa[] {
            new ConfigureHa("/dev/sdf", "a b", UUID, true, "/mnt/x"),
            new ConfigureHa("/dev/sdf", "\"/><evil", UUID, true, "/mnt/x"),
            new ConfigureHa("/dev/sdf", LABEL, "../../etc/passwd", true, "/mnt/x"),
            new ConfigureHa("/dev/s df", LABEL, UUID, true, "/mnt/x"),
            new ConfigureHa("/dev/sdf", LABEL, UUID, true, "/mnt/x y"),
            new ConfigureHa("/dev/sdf", LABEL, UUID, true, "/mnt/../etc"),
            new ConfigureHa("/dev/sdf", LABEL, UUID, true, "/mnt/x\n/dev/sda / ext4 rw 0 0"),
        }) {
            assertThatThrownBy(() -> targets.configure(bad)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> targets.mount("../x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tellsWhatItRunsItself() throws Exception {
        targets.configure(CONFIGURE);
        assertThat(facts()).containsExactly(new StandaloneTargetsFact(Map.of(LABEL, false)));

        targets.start(LABEL);
        assertThat(facts()).containsExactly(new StandaloneTargetsFact(Map.of(LABEL, true)));

        machine.file("/proc/mounts", "");
        assertThat(facts()).containsExactly(new StandaloneTargetsFact(Map.of(LABEL, false)));
    }

    @Test
    void saysNothingWhereNothingIsConfigured() throws Exception {
        assertThat(facts()).isEmpty();
        assertThat(new LocationsPlugin().scan(LinuxMachine.withDefaults()).locations())
                .isEmpty();
    }

    private List<Fact> facts() throws Exception {
        return new LocationsHandler()
                .observe(new Server(1, "oss1.lab", "oss1", Instant.EPOCH), new LocationsPlugin().scan(machine))
                .facts();
    }
}
