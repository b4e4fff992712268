package org.chroma.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.chroma.metrics.MetricFamily.Sample;
import org.junit.jupiter.api.Test;

class OpenMetricsTest {
    private static final List<MetricFamily> FAMILIES = List.of(
            new MetricFamily(
                    "lustre_read_bytes",
                    MetricType.COUNTER,
                    "bytes",
                    "Bytes read.",
                    List.of(
                            new Sample(
                                    Map.of("target", "lfs-OST0000", "component", "ost"), 1234567, 1_600_000_000_250L),
                            new Sample(Map.of("target", "a\"b\\c\nd"), 0.5, 0))),
            new MetricFamily(
                    "chroma_alerts",
                    MetricType.GAUGE,
                    "",
                    "Active alerts.",
                    List.of(new Sample(Map.of(), Double.NaN, 0))));

    private static String write(OpenMetrics format) throws IOException {
        StringBuilder text = new StringBuilder();
        format.write(text, FAMILIES);
        return text.toString();
    }

    @Test
    void openMetrics() throws IOException {
        assertThat(write(OpenMetrics.forAccept("application/openmetrics-text;version=1.0.0,text/plain;q=0.5")))
                .isEqualTo("""
                        # TYPE lustre_read_bytes counter
                        # UNIT lustre_read_bytes bytes
                        # HELP lustre_read_bytes Bytes read.
                        lustre_read_bytes_total{component="ost",target="lfs-OST0000"} 1234567 1600000000.250
                        lustre_read_bytes_total{target="a\\"b\\\\c\\nd"} 0.5
                        # TYPE chroma_alerts gauge
                        # HELP chroma_alerts Active alerts.
                        chroma_alerts NaN
                        # EOF
                        """);
    }

    @Test
    void prometheusText() throws IOException {
        assertThat(write(OpenMetrics.forAccept("*/*")))
                .startsWith("# TYPE lustre_read_bytes_total counter\n# HELP lustre_read_bytes_total Bytes read.\n")
                .contains(" 1234567 1600000000250\n")
                .doesNotContain("# EOF");
    }

    @Test
    void namesAreChecked() {
        assertThatThrownBy(() -> new MetricFamily("a b", MetricType.GAUGE, "", "", List.of()))
                .hasMessageContaining("a b");
        assertThatThrownBy(() -> new Sample(Map.of("x-y", "1"), 1, 0)).hasMessageContaining("x-y");
    }
}
