package org.chroma.api.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.chroma.api.internal.access.Group;
import org.chroma.api.internal.resource.RestServer;
import org.chroma.core.port.UserStore.User;
import org.chroma.metrics.MetricFamily;
import org.chroma.metrics.MetricType;
import org.chroma.metrics.OpenMetrics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is scraped, and by whom. */
class MetricsTest {
    private static final String OPENMETRICS =
            "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5";

    private static ScrapedManager manager;
    private static RestServer closed;

    @BeforeAll
    static void start() throws Exception {
        manager = new ScrapedManager(true);
        closed = new ScrapedManager(false).server();
    }

    @AfterAll
    static void stop() {
        manager.server().close();
        closed.close();
    }

    private static Map<String, Double> samples() throws Exception {
        return OpenMetricsText.parse(
                        get(manager.server(), "Accept", OPENMETRICS).body())
                .samples();
    }

    private static HttpResponse<String> get(RestServer server, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri("/metrics"));
        return HttpClient.newHttpClient()
                .send(
                        (headers.length == 0 ? request : request.headers(headers)).build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static String basic(String name, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** Labels of the OST, or of a job on it. */
    private static String ost(String job) {
        String entity = "target/" + manager.id("lfs-OST0000") + (job.isEmpty() ? "" : "/job/" + job);
        return "component=\"ost\",entity=\"" + entity + "\",filesystem=\"lfs\","
                + (job.isEmpty() ? "" : "jobid=\"" + job + "\",")
                + "target=\"lfs-OST0000\",host=\"s1.example.com\"";
    }

    @Test
    void tellsOfTargetsInTheWordsOfTheExporters() throws Exception {
        String ost = ost("");
        assertThat(samples())
                .containsEntry("lustre_capacity_kilobytes{" + ost + "}", 3833116.0)
                .containsEntry("lustre_available_kilobytes{" + ost + "}", 3416300.0)
                .containsEntry("lustre_inodes_free{" + ost + "}", 261649.0)
                .containsEntry("lustre_read_bytes_total{" + ost + "}", 188743680.0)
                .containsEntry("lustre_read_samples_total{" + ost + "}", 180.0)
                .containsEntry("lustre_stats_total{" + ost + ",operation=\"create\"}", 8.0)
                .containsEntry("chroma_ost_cache_pages_total{" + ost + ",result=\"hit\"}", 33792.0)
                .containsEntry("lustre_exports_total{" + ost + "}", 2.0)
                .doesNotContainKey("lustre_stats_total{" + ost + ",operation=\"read\"}");
    }

    @Test
    void tellsOfDiskRequestsAsCountsAndAsHistograms() throws Exception {
        String ost = ost("") + ",operation=\"write\"";
        assertThat(samples())
                .containsEntry("lustre_disk_io_total{" + ost + ",size=\"4194304\"}", 45.0)
                .containsEntry("lustre_disk_io{" + ost + ",size=\"3\"}", 9.0)
                .containsEntry("lustre_io_time_milliseconds_total{" + ost + ",size=\"2\"}", 10.0)
                .containsEntry("chroma_disk_io_size_bytes_bucket{" + ost + ",le=\"8192.0\"}", 0.0)
                .containsEntry("chroma_disk_io_size_bytes_bucket{" + ost + ",le=\"16384.0\"}", 200.0)
                .containsEntry("chroma_disk_io_size_bytes_bucket{" + ost + ",le=\"2097152.0\"}", 200.0)
                .containsEntry("chroma_disk_io_size_bytes_bucket{" + ost + ",le=\"+Inf\"}", 245.0)
                .containsEntry("chroma_disk_io_time_seconds_bucket{" + ost + ",le=\"0.001\"}", 0.0)
                .containsEntry("chroma_disk_io_time_seconds_bucket{" + ost + ",le=\"0.002\"}", 10.0)
                .containsEntry("chroma_disk_io_time_seconds_bucket{" + ost + ",le=\"32.768\"}", 10.0)
                .containsEntry("chroma_disk_io_time_seconds_bucket{" + ost + ",le=\"+Inf\"}", 11.0);
    }

    @Test
    void tellsOfJobs() throws Exception {
        String job = ost("dd \\\"x\\\".0");
        assertThat(samples())
                .containsEntry("lustre_job_write_bytes_total{" + job + "}", 191201280.0)
                .containsEntry("lustre_job_write_samples_total{" + job + "}", 245.0)
                .containsEntry("lustre_job_stats_total{" + job + ",operation=\"punch\"}", 3.0);
    }

    @Test
    void tellsOfServers() throws Exception {
        assertThat(samples())
                .containsEntry(
                        "node_memory_MemTotal_bytes{entity=\"host/1\",host=\"s1.example.com\"}", 64.0 * (1L << 30))
                .containsEntry(
                        "chroma_host_cpu_seconds_total{entity=\"host/1\",host=\"s1.example.com\",mode=\"iowait\"}", 4.2)
                .containsEntry("chroma_host_cpu_all_seconds_total{entity=\"host/1\",host=\"s1.example.com\"}", 9.99)
                .containsEntry(
                        "lustre_send_count_total{entity=\"host/1\",host=\"s1.example.com\",lnet=\"lnet\"}", 7725.0)
                .containsEntry(
                        "chroma_host_state{entity=\"host/1\",host=\"s1.example.com\",id=\"1\",state=\"lnet_up\"}", 1.0)
                .containsKey("chroma_host_last_contact_timestamp_seconds{entity=\"host/1\",host=\"s1.example.com\"}");
    }

    @Test
    void tellsOfTheClusterAndTheManager() throws Exception {
        assertThat(samples())
                .containsEntry("chroma_filesystem_state{filesystem=\"lfs\",id=\"1\",state=\"available\"}", 1.0)
                .containsEntry("chroma_volumes{used=\"true\"}", 3.0)
                .containsEntry("chroma_commands{state=\"unfinished\"}", 0.0)
                .containsEntry("chroma_build_info{version=\"2.0.0.test\"}", 1.0)
                .hasEntrySatisfying(
                        "chroma_jobs{state=\"succeeded\"}",
                        count -> assertThat(count).isPositive())
                .hasEntrySatisfying(
                        "chroma_reports_total{result=\"accepted\"}",
                        count -> assertThat(count).isPositive())
                .hasEntrySatisfying(
                        "jvm_memory_used_bytes{area=\"heap\"}",
                        bytes -> assertThat(bytes).isPositive())
                .hasEntrySatisfying(
                        "process_cpu_seconds_total{}",
                        seconds -> assertThat(seconds).isPositive())
                .hasEntrySatisfying(
                        "chroma_statistics_series{}", count -> assertThat(count).isPositive());
    }

    @Test
    void leavesOutWhatIsOldOrGone() throws Exception {
        assertThat(samples().keySet())
                .noneMatch(series -> series.contains("MDT0000") && series.startsWith("lustre_capacity"))
                .noneMatch(series -> series.contains("target/99"));
    }

    @Test
    void tellsWhatHasNoMetricOfItsOwn() throws Exception {
        assertThat(samples())
                .containsEntry(
                        "chroma_reading{entity=\"host/2\",host=\"s2.example.com\",series=\"battery.charge-level\"}",
                        97.0);
    }

    @Test
    void whatAPluginDeclaresIsDescribed() throws Exception {
        assertThat(get(manager.server(), "Accept", OPENMETRICS).body())
                .contains("# TYPE chassis_fans_failed gauge\n", "# HELP chassis_fans_failed Fans that stand still\n")
                .contains("chassis_fans_failed{entity=\"host/2\",host=\"s2.example.com\"} 2\n");
    }

    @Test
    void aNameThatTheManagerItselfHasIsNotAPlugins() throws Exception {
        assertThat(samples())
                .containsEntry("chroma_reading{entity=\"host/2\",host=\"s2.example.com\",series=\"bays\"}", 12.0)
                .containsEntry("chroma_volumes{used=\"true\"}", 3.0);
    }

    @Test
    void tellsWhatOtherPartsOfTheManagerCountAndGoesWithoutThoseThatFail() throws Exception {
        manager.sources()
                .addAll(List.of(
                        () -> {
                            throw new IllegalStateException("closed just now");
                        },
                        () -> List.of(family("chroma_carrier_pigeons", 3), family("chroma_volumes", 99)),
                        () -> List.of(family("chroma_carrier_ravens", 4))));
        try {
            assertThat(samples())
                    .containsEntry("chroma_carrier_pigeons_total{result=\"sent\"}", 3.0)
                    .containsEntry("chroma_carrier_ravens_total{result=\"sent\"}", 4.0)
                    .containsEntry("chroma_volumes{used=\"true\"}", 3.0)
                    .doesNotContainKey("chroma_volumes_total{result=\"sent\"}");
        } finally {
            manager.sources().clear();
        }
        assertThat(samples()).doesNotContainKey("chroma_carrier_pigeons_total{result=\"sent\"}");
    }

    private static MetricFamily family(String name, double value) {
        return new MetricFamily(
                name,
                MetricType.COUNTER,
                "",
                "Birds",
                List.of(new MetricFamily.Sample(Map.of("result", "sent"), value, 0)));
    }

    @Test
    void speaksPrometheusTextToThoseWhoDoNotAskForMore() throws Exception {
        HttpResponse<String> answer = get(manager.server());

        assertThat(answer.headers().firstValue("Content-Type")).contains(OpenMetrics.PROMETHEUS.contentType());
        assertThat(answer.body())
                .contains("# TYPE lustre_read_bytes_total counter\n")
                .doesNotContain("# EOF", "# UNIT");
        assertThat(get(manager.server(), "Accept", OPENMETRICS).headers().firstValue("Content-Type"))
                .contains(OpenMetrics.OPENMETRICS.contentType());
    }

    @Test
    void compressesForThoseWhoUnderstand() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(manager.server().uri("/metrics"))
                .headers("Accept", OPENMETRICS, "Accept-Encoding", "gzip")
                .build();
        HttpResponse<byte[]> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());

        assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
        String text = new String(
                new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes(), StandardCharsets.UTF_8);
        assertThat(OpenMetricsText.parse(text).samples()).hasSizeGreaterThan(50);
        assertThat(get(manager.server(), "Accept-Encoding", "gzip;q=0")
                        .headers()
                        .firstValue("Content-Encoding"))
                .isEmpty();
    }

