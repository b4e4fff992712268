package org.chroma.prometheus.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.chroma.metrics.OpenMetrics;
import org.chroma.prometheus.RemoteWrite;
import org.junit.jupiter.api.Test;

class WriteMetricsTest {
    private static String text(RemoteWrite.Counters counters) throws IOException {
        StringBuilder text = new StringBuilder();
        OpenMetrics.PROMETHEUS.write(text, WriteMetrics.of(counters));
        return text.toString();
    }

    @Test
    void everyCountIsThere() throws IOException {
        assertThat(text(new RemoteWrite.Counters(1, 2, 3, 4, 5, 6, "status 500"))
                        .lines())
                .filteredOn(line -> !line.startsWith("#"))
                .containsExactly(
                        "chroma_remote_write_samples_total{result=\"sent\"} 1",
                        "chroma_remote_write_samples_total{result=\"refused\"} 2",
                        "chroma_remote_write_samples_total{result=\"dropped\"} 3",
                        "chroma_remote_write_waiting_samples 4",
                        "chroma_remote_write_queue_bytes 5",
                        "chroma_remote_write_retries_total 6",
                        "chroma_remote_write_failing 1");
        assertThat(text(new RemoteWrite.Counters(1, 2, 3, 4, 5, 6, ""))).contains("chroma_remote_write_failing 0\n");
    }
}
