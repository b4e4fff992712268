package org.chroma.simulator.internal.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.chroma.simulator.internal.Lab;
import org.chroma.simulator.internal.cluster.ClusterStore;
import org.chroma.simulator.internal.cluster.Fault;
import org.chroma.spi.Output;
import org.chroma.spi.OutputListener;
import org.chroma.spi.ProgramMissingException;
import org.chroma.spi.ProgramTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineTest {
    private final Lab lab = new Lab();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void filesAreReadWrittenListedAndDeleted() throws IOException {
        SimulatedMachine machine = lab.machine("mds1");
        assertThat(machine.read("/etc/hostname")).isEqualTo("mds1\n");
        machine.write("/var/lib/chroma/targets/x.json", "{}");
        assertThat(machine.list("/var/lib/chroma/targets")).containsExactly("x.json");
        assertThat(machine.read("/var/lib/chroma/targets/x.json")).isEqualTo("{}");
        machine.delete("/var/lib/chroma/targets/x.json");
        assertThat(machine.exists("/var/lib/chroma/targets/x.json")).isFalse();
        machine.createDirectories("/mnt/a/b");
        assertThat(machine.list("/mnt/a")).containsExactly("b");
        assertThat(machine.list("/mnt/a/b")).isEmpty();
        assertThatThrownBy(() -> machine.read("/no/where")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> machine.list("/etc/hostname")).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void linksLeadToDevices() throws IOException {
        assertThat(lab.machine("mds1").realPath(Lab.MGT)).matches("/dev/sd[abc]");
        assertThat(lab.machine("oss1").realPath(Lab.ost(3))).matches("/dev/dm-\\d");
        assertThat(lab.machine("oss1").list("/dev/mapper")).contains("mpatha", "mpathh");
    }

    @Test
    void aProgramThatIsNotInstalledIsMissing() {
        assertThat(lab.machine("mds1").has("mkfs.lustre")).isTrue();
        assertThat(lab.machine("mds1").has("/usr/sbin/mkfs.lustre")).isTrue();
        assertThat(lab.machine("mds1").has("zpool")).isFalse();
        assertThatThrownBy(() -> lab.machine("mds1").run(Duration.ofSeconds(5), "zpool", "list"))
                .isInstanceOf(ProgramMissingException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mkfs.lustre --ost --frobnicate /dev/vda",
                "tunefs.lustre --frobnicate /dev/vda",
                "mount -Z /dev/vda /mnt",
                "umount --frobnicate /mnt",
                "lsblk --frobnicate",
                "lsblk -o FROBNICATE",
                "blkid --frobnicate",
                "lctl frobnicate",
                "lnetctl frobnicate",
                "modprobe --frobnicate lnet",
                "udevadm frobnicate",
                "pvs --frobnicate",
                "vgs -o frobnicate",
                "dmsetup frobnicate",
                "cibadmin --frobnicate",
                "crm_resource --frobnicate",
                "crm_mon --frobnicate",
                "pcs frobnicate",
                "systemctl frobnicate corosync",
                "chronyc frobnicate",
                "timedatectl frobnicate",
                "hostname --frobnicate",
                "ping --frobnicate localhost",
                "wipefs --frobnicate /dev/vda",
            })
    void anOptionThatIsUnknownIsNeverAccepted(String line) {
        Output output = lab.run("mds1", line);
        assertThat(output.exitCode()).isNotZero();
        assertThat(output.stderr()).isNotBlank();
    }

    @Test
    void aProgramFailsAsItWasTold() {
        lab.cluster.fault(lab.server("mds1"), new Fault("lctl list_nids", false));
        assertThat(lab.run("mds1", "lctl list_nids").exitCode()).isEqualTo(5);
        assertThat(lab.run("mds1", "lctl version").exitCode()).isZero();
        assertThat(lab.run("mds2", "lctl list_nids").stderr()).doesNotContain("Input/output");
        lab.cluster.heal(lab.server("mds1"));
        assertThat(lab.run("mds1", "lctl list_nids").exitCode()).isEqualTo(1);
    }

    @Test
    void aProgramHangsUntilItsLimitOrUntilItIsHealed() throws Exception {
        lab.cluster.fault(lab.server("mds1"), new Fault("lctl", true));
        assertThatThrownBy(() -> lab.machine("mds1").run(Duration.ofMillis(50), "lctl", "version"))
                .isInstanceOf(ProgramTimeoutException.class);
        CompletableFuture<Output> hanging = CompletableFuture.supplyAsync(() -> lab.run("mds1", "lctl version"));
        assertThat(lab.run("mds2", "lctl version").exitCode()).isZero();
        lab.cluster.heal(lab.server("mds1"));
        assertThat(hanging.get(10, TimeUnit.SECONDS).exitCode()).isZero();
    }

    @Test
    void whatIsPrintedIsHeardWhileTheProgramRuns() throws Exception {
        try (Lab slow = new Lab(ClusterStore.none(), Clock.systemUTC(), 1)) {
            BlockingQueue<String> heard = new LinkedBlockingQueue<>();
            CompletableFuture<Void> done = CompletableFuture.runAsync(() -> {
                try {
                    slow.machine("mds1")
                            .run(
                                    Duration.ofMinutes(1),
                                    heard::add,
                                    List.of("mkfs.lustre", "--mgs", "--servicenode=10.77.0.11@tcp", Lab.MGT));
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            String line = "";
            while (!line.startsWith("mkfs_cmd")) {
                line = String.valueOf(heard.poll(20, TimeUnit.SECONDS));
                assertThat(line).isNotEqualTo("null");
            }
            assertThat(done).isNotDone();
            // Without power it ends at once, and the disk is as it was.
            slow.cluster.powerOff(slow.server("mds1"));
            assertThatThrownBy(() -> done.get(20, TimeUnit.SECONDS)).hasMessageContaining("mds1 has no power");
            assertThat(slow.run("mds2", "blkid -p " + Lab.MGT).exitCode()).isEqualTo(2);
        }
    }

    @Test
    void withoutPowerNothingAnswers() {
        lab.cluster.powerOff(lab.server("mds1"));
        SimulatedMachine machine = lab.machine("mds1");
        assertThatThrownBy(() -> machine.run(Duration.ofSeconds(1), "hostname")).hasMessage("mds1 has no power");
        assertThatThrownBy(() -> machine.read("/etc/hostname")).hasMessage("mds1 has no power");
        assertThat(machine.exists("/etc/hostname")).isFalse();
    }

    @Test
    void outputIsCompleteForListenersAndCallersAlike() throws Exception {
        StringBuilder heard = new StringBuilder();
        OutputListener listener = line -> heard.append(line).append('\n');
        Output output =
                lab.machine("mds1").run(Duration.ofSeconds(5), listener, List.of("lsblk", "-J", "-b", "-o", "NAME"));
        assertThat(heard).hasToString(output.stdout());
    }
}
