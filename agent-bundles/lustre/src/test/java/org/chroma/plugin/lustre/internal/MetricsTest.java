package org.chroma.plugin.lustre.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.chroma.spi.ProgramFailedException;
import org.chroma.spi.Sample;
import org.chroma.spi.Server;
import org.chroma.testing.RecordedMachine;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final String COMMAND = "lctl get_param " + String.join(" ", LustreMetric.patterns());

    private final RecordedMachine machine = new RecordedMachine("oss1").file("/proc/modules", "lnet 1 0 - Live 0x0\n");

    @Test
    void measuresAnOst() throws Exception {
        assertThat(target("testfs-OST0000"))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("kbytestotal", 3833116L),
                        Map.entry("kbytesfree", 3646032L),
                        Map.entry("kbytesavail", 3416300L),
                        Map.entry("filestotal", 262144L),
                        Map.entry("filesfree", 261649L),
                        Map.entry("num_exports", 2L),
                        Map.entry("tot_dirty", 3317760L),
                        Map.entry("tot_granted", 397102400L),
                        Map.entry("tot_pending", 405504L),
                        Map.entry("stats_read_bytes", 188743680L),
                        Map.entry("stats_write_bytes", 190144512L),
                        Map.entry("stats_read", 180L),
                        Map.entry("stats_write", 159L),
                        Map.entry("stats_sync", 3L),
                        Map.entry("stats_create", 8L),
                        Map.entry("stats_statfs", 99L),
                        Map.entry("stats_get_info", 1L),
                        Map.entry("stats_get_page", 339L),
                        Map.entry("stats_cache_access", 46080L),
                        Map.entry("stats_cache_hit", 33792L),
                        Map.entry("stats_cache_miss", 12288L)));
    }

    @Test
    void measuresAnMdt() throws Exception {
        assertThat(target("testfs-MDT0000"))
                .containsEntry("stats_open", 408L)
                .containsEntry("stats_mknod", 403L)
                .containsEntry("stats_rename", 14L)
                .containsEntry("stats_getattr", 9L)
                .containsEntry("num_exports", 5L)
                // One client and four servers.
                .containsEntry("client_count", 1L)
                .containsKeys("kbytestotal", "kbytesfree", "kbytesavail", "filestotal", "filesfree")
                .doesNotContainKeys("stats_read_bytes", "tot_dirty");
    }

    @Test
    void measuresLnet() throws Exception {
        assertThat(recorded().server())
                .containsEntry("lnet_send_count", 7725L)
                .containsEntry("lnet_recv_count", 7720L)
                .containsEntry("lnet_errors", 0L)
                .containsEntry("lnet_drop_count", 3L)
                .containsEntry("lnet_send_length", 761326440L)
                .containsEntry("lnet_drop_length", 1560L);
    }

    @Test
    void takesWhatThereIsWhereSomePatternsMatchNothing() throws Exception {
        machine.answer(
                List.of(COMMAND.split(" ", -1)),
                2,
                "stats=0 8 0 7 6 0 3 1 2 0 9\n",
                "error: get_param: param_path 'mdt/*/md_stats': No such file or directory\n");

        assertThat(new MetricsPlugin().scan(machine).targets()).isEmpty();
        assertThat(new MetricsPlugin().scan(machine).server()).containsEntry("lnet_send_count", 7L);
    }

    @Test
    void tellsARealFailure() {
        machine.answer(List.of(COMMAND.split(" ", -1)), 1, "", "lctl: no memory");

        assertThatThrownBy(() -> new MetricsPlugin().scan(machine)).isInstanceOf(ProgramFailedException.class);
    }

    @Test
    void asksNothingWhileLnetIsNotLoaded() throws Exception {
        assertThat(new MetricsPlugin()
                        .scan(new RecordedMachine("x").install("lctl").file("/proc/modules", "ext4 1\n")))
                .isEqualTo(new MetricsScan(Map.of(), Map.of()));
    }

    @Test
    void becomeSamplesWithTheirTypes() {
        Instant now = Instant.parse("2026-11-23T14:00:00Z");
        MetricsScan scan = new MetricsScan(
                Map.of("lfs-OST0000", Map.of("stats_read_bytes", 5L, "kbytesfree", 6L, "from_the_future", 7L)),
                Map.of("lnet_errors", 8L));

        assertThat(new MetricsHandler()
                        .observe(new Server(1, "oss1.lab", "oss1", now), scan)
                        .samples())
                .containsExactlyInAnyOrder(
                        new Sample(
                                Sample.Subject.target("lfs-OST0000"), "stats_read_bytes", Sample.Type.COUNTER, now, 5),
                        new Sample(Sample.Subject.target("lfs-OST0000"), "kbytesfree", Sample.Type.GAUGE, now, 6),
                        new Sample(new Sample.Subject("host", "oss1.lab"), "lnet_errors", Sample.Type.COUNTER, now, 8));
    }

    @Test
    void everyMetricIsDescribed() {
        assertThat(LustreMetric.values()).allSatisfy(metric -> {
            assertThat(metric.declaration().unit()).isNotBlank();
            assertThat(metric.declaration().help()).isNotBlank();
            assertThat(metric.declaration().family()).isPresent();
            assertThat(LustreMetric.ofSeries(metric.series())).isEqualTo(metric);
        });
        assertThat(Stream.of(LustreMetric.values()).map(LustreMetric::series)).doesNotHaveDuplicates();
    }

    private MetricsScan recorded() throws Exception {
        machine.recording(COMMAND, Recorded.path("metrics"));
        return new MetricsPlugin().scan(machine);
    }

    private Map<String, Long> target(String name) throws Exception {
        return Objects.requireNonNull(recorded().targets().get(name));
    }
}
