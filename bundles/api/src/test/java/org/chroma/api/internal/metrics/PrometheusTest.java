package org.chroma.api.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.chroma.api.internal.access.Group;
import org.chroma.api.internal.resource.RestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real Prometheus makes of it. */
class PrometheusTest {
    private static ScrapedManager manager;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws Exception {
        manager = new ScrapedManager(false);
        manager.server().addUser("scraper", Group.FILESYSTEM_USERS);
    }

    @AfterAll
    static void stop() {
        manager.server().close();
    }

    @Test
    void scrapesAsAUser() throws Exception {
        String credentials = """
                basic_auth:
                  username: scraper
                  password: %s
                metric_relabel_configs:
                  - source_labels: [host]
                    regex: (.+)
                    target_label: instance
                """.formatted(RestServer.PASSWORD);
        try (PrometheusServer prometheus =
                new PrometheusServer(directory, manager.server().uri("/metrics"), credentials)) {
            assertThat(prometheus.value("up == 1")).isEqualTo(1);
            assertThat(prometheus.value("lustre_read_bytes_total{component=\"ost\", target=\"lfs-OST0000\"}"))
                    .isEqualTo(188743680);
            // As dashboards for one exporter per server ask.
            assertThat(prometheus.value("100 - lustre_available_kilobytes{instance=~\"s1.*\", component=\"ost\"}"
                            + " / lustre_capacity_kilobytes{instance=~\"s1.*\", component=\"ost\"} * 100"))
                    .isBetween(10.0, 11.0);
            assertThat(prometheus.value(
                            "histogram_quantile(0.5, chroma_disk_io_size_bytes_bucket{operation=\"read\"})"))
                    .isBetween(524288.0, 1048576.0);
            assertThat(prometheus.value("sum by (jobid) (lustre_job_write_bytes_total{jobid=~\"dd.*\"})"))
                    .isEqualTo(191201280);
            assertThat(prometheus.value("sum(chroma_jobs{state=\"succeeded\"})"))
                    .isPositive();
            assertThat(prometheus.value("node_memory_MemTotal_bytes{instance=\"s1.example.com\"}"))
                    .isEqualTo(64.0 * (1L << 30));
            assertThat(prometheus.metadata("lustre_read_bytes").toString())
                    .isEqualTo("[{\"type\":\"counter\",\"help\":\"Bytes that clients read\",\"unit\":\"bytes\"}]");
            assertThat(prometheus.log()).doesNotContain("level=warn component=\"scrape", "duplicate");
        }
    }

    @Test
    void isNotLetInWithoutAPassword() throws Exception {
        try (PrometheusServer prometheus =
                new PrometheusServer(directory, manager.server().uri("/metrics"), "")) {
            assertThat(prometheus.value("up == 0")).isEqualTo(0);
        }
    }

    @Test
    void promtoolFindsNothingWrong() throws Exception {
        String authorization = "Basic "
                + Base64.getEncoder()
                        .encodeToString(("scraper:" + RestServer.PASSWORD).getBytes(StandardCharsets.UTF_8));
        String text = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(manager.server().uri("/metrics"))
                                .header("Authorization", authorization)
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();

        assertThat(promtool(text)).allMatch(PrometheusTest::isTheExportersFault);
    }

    private static List<String> promtool(String text) throws IOException, InterruptedException {
        Process promtool = new ProcessBuilder("promtool", "check", "metrics")
                .redirectErrorStream(true)
                .start();
        try (OutputStream input = promtool.getOutputStream()) {
            input.write(text.getBytes(StandardCharsets.UTF_8));
        }
        List<String> complaints = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(promtool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return complaints;
    }

    /** Names that dashboards know cannot be mended here. */
    private static boolean isTheExportersFault(String complaint) {
        return complaint.matches("lustre_(\\w+_kilobytes|\\w+_milliseconds_total) use base unit .*")
                || complaint.matches("node_memory_\\w+_bytes .* 'snake_case' not 'camelCase'");
    }
}
