package org.chroma.simulator.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chroma.plugin.lustre.internal.BrwHandler;
import org.chroma.plugin.lustre.internal.BrwPlugin;
import org.chroma.plugin.lustre.internal.JobsHandler;
import org.chroma.plugin.lustre.internal.JobsPlugin;
import org.chroma.simulator.internal.Lab;
import org.chroma.spi.DeviceDataHandler;
import org.chroma.spi.DevicePlugin;
import org.chroma.spi.Sample;
import org.chroma.spi.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountersTest {
    private static final class HandClock extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private final HandClock clock = new HandClock();
    private final Lab lab = new Lab(ClusterStore.none(), clock, 0).filesystem();

    @AfterEach
    void close() {
        lab.close();
    }

    private void pass(int seconds) {
        clock.now = clock.now.plus(Duration.ofSeconds(seconds));
    }

    private long sum(String counter) {
        String stats = lab.ok("oss1", "lctl get_param -n obdfilter.lfs-OST0000.stats");
        Matcher line = Pattern.compile("(?m)^" + counter + " +(\\d+) samples \\[\\w+] \\d+ \\d+ (\\d+) ")
                .matcher(stats);
        return line.find() ? Long.parseLong(line.group(2)) : 0;
    }

    private long number(String parameter) {
        return Long.parseLong(lab.ok("oss1", "lctl get_param -n " + parameter).strip());
    }

    @Test
    void everyFilesystemHasAMildLoad() {
        pass(600);
        assertThat(sum("write_bytes")).isBetween(1_500_000_000L, 6_000_000_000L);
        assertThat(sum("read_bytes")).isPositive();
        assertThat(lab.ok("mds1", "lctl get_param mdt.*.md_stats")).containsPattern("(?m)^open +\\d+ samples");
    }

    @Test
    void theLoadThatIsAskedForIsTheLoadThatComes() {
        lab.cluster.locked(() -> {
            lab.cluster.counters().write("lfs", 100L << 20);
            return true;
        });
        pass(100);
        assertThat(sum("write_bytes")).isEqualTo(10_000L << 20);
        assertThat(number("obdfilter.*.kbytestotal") - number("obdfilter.*.kbytesfree"))
                .isBetween(10_000L << 10, (10_000L << 10) + 2000);
        lab.cluster.locked(() -> {
            lab.cluster.counters().write("lfs", 0);
            return true;
        });
        long before = sum("write_bytes");
        pass(100);
        assertThat(sum("write_bytes")).isEqualTo(before);
    }

    @Test
    void clientsGoOnAfterARestartInWhichServersComeOneAfterTheOther(@TempDir Path directory) throws Exception {
        new Lab(ClusterStore.in(directory), clock, 0).filesystem().close();

        Cluster cluster = new Cluster(clock, 0, ClusterStore.in(directory));
        try (Lab again = new Lab(cluster)) {
            cluster.add(PairLayout.metadata(0));
            for (int i = 0; i < 2; i++) {
                again.ok("mds1", "lctl get_param mdt.*.md_stats"); // while there is no OST yet
                pass(10);
            }
            cluster.add(PairLayout.objects(1, 2, 4, true, false));
            again.ok("oss1", "lctl get_param obdfilter.*.stats"); // from here on it counts
            pass(600);
            assertThat(again.ok("oss1", "lctl get_param -n obdfilter.lfs-OST0000.stats"))
                    .containsPattern("(?m)^write_bytes +[1-9]");
        }
    }

    @Test
    void whatClientsWriteIsSeenByJobAndBySize() throws Exception {
        lab.cluster.locked(() -> {
            lab.cluster.counters().write("lfs", 100L << 20);
            return true;
        });
        pass(100);
        assertThat(measured(new JobsPlugin(), new JobsHandler(), "oss1", "job_write_bytes", "{job=simulated.0}"))
                .isEqualTo(10_000L << 20);
        assertThat(measured(
                        new BrwPlugin(),
                        new BrwHandler(),
                        "oss1",
                        "brw_disk_iosize",
                        "{operation=write, size=4194304}"))
                .isEqualTo(2_500);
        double opened = measured(new JobsPlugin(), new JobsHandler(), "mds1", "job_open", "{job=simulated.0}");
        pass(10);
        assertThat(measured(new JobsPlugin(), new JobsHandler(), "oss1", "job_write_bytes", "{job=simulated.0}"))
                .isEqualTo(11_000L << 20);
        assertThat(measured(new JobsPlugin(), new JobsHandler(), "mds1", "job_open", "{job=simulated.0}"))
                .isGreaterThan(opened);
    }

    /** What the manager's half of a plugin makes of what the agent's half finds. */
    private <T extends Record> double measured(
            DevicePlugin<T> plugin, DeviceDataHandler<T> handler, String server, String series, String labels)
            throws Exception {
        T scan = plugin.scan(lab.machine(server));
        return handler.observe(new Server(1, server, server, Instant.EPOCH), scan).samples().stream()
                .filter(sample -> sample.series().equals(series)
                        && new TreeMap<>(sample.labels()).toString().equals(labels))
                .mapToDouble(Sample::value)
                .sum();
    }

    @Test
    void aFullFilesystemIsTidiedUp() {
        lab.cluster.locked(() -> {
            lab.cluster.counters().write("lfs", 4L << 30);
            return true;
        });
        long total = number("obdfilter.*.kbytestotal");
        for (int i = 0; i < 30; i++) {
            pass(60);
            assertThat(number("obdfilter.*.kbytesfree")).isGreaterThan(total / 10);
        }
    }

    @Test
    void serversCountTheTrafficAndTheWork() throws Exception {
        pass(60);
        long before = received();
        String cpu = lab.machine("oss1").read("/proc/stat");
        pass(60);
        assertThat(received()).isGreaterThan(before + 100_000_000);
        assertThat(lab.machine("oss1").read("/proc/stat")).isNotEqualTo(cpu);
        assertThat(lab.ok("oss1", "lctl get_param -n stats")).startsWith("0 10 0 ");
    }

    private long received() throws Exception {
        Matcher line =
                Pattern.compile("eth1: *(\\d+)").matcher(lab.machine("oss1").read("/proc/net/dev"));
        assertThat(line.find()).isTrue();
        return Long.parseLong(line.group(1));
    }

    @Test
    void withoutAnMdtThereAreNoClients() {
        pass(10);
        lab.ok("mds1", "umount /mnt/mdt0");
        long before = sum("write_bytes");
        pass(100);
        assertThat(sum("write_bytes")).isEqualTo(before);
    }

    @Test
    void aMountBeginsAllCountersAnew() {
        pass(600);
        assertThat(sum("write_bytes")).isPositive();
        lab.ok("oss1", "umount /mnt/ost0");
        lab.ok("oss1", "mount -t lustre " + Lab.ost(0) + " /mnt/ost0");
        assertThat(sum("write_bytes")).isZero();
    }
}
