package org.chroma.simulator.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.chroma.simulator.internal.cluster.Cluster;
import org.chroma.simulator.internal.cluster.ClusterStore;
import org.chroma.simulator.internal.cluster.Disk;
import org.chroma.simulator.internal.cluster.PairLayout;
import org.chroma.simulator.internal.cluster.ServerSpec;
import org.chroma.spi.Output;

/**
 * Replays commands that were recorded on a real Lustre cluster on a simulated one of the same shape, and compares what
 * they print and how they end. Names that must differ (addresses, vendor, sdX) are made equal before.
 */
final class Recordings implements AutoCloseable {
    private static final Path FOLDER = Path.of("src/test/resources/lustre-2.17");

    final Lab lab;
    private final SoftAssertions softly = new SoftAssertions();

    Recordings() {
        Cluster cluster = new Cluster(Clock.systemUTC(), 0, ClusterStore.none());
        List<ServerSpec> servers = List.of(
                new ServerSpec("oss1", "oss1", 0, "lab", false, false),
                new ServerSpec("oss2", "oss2", 1, "lab", false, false));
        List<Disk> disks = new ArrayList<>();
        String[] names = {"MGT", "MDT0", "MDT1", "OST0", "OST1", "OST2", "SPARE0"};
        long[] sizes = {1, 3, 3, 4, 4, 4, 2};
        for (int i = 0; i < names.length; i++) {
            disks.add(new Disk("LAB-" + names[i], "5000c500aa00000" + i, sizes[i] << 30));
        }
        cluster.add(new PairLayout("lab", servers, disks));
        lab = new Lab(cluster);
    }

    /** The same words as on the simulated cluster. */
    static String translated(String text) {
        return text.replace("SLUSTRLAB_SHARED_LAB", "SCHROMA_SIMULATED_LAB")
                .replace("10.10.10.1@", "10.77.0.11@")
                .replace("10.10.10.2@", "10.77.0.12@")
                .replace("10.10.10.1\n", "10.77.0.11\n");
    }

    private static String comparable(String text) {
        return text.replaceAll("/dev/sd[a-y]\\b", "/dev/sdX");
    }

    static String text(String name, String ending) {
        try {
            Path file = FOLDER.resolve(name + ending);
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replays one, by its topic and name. */
    Recordings replay(String server, String name) {
        String command = translated(text(name, ".cmd").strip());
        Output output = lab.run(server, command);
        softly.assertThat(output.exitCode())
                .as("%s: exit code of %s%n%s", name, command, output.stderr())
                .isEqualTo(Integer.parseInt(text(name, ".rc").strip()));
        softly.assertThat(comparable(output.stdout()))
                .as("%s: output of %s", name, command)
                .isEqualTo(comparable(translated(text(name, ".out"))));
        softly.assertThat(comparable(output.stderr()))
                .as("%s: errors of %s", name, command)
                .isEqualTo(comparable(translated(text(name, ".err"))));
        return this;
    }

    /** Replays several of one topic. */
    Recordings replay(String server, String topic, String... names) {
        for (String name : names) {
            replay(server, topic + "/" + name);
        }
        return this;
    }

    @Override
    public void close() {
        lab.close();
        softly.assertAll();
    }
}
