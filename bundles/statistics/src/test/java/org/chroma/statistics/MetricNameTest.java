package org.chroma.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricNameTest {
    private static MetricName counter(String name) {
        return MetricName.of(Series.derive(name).minimum(0));
    }

    @Test
    void lustresSeriesAreCalledAsTheExportersCallThem() {
        assertThat(counter("stats_read_bytes").sample()).isEqualTo("lustre_read_bytes_total");
        assertThat(counter("lnet_recv_length").sample()).isEqualTo("lustre_receive_bytes_total");
        assertThat(MetricName.of(Series.gauge("kbytesfree")).sample()).isEqualTo("lustre_free_kilobytes");
        assertThat(MetricName.of(Series.gauge("num_exports")).sample()).isEqualTo("lustre_exports_total");
        assertThat(counter("stats_open"))
                .isEqualTo(new MetricName("lustre_stats", true, 1, Map.of("operation", "open")));
    }

    @Test
    void everythingElseIsChromas() {
        assertThat(counter("cpu_user"))
                .isEqualTo(new MetricName("chroma_host_cpu_seconds", true, 0.01, Map.of("mode", "user")));
        assertThat(counter("cpu_total").sample()).isEqualTo("chroma_host_cpu_all_seconds_total");
        assertThat(MetricName.of(Series.gauge("mem_MemFree")))
                .isEqualTo(new MetricName("node_memory_MemFree_bytes", false, 1_024, Map.of()));
        assertThat(MetricName.of(Series.counter("rx_bytes")).sample()).isEqualTo("chroma_rx_bytes_total");
    }

    @Test
    void whatPrometheusForbidsIsReplacedAndStaysDistinct() {
        MetricName dots = MetricName.of(Series.gauge("a.b-c"));
        assertThat(dots.sample()).isEqualTo("chroma_a_b_c");
        assertThat(dots).isNotEqualTo(MetricName.of(Series.gauge("a_b_c")));
        assertThat(dots).isNotEqualTo(MetricName.of(Series.gauge("a-b.c")));
    }

    @Test
    void labelsOfASeriesNeverHideThoseOfTheObject() {
        MetricName name = MetricName.of(Series.gauge("x")
                .labels(Map.of("target", "t", "job id", "cp.500", "9", "nine", "__name__", "n", "e", "")));
        assertThat(name.labels())
                .isEqualTo(Map.of("series_target", "t", "job_id", "cp.500", "label_9", "nine", "label___name__", "n"));
    }

    @Test
    void aCountThatMayFallIsAGauge() {
        assertThat(MetricName.of(Series.derive("balance")).sample()).isEqualTo("chroma_balance");
        assertThat(MetricName.of(Series.counter("balance")).sample()).isEqualTo("chroma_balance_total");
    }
}
