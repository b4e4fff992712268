package org.chroma.plugin.host.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.chroma.agent.process.LinuxMachine;
import org.chroma.model.action.HostProperties;
import org.chroma.model.action.ReadHostProperties;
import org.chroma.model.fact.HostFact;
import org.chroma.spi.Condition;
import org.chroma.spi.Observation;
import org.chroma.spi.Server;
import org.chroma.spi.StorageResource;
import org.chroma.testing.RecordedContext;
import org.chroma.testing.RecordedMachine;
import org.junit.jupiter.api.Test;

class HostTest {
    private static final Instant NOW = Instant.parse("2026-11-23T14:00:00Z");
    private static final Instant BOOT = Instant.ofEpochSecond(1795440844);

    private final RecordedMachine machine = new RecordedMachine("oss1")
            .file("/proc/stat", "cpu  1 2 3 4 5 6 7 8 0 0\nbtime 1795440844\n")
            .answer("hostname -f", "oss1.lab\n");

    @Test
    void tellsWhoItIs() throws Exception {
        machine.install("lctl").install("blkid");

        HostProperties properties =
                Objects.requireNonNull(new ReadHostPropertiesPlugin("2.0.0", Clock.fixed(NOW, ZoneOffset.UTC))
                        .run(new ReadHostProperties(), new RecordedContext(machine)));

        assertThat(properties)
                .isEqualTo(new HostProperties(
                        NOW,
                        BOOT,
                        "oss1",
                        "oss1.lab",
                        "2.0.0",
                        List.of(),
                        List.of(
                                "debugfs",
                                "dumpe2fs",
                                "lnetctl",
                                "lustre_rmmod",
                                "mkfs.lustre",
                                "modprobe",
                                "mount.lustre",
                                "tunefs.lustre")));
    }

    @Test
    void isSeenOnTheManager() throws Exception {
        HostScan scan = new HostPlugin("2.0.0").scan(machine);

        assertThat(new HostHandler()
                        .observe(new Server(1, "oss1.lab", "oss1", NOW), scan)
                        .facts())
                .containsExactly(new HostFact("oss1.lab", "oss1", BOOT, "2.0.0", false));
    }

    @Test
    void programsThatAreMissingAreNamedInAnAlert() throws Exception {
        machine.install("lctl").install("blkid").install("modprobe");
        Server server = new Server(1, "oss1.lab", "oss1", NOW);

        Observation observation = new HostHandler().observe(server, new HostPlugin("2.0.0").scan(machine));

        assertThat(observation.conditions())
                .extracting(Condition::message)
                .containsExactly("oss1 cannot run Lustre targets: it does not have debugfs, dumpe2fs, lnetctl,"
                        + " lustre_rmmod, mkfs.lustre, mount.lustre, tunefs.lustre");
        assertThat(observation.resources())
                .extracting(StorageResource::reference)
                .containsExactly(observation.conditions().get(0).subject());
        HostScan complete = new HostScan("oss1.lab", "oss1", BOOT, "2.0.0", true, List.of());
        assertThat(new HostHandler().observe(server, complete))
                .isEqualTo(Observation.ofFacts(List.of(new HostFact("oss1.lab", "oss1", BOOT, "2.0.0", true))));
    }

    @Test
    void fallsBackToTheNodeNameWithoutAResolver() throws Exception {
        RecordedMachine lonely = new RecordedMachine("oss9").file("/proc/stat", "btime 5\n");
        assertThat(HostIdentity.of(lonely).fqdn()).isEqualTo("oss9");

        lonely.answer("hostname -f", 1, "", "hostname: Name or service not known");
        assertThat(HostIdentity.of(lonely).fqdn()).isEqualTo("oss9");
    }

    @Test
    void refusesAProcWithoutBootTime() {
        assertThatThrownBy(() -> HostIdentity.bootTime("cpu 1\n")).hasMessageContaining("boot time");
    }

    @Test
    void agreesWithTheKernelOfTheMachineAtHand() throws Exception {
        HostScan scan = new HostPlugin("2.0.0").scan(LinuxMachine.withDefaults());

        assertThat(scan.nodename())
                .isEqualTo(
                        Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
        double uptime =
                Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ", 2)[0]);
        assertThat(scan.bootTime())
                .isBetween(
                        Instant.now().minusMillis((long) (uptime * 1000)).minusSeconds(10),
                        Instant.now().minusMillis((long) (uptime * 1000)).plusSeconds(10));
        assertThat(scan.missing().contains("mkfs.lustre")).isEqualTo(!Files.exists(Path.of("/usr/sbin/mkfs.lustre")));
    }
}
