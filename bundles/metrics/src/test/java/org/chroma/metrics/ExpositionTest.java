package org.chroma.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpositionTest {
    private final StringBuilder text = new StringBuilder();
    private final Exposition out = new Exposition(OpenMetrics.OPENMETRICS, text);

    @Test
    void writesAFamilySampleBySample() throws IOException {
        out.family("lustre_read_bytes", MetricType.COUNTER, "bytes", "Bytes that clients read");
        out.sample(Labels.of("target", "a\"b\\c\nd"), 1L << 40);
        out.family("chroma_build", MetricType.INFO, "", "The version");
        out.sample(Labels.of(Map.of("version", "2", "name", "x")), 1);
        out.end();

        assertThat(text).hasToString("""
                # TYPE lustre_read_bytes counter
                # UNIT lustre_read_bytes bytes
                # HELP lustre_read_bytes Bytes that clients read
                lustre_read_bytes_total{target="a\\"b\\\\c\\nd"} 1099511627776
                # TYPE chroma_build info
                # HELP chroma_build The version
                chroma_build_info{name="x",version="2"} 1
                # EOF
                """);
    }

    @Test
    void leavesOutAFamilyWithoutSamples() throws IOException {
        out.family("chroma_alerts", MetricType.GAUGE, "", "Alerts");
        out.end();

        assertThat(text).hasToString("# EOF\n");
    }

    @Test
    void cumulatesHistograms() throws IOException {
        out.family("disk_io_time_seconds", MetricType.HISTOGRAM, "seconds", "How long");
        out.histogram(Labels.of("target", "x"), new double[] {0.001, 1, 16777216}, new double[] {2, 0, 3, 1});

        assertThat(text.toString()).endsWith("""
                disk_io_time_seconds_bucket{target="x",le="0.001"} 2
                disk_io_time_seconds_bucket{target="x",le="1.0"} 2
                disk_io_time_seconds_bucket{target="x",le="16777216.0"} 5
                disk_io_time_seconds_bucket{target="x",le="+Inf"} 6
                """);
    }

    @Test
    void describesAHistogramToOldScrapersWithoutASuffix() throws IOException {
        Exposition old = new Exposition(OpenMetrics.PROMETHEUS, text);
        old.family("size_bytes", MetricType.HISTOGRAM, "bytes", "How large");
        old.histogram(Labels.NONE, new double[] {1}, new double[] {1, 0});

        assertThat(text.toString()).startsWith("# TYPE size_bytes histogram\n").doesNotContain("# UNIT");
    }

    @Test
    void refusesWhatCannotBeWritten() {
        out.family("a_bytes", MetricType.GAUGE, "bytes", "");

        assertThatThrownBy(() -> out.family("a_bytes", MetricType.GAUGE, "bytes", ""))
                .hasMessage("The metric a_bytes was written already");
        assertThatThrownBy(() -> out.family("b", MetricType.GAUGE, "bytes", ""))
                .hasMessageContaining("must end in its unit");
        assertThatThrownBy(() -> out.family("b-c", MetricType.GAUGE, "", "")).hasMessageContaining("b-c");
        assertThatThrownBy(() -> Labels.of("b-c", "")).hasMessageContaining("b-c");
        assertThatThrownBy(() -> out.histogram(Labels.NONE, new double[0], new double[1]))
                .hasMessageContaining("a_bytes");
    }
}
