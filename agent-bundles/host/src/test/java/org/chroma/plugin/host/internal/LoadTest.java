package org.chroma.plugin.host.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.chroma.agent.process.LinuxMachine;
import org.chroma.spi.Observation;
import org.chroma.spi.Sample;
import org.chroma.spi.Server;
import org.chroma.testing.RecordedMachine;
import org.junit.jupiter.api.Test;

class LoadTest {
    private static final Path RECORDED = Path.of("src/test/resources/lustre-2.17");
    private static final Instant NOW = Instant.parse("2026-11-23T14:00:00Z");

    @Test
    void readsProcessorsAndMemory() throws Exception {
        LoadScan scan = new LoadPlugin().scan(recorded());

        assertThat(scan.memory())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "MemTotal", 3050276L,
                        "MemFree", 2280932L,
                        "MemAvailable", 2477056L,
                        "Buffers", 25748L,
                        "Cached", 296936L,
                        "SwapTotal", 65532L,
                        "SwapFree", 65532L));
        assertThat(scan.processor())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "user", 36330L,
                        "nice", 0L,
                        "system", 30894L,
                        "idle", 272358L,
                        "iowait", 420L,
                        "irq", 0L,
                        "softirq", 3092L,
                        "steal", 0L));
    }

    @Test
    void turnsThemIntoSamples() throws Exception {
        Observation observation =
                new LoadHandler().observe(new Server(1, "oss1.lab", "oss1", NOW), new LoadPlugin().scan(recorded()));

        Sample.Subject host = new Sample.Subject("host", "oss1.lab");
        assertThat(observation.samples())
                .hasSize(16)
                .contains(
                        new Sample(host, "mem_MemTotal", Sample.Type.GAUGE, NOW, 3050276),
                        new Sample(host, "cpu_iowait", Sample.Type.DERIVE, NOW, 420),
                        new Sample(host, "cpu_total", Sample.Type.DERIVE, NOW, 343094));
    }

    @Test
    void agreesWithTheKernelOfTheMachineAtHand() throws Exception {
        LoadScan scan = new LoadPlugin().scan(LinuxMachine.withDefaults());

        Map<String, Long> meminfo = Files.readAllLines(Path.of("/proc/meminfo")).stream()
                .map(line -> line.split(":? +", -1))
                .collect(Collectors.toMap(words -> words[0], words -> Long.parseLong(words[1])));
        for (String constant : new String[] {"MemTotal", "SwapTotal"}) {
            assertThat(scan.memory().get(constant)).isEqualTo(meminfo.get(constant));
        }
        assertThat(scan.processor())
                .containsKeys("user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal");
    }

    private static RecordedMachine recorded() throws Exception {
        return new RecordedMachine("oss1")
                .file("/proc/meminfo", Files.readString(RECORDED.resolve("meminfo")))
                .file("/proc/stat", Files.readString(RECORDED.resolve("stat")));
    }
}
