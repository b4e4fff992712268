package org.chroma.plugin.network.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chroma.agent.process.LinuxMachine;
import org.chroma.spi.Observation;
import org.chroma.spi.Sample;
import org.chroma.spi.Server;
import org.chroma.spi.StorageResource;
import org.chroma.testing.RecordedMachine;
import org.junit.jupiter.api.Test;

class InterfacesTest {
    private static final Server OSS1 = new Server(1, "oss1.lab", "oss1", Instant.EPOCH);

    @Test
    void readsCounters() throws Exception {
        RecordedMachine machine = new RecordedMachine("oss1")
                .file("/proc/net/dev", Files.readString(Path.of("src/test/resources/lustre-2.17/net_dev")));

        InterfacesScan scan = new InterfacesPlugin().scan(machine);

        assertThat(scan.interfaces())
                .containsExactly(
                        new InterfacesScan.Interface("eth0", 679014, 1718300),
                        new InterfacesScan.Interface("eth1", 1056642, 1238298));
    }

    @Test
    void readsALineWithoutBlankAfterTheName() {
        assertThat(InterfacesPlugin.parse("  eth0:1:123 1 0 0 0 0 0 0 456 1 0 0 0 0 0 0\n")
                        .interfaces())
                .containsExactly(new InterfacesScan.Interface("eth0:1", 123, 456));
    }

    @Test
    void turnsThemIntoResourcesWithSamples() {
        Observation observation = new InterfacesHandler()
                .observe(OSS1, InterfacesPlugin.parse("eth0: 123 1 0 0 0 0 0 0 456 1 0 0 0 0 0 0\n"));

        assertThat(observation.resources()).extracting(StorageResource::label).containsExactly("oss1.lab:eth0");
        Sample.Subject subject = new Sample.Subject("resource", "oss1.lab:eth0");
        assertThat(observation.samples())
                .containsExactly(
                        new Sample(subject, "rx_bytes", Sample.Type.COUNTER, Instant.EPOCH, 123),
                        new Sample(subject, "tx_bytes", Sample.Type.COUNTER, Instant.EPOCH, 456));
    }

    @Test
    void agreesWithTheKernelOfTheMachineAtHand() throws Exception {
        Set<String> names;
        try (Stream<Path> interfaces = Files.list(Path.of("/sys/class/net"))) {
            names = interfaces
                    .filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .filter(name -> !name.equals("lo"))
                    .collect(Collectors.toSet());
        }

        assertThat(new InterfacesPlugin().scan(LinuxMachine.withDefaults()).interfaces())
                .extracting(InterfacesScan.Interface::name)
                .containsExactlyInAnyOrderElementsOf(names);
        assertThat(new LnetPlugin().scan(LinuxMachine.withDefaults()).loaded())
                .isEqualTo(Files.exists(Path.of("/sys/module/lnet")));
    }
}