    @Test
    void isClosedLikeRestWhereNotEverybodyMayRead() throws Exception {
        HttpResponse<String> answer = get(closed);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .contains("Basic realm=\"Chroma\", charset=\"UTF-8\"");
        assertThat(answer.body()).doesNotContain("lustre_");
    }

    @Test
    void letsUsersIn() throws Exception {
        closed.addUser("prometheus", Group.FILESYSTEM_USERS);
        String right = basic("prometheus", RestServer.PASSWORD);

        assertThat(get(closed, "Authorization", right).statusCode()).isEqualTo(200);
        assertThat(get(closed, "Authorization", right).statusCode()).isEqualTo(200);
        assertThat(get(closed, "Authorization", basic("prometheus", "guess")).statusCode())
                .isEqualTo(401);
        assertThat(get(closed, "Authorization", "Basic §").statusCode()).isEqualTo(401);
        assertThat(get(closed, "Authorization", "Bearer " + right.substring(6)).statusCode())
                .isEqualTo(401);
        // Anyone who shows a wrong password learns so even where none is wanted.
        assertThat(get(manager.server(), "Authorization", basic("admin", "guess"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void whoWasLetInIsNotAnyMoreOnceThePasswordChangedOrTheUserWasDisabled() throws Exception {
        User user = closed.addUser("changing", Group.FILESYSTEM_USERS);
        String old = basic("changing", RestServer.PASSWORD);
        assertThat(get(closed, "Authorization", old).statusCode()).isEqualTo(200);

        closed.users.put(with(user, RestServer.PASSWORDS.hash("another one"), true));
        assertThat(get(closed, "Authorization", old).statusCode()).isEqualTo(401);
        String changed = basic("changing", "another one");
        assertThat(get(closed, "Authorization", changed).statusCode()).isEqualTo(200);

        closed.users.put(with(user, closed.users.find(user.id()).orElseThrow().passwordHash(), false));
        assertThat(get(closed, "Authorization", changed).statusCode()).isEqualTo(401);
    }

    private static User with(User user, String hash, boolean active) {
        return new User(
                user.id(),
                user.username(),
                "",
                "",
                "",
                hash,
                user.groups(),
                user.alertTypes(),
                active,
                user.createdAt());
    }

    @Test
    void whoGuessesIsSlowedDown() throws Exception {
        closed.addUser("victim", Group.FILESYSTEM_USERS);
        for (int i = 0; i < 10; i++) {
            assertThat(get(closed, "Authorization", basic("victim", "guess" + i))
                            .statusCode())
                    .isEqualTo(401);
        }
        HttpResponse<String> answer = get(closed, "Authorization", basic("victim", RestServer.PASSWORD));
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void aSessionIsEnough() throws Exception {
        assertThat(closed.admin().get("/metrics").status()).isEqualTo(200);
    }

    @Test
    void canOnlyBeRead() throws Exception {
        assertThat(manager.server().admin().post("/metrics", Map.of()).status()).isEqualTo(405);
    }
}
