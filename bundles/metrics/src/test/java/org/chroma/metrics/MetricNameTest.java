package org.chroma.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.chroma.plugin.host.internal.LoadHandler;
import org.chroma.plugin.lustre.internal.BrwHandler;
import org.chroma.plugin.lustre.internal.JobsHandler;
import org.chroma.plugin.lustre.internal.MetricsHandler;
import org.chroma.spi.DeviceDataHandler;
import org.chroma.spi.Metric;
import org.chroma.statistics.SeriesId;
import org.junit.jupiter.api.Test;

class MetricNameTest {
    /** What Chroma's own plugins declare. */
    private static final Declarations DECLARED = Declarations.ofMetrics(
            Stream.of(new MetricsHandler(), new JobsHandler(), new BrwHandler(), new LoadHandler())
                    .map(DeviceDataHandler::metrics)
                    .flatMap(List::stream)
                    .toList());

    private static MetricName name(String series) {
        return name(SeriesId.of(series));
    }

    private static MetricName name(SeriesId series) {
        return DECLARED.name(series);
    }

    @Test
    void lustresSeriesAreCalledAsTheExportersCallThem() {
        assertThat(name("stats_read_bytes").sample()).isEqualTo("lustre_read_bytes_total");
        assertThat(name("lnet_recv_length").sample()).isEqualTo("lustre_receive_bytes_total");
        assertThat(name("lnet_recv_length").labels()).isEqualTo(Map.of("lnet", "lnet"));
        assertThat(name("kbytesfree").sample()).isEqualTo("lustre_free_kilobytes");
        assertThat(name("stats_open").sample()).isEqualTo("lustre_stats_total");
        assertThat(name("stats_open").labels()).isEqualTo(Map.of("operation", "open"));
    }

    @Test
    void whatAlsoFallsIsNoCounterWhateverItsNameEndsIn() {
        assertThat(name("num_exports").sample()).isEqualTo("lustre_exports_total");
        assertThat(name("num_exports").type()).isEqualTo(MetricType.UNKNOWN);
    }

    @Test
    void jobsAndDiskRequestsAreCalledAsTheExportersCallThem() {
        assertThat(name("job_write_bytes").sample()).isEqualTo("lustre_job_write_bytes_total");
        assertThat(name("job_write_samples").sample()).isEqualTo("lustre_job_write_samples_total");
        assertThat(name("job_punch").sample()).isEqualTo("lustre_job_stats_total");
        assertThat(name("job_punch").labels()).isEqualTo(Map.of("operation", "punch"));
        Map<String, String> bucket = Map.of("operation", "write", "size", "4096");
        MetricName size = name(new SeriesId("brw_disk_iosize", bucket));
        assertThat(size.sample()).isEqualTo("lustre_disk_io_total");
        assertThat(size.labels()).isEqualTo(bucket);
        assertThat(name(new SeriesId("brw_rpc_hist", bucket)).sample()).isEqualTo("lustre_disk_io");
        assertThat(name(new SeriesId("brw_pages", bucket)).sample()).isEqualTo("lustre_pages_per_bulk_rw_total");
    }

    @Test
    void serversAreCalledAsTheNodeExporterCallsThemWhereItMeansTheSame() {
        assertThat(name("mem_MemFree").sample()).isEqualTo("node_memory_MemFree_bytes");
        assertThat(name("mem_MemFree").factor()).isEqualTo(1_024);
        assertThat(name("mem_Dirty").sample()).isEqualTo("node_memory_Dirty_bytes");
        assertThat(name("cpu_user").sample()).isEqualTo("chroma_host_cpu_seconds_total");
        assertThat(name("cpu_user").labels()).isEqualTo(Map.of("mode", "user"));
        assertThat(name("cpu_user").factor()).isEqualTo(0.01);
        assertThat(name("cpu_total").sample()).isEqualTo("chroma_host_cpu_all_seconds_total");
    }

    @Test
    void everythingElseIsAReadingAndStaysDistinct() {
        MetricName dots = name("a.b-c");
        assertThat(dots.sample()).isEqualTo("chroma_reading");
        assertThat(dots.type()).isEqualTo(MetricType.UNKNOWN);
        assertThat(dots.labels()).isEqualTo(Map.of("series", "a.b-c"));
        assertThat(dots).isNotEqualTo(name("a_b_c")).isNotEqualTo(name("a-b.c"));
        // Beginnings without anything behind them, and what cannot be in a metric's name.
        for (String odd : new String[] {"stats_", "job_", "cpu_", "mem_", "mem_a.b"}) {
            assertThat(name(odd).labels()).isEqualTo(Map.of("series", odd));
        }
    }

    @Test
    void labelsOfASeriesNeverHideThoseOfTheObjectOrOfTheName() {
        MetricName name = name(new SeriesId(
                "x",
                Map.of(
                        "target",
                        "t",
                        "jobid",
                        "j",
                        "series",
                        "s",
                        "job id",
                        "cp.500",
                        "9",
                        "nine",
                        "__name__",
                        "n",
                        "e",
                        "")));
        assertThat(name.labels())
                .isEqualTo(Map.of(
                        "series",
                        "x",
                        "series_series",
                        "s",
                        "series_target",
                        "t",
                        "series_jobid",
                        "j",
                        "job_id",
                        "cp.500",
                        "label_9",
                        "nine",
                        "label___name__",
                        "n"));
    }

    @Test
    void unitsAreWhatNamesEndIn() {
        assertThat(name("stats_read_bytes").unit()).isEqualTo("bytes");
        assertThat(name("kbytesfree").unit()).isEqualTo("kilobytes");
        assertThat(name("cpu_user").unit()).isEqualTo("seconds");
        assertThat(name("brw_io_time").unit()).isEqualTo("milliseconds");
        assertThat(name("stats_read").unit()).isEmpty();
    }

    @Test
    void oneMetricMeansOneThingAndNoTwoSeriesAreTheSame() {
        assertThat(DECLARED.refused()).isEmpty();
        for (DeclaredMetrics.Declared declared : DECLARED.all()) {
            Metric metric = declared.metric().isOpen() ? declared.metric().named("x") : declared.metric();
            MetricName name = name(metric.name());
            assertThat(name.help()).isNotBlank().doesNotEndWith(".");
            assertThat(metric.help()).isNotBlank().doesNotEndWith(".");
            assertThat(metric.family()).as(metric.name()).isPresent();
            Exposition.check(name.family(), name.unit());
        }
    }
}
