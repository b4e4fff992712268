package org.chroma.plugin.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.chroma.agent.process.LinuxMachine;
import org.junit.jupiter.api.Test;

/** The plugin on the machine that runs the tests, against what the kernel says. */
class RealMachineTest {
    @Test
    void agreesWithTheKernel() throws Exception {
        Map<String, Long> partitions = Files.readAllLines(Path.of("/proc/partitions")).stream()
                .map(line -> line.strip().split("\\s+", -1))
                .filter(words -> words.length == 4 && words[0].matches("[0-9]+"))
                .collect(
                        Collectors.toMap(words -> words[0] + ":" + words[1], words -> Long.parseLong(words[2]) * 1024));

        BlockScan scan = new LinuxPlugin().scan(LinuxMachine.withDefaults());

        for (BlockScan.Device device : scan.devices()) {
            // The kernel rounds down to whole kilobytes.
            assertThat(partitions).containsEntry(device.number(), device.size() / 1024 * 1024);
            assertThat(Path.of(device.path())).exists();
        }
        for (Map.Entry<String, Long> each : partitions.entrySet()) {
            String name = nameOf(each.getKey());
            if (each.getValue() > 0 && name.matches("(sd|vd|nvme|xvd).*") && !isReadOnly(each.getKey())) {
                assertThat(scan.devices()).extracting(BlockScan.Device::number).contains(each.getKey());
            }
        }
    }

    @Test
    void knowsTheMountsOfBlockDevices() throws Exception {
        BlockScan scan = new LinuxPlugin().scan(LinuxMachine.withDefaults());

        Files.readAllLines(Path.of("/proc/mounts")).stream()
                .map(line -> line.split(" ", -1))
                .filter(words -> words[0].matches("/dev/(sd|vd|nvme|xvd)[a-z0-9]+") && !words[3].startsWith("ro"))
                .forEach(words -> assertThat(scan.uses())
                        .anyMatch(use ->
                                use.directory().equals(words[1]) && use.type().equals(words[2])));
    }

    private static String nameOf(String number) throws Exception {
        return Path.of("/sys/dev/block/" + number).toRealPath().getFileName().toString();
    }

    private static boolean isReadOnly(String number) throws Exception {
        return Files.readString(Path.of("/sys/dev/block/" + number + "/ro"))
                .strip()
                .equals("1");
    }
}
