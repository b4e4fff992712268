package org.chroma.api.internal.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.chroma.core.StateManager.FilesystemRequest;
import org.chroma.core.StateManager.MgtChoice;
import org.chroma.statistics.Consolidation;
import org.chroma.statistics.Range;
import org.chroma.statistics.SeriesId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MetricTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final String WINDOW = "&begin=2026-01-01T00:00:00Z&end=2026-01-01T00:00:30Z";

    private static RestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new RestServer();
        server.manager.addServers(2, 4);
        create();
        long first = BEGIN.getEpochSecond() + 10;
        server.statistics.put("host/1", "cpu_user", first, 1, 2, Double.NaN);
        server.statistics.put("host/2", "cpu_user", first, 10, 20, Double.NaN);
        server.statistics.put("target/3", "job_write_bytes", first, 111, 222, 333);
        server.statistics.put("target/3/job/cp.500", "job_write_bytes", first, 1, 2, 3);
        server.statistics.put("target/4/job/cp.500", "job_write_bytes", first, 10, 20, 30);
        server.statistics.put("target/4/job/dd/7", "job_write_bytes", first, 5, 5, Double.NaN);
        server.statistics.put("host/1", "mem_MemFree", first, 5, Double.NaN, 7);
    }

    private static void create() {
        server.manager.await(server.manager
                .state()
                .createFilesystem(
                        new FilesystemRequest(
                                "lfs",
                                new MgtChoice(null, server.manager.volume(1).id(), null),
                                List.of(server.manager.on(2)),
                                List.of(server.manager.on(3), server.manager.on(4)),
                                null),
                        "")
                .command()
                .orElseThrow());
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static JsonNode get(String path) throws Exception {
        return server.anonymous().json(path);
    }

    @Test
    void detailLeavesOutTimesAtWhichSomethingIsUnknown() throws Exception {
        JsonNode points = get("/api/host/1/metric/?metrics=cpu_user,mem_MemFree,absent" + WINDOW);
        assertThat(points).hasSize(1);
        assertThat(points.path(0).path("ts").asText()).isEqualTo("2026-01-01T00:00:10Z");
        assertThat(points.path(0).path("data").toString())
                .isEqualTo("{\"cpu_user\":1.0,\"mem_MemFree\":5.0,\"absent\":0.0}");
    }

    @Test
    void listsTurnTheUnknownIntoZero() throws Exception {
        JsonNode hosts = get("/api/host/metric/?metrics=cpu_user,mem_MemFree" + WINDOW);
        assertThat(hosts.fieldNames()).toIterable().containsExactly("1", "2");
        assertThat(hosts.path("1")).hasSize(3);
        assertThat(hosts.path("1").path(2).path("data").path("cpu_user").asDouble())
                .isZero();
        assertThat(hosts.path("1").path(2).path("data").path("mem_MemFree").asDouble())
                .isEqualTo(7);
        assertThat(hosts.path("2")).hasSize(2);
    }

    @Test
    void reducesOverObjects() throws Exception {
        JsonNode sum = get("/api/host/metric/?metrics=cpu_user&reduce_fn=sum" + WINDOW);
        assertThat(sum).hasSize(2);
        assertThat(sum.path(1).path("data").path("cpu_user").asDouble()).isEqualTo(22);
        JsonNode average = get("/api/host/metric/?metrics=cpu_user&reduce_fn=average&id=1&id=2" + WINDOW);
        assertThat(average.path(0).path("data").path("cpu_user").asDouble()).isEqualTo(5.5);
        JsonNode grouped = get("/api/host/metric/?metrics=cpu_user&reduce_fn=sum&group_by=fqdn" + WINDOW);
        assertThat(grouped.path("s2.example.com")
                        .path(0)
                        .path("data")
                        .path("cpu_user")
                        .asDouble())
                .isEqualTo(10);
    }

    @Test
    void answersTheNewestReading() throws Exception {
        JsonNode latest = get("/api/host/1/metric/?metrics=mem_MemFree&latest=true");
        assertThat(latest).hasSize(1);
        assertThat(latest.path(0).path("data").path("mem_MemFree").asDouble()).isEqualTo(7);
        assertThat(get("/api/host/metric/?metrics=mem_MemFree&latest=1").path("2"))
                .isEmpty();
    }

    @Test
    void aFilesystemsValueIsWhatTheMetricDeclares() throws Exception {
        long first = BEGIN.getEpochSecond() + 10;
        for (String metric : List.of("kbytesfree", "filesfree", "stats_read", "undeclared")) {
            server.statistics.put("target/2", metric, first, 100);
            server.statistics.put("target/3", metric, first, 1);
            server.statistics.put("target/4", metric, first, 2);
        }
        for (String metric : List.of("fans_failed", "chassis_celsius", "bays")) {
            server.statistics.put("host/1", metric, first, 20);
            server.statistics.put("host/2", metric, first, 30);
        }
        JsonNode all = get("/api/filesystem/1/metric/?metrics=kbytesfree,filesfree,stats_read,undeclared,fans_failed,"
                + "chassis_celsius,bays&latest=true");
        assertThat(all.path(0).path("data").toString())
                .isEqualTo("{\"kbytesfree\":3.0,\"filesfree\":100.0,\"stats_read\":3.0,\"undeclared\":103.0,"
                        + "\"fans_failed\":50.0,\"chassis_celsius\":25.0,\"bays\":0.0}");
        assertThat(get("/api/filesystem/1/metric/?metrics=chassis_celsius" + WINDOW)
                        .path(0)
                        .path("data")
                        .path("chassis_celsius")
                        .asDouble())
                .isEqualTo(25);
        assertThat(get("/api/filesystem/1/metric/?metrics=bays" + WINDOW)).isEmpty();
    }

    @Test
    void tellsWhatIsMeasured() throws Exception {
        assertThat(get("/api/metric/fans_failed/").toString())
                .isEqualTo(
                        "{\"id\":\"fans_failed\",\"resource_uri\":\"/api/metric/fans_failed/\",\"name\":\"fans_failed\",\"unit\":\"fans\",\"help\":\"Fans"
                                + " that stand"
                                + " still\",\"kind\":\"gauge\",\"about\":\"server\",\"total\":\"sum\",\"prometheus\":\"chassis_fans_failed\",\"chart\":\"Failed"
                                + " fans\",\"line\":\"fans\",\"plugin\":\"\",\"present\":true}");
        JsonNode bandwidth = get("/api/metric/?chart=Bandwidth&present=true").path("objects");
        assertThat(bandwidth)
                .hasSize(2)
                .allSatisfy(metric -> assertThat(metric.path("unit").asText()).isEqualTo("bytes"));
        assertThat(get("/api/metric/stats_open/").path("prometheus").asText()).isEqualTo("lustre_stats_total");
        assertThat(get("/api/metric/job_*/").path("prometheus").asText()).isEqualTo("lustre_job_stats_total");
        assertThat(get("/api/metric/chassis_celsius/").path("prometheus").asText())
                .isEqualTo("chroma_reading");
    }

    @Test
    void answersOfOneJob() throws Exception {
        JsonNode target = get("/api/target/3/metric/?metrics=job_write_bytes&job=cp.500" + WINDOW);
        assertThat(target).hasSize(3);
        assertThat(bytes(target, 1)).isEqualTo(2);
        assertThat(bytes(get("/api/filesystem/1/metric/?metrics=job_write_bytes&job=cp.500" + WINDOW), 2))
                .isEqualTo(33);
        assertThat(bytes(get("/api/target/metric/?metrics=job_write_bytes&job=cp.500&reduce_fn=sum" + WINDOW), 0))
                .isEqualTo(11);
        JsonNode list = get("/api/target/metric/?metrics=job_write_bytes&job=dd%2F7&kind=OST" + WINDOW);
        assertThat(list.path("3")).isEmpty();
        assertThat(bytes(list.path("4"), 0)).isEqualTo(5);
        assertThat(bytes(get("/api/target/4/metric/?metrics=job_write_bytes&job=cp.500&latest=true"), 0))
                .isEqualTo(30);
        assertThat(get("/api/target/3/metric/?metrics=job_write_bytes&job=nobody" + WINDOW))
                .isEmpty();
    }

    @Test
    void answersOfEachJob() throws Exception {
        JsonNode filesystem = get("/api/filesystem/1/metric/?metrics=job_write_bytes&job=*" + WINDOW);
        assertThat(filesystem.fieldNames()).toIterable().containsExactly("cp.500", "dd/7");
        assertThat(bytes(filesystem.path("cp.500"), 0)).isEqualTo(11);
        JsonNode all = get("/api/target/metric/?metrics=job_write_bytes&job=*&num_points=10" + WINDOW);
        assertThat(all.fieldNames()).toIterable().containsExactly("cp.500", "dd/7");
        assertThat(bytes(all.path("cp.500"), 1)).isEqualTo(22);
        assertThat(get("/api/target/3/metric/?metrics=job_write_bytes&job=*" + WINDOW)
                        .fieldNames())
                .toIterable()
                .containsExactly("cp.500");
    }

    @Test
    void saysWhatIsWrongWithAJob() throws Exception {
        for (String wrong : List.of(
                "/api/host/1/metric/?metrics=cpu_user&job=cp.500",
                "/api/host/metric/?metrics=cpu_user&job=*",
                "/api/target/3/metric/?metrics=x&job=",
                "/api/target/3/metric/?metrics=x&job=" + "j".repeat(129),
                "/api/target/metric/?metrics=x&job=*&reduce_fn=sum&group_by=kind")) {
            assertThat(server.anonymous().get(wrong + WINDOW).expect(400).json().has("job"))
                    .as(wrong)
                    .isTrue();
        }
    }

    private static double bytes(JsonNode points, int index) {
        return points.path(index).path("data").path("job_write_bytes").asDouble();
    }

    @Test
    void anImpossibleWindowHasNoPoints() throws Exception {
        String backwards = "&begin=2026-01-01T00:00:30Z&end=2026-01-01T00:00:00Z";
        assertThat(get("/api/host/1/metric/?metrics=cpu_user" + backwards)).isEmpty();
        assertThat(get("/api/host/metric/?metrics=cpu_user" + backwards).path("1"))
                .isEmpty();
    }

    @Test
    void nothingIsKnownOutsideOfWhatIsKept() {
        Instant now = Instant.parse("2026-06-01T00:00:00Z");
        MetricQuery query = MetricQuery.parse(
                Map.of(
                        "metrics", List.of("cpu_user"),
                        "begin", List.of("1000-01-01T00:00:00Z"),
                        "end", List.of("2900-01-01T00:00:00Z")),
                now);
        assertThat(query.window()).hasValueSatisfying(window -> {
            assertThat(window.begin()).isAfter(Instant.parse("2006-01-01T00:00:00Z"));
            assertThat(window.end()).isEqualTo(Instant.parse("2026-06-02T00:00:00Z"));
        });
    }

    @Test
    void anAnswerIsNotEndless() throws Exception {
        String million = "&begin=2026-01-01T00:00:00Z&end=2026-03-01T00:00:00Z";
        JsonNode errors = server.anonymous()
                .get("/api/host/metric/?metrics=cpu_user,mem_MemFree" + million)
                .expect(400)
                .json();
        assertThat(errors.path("max_points").path(0).asText()).contains("more than 1,000,000 values");
        assertThat(get("/api/host/1/metric/?metrics=cpu_user" + million)).hasSize(2);
    }

    @Test
    void metricsOfDifferentRowsShareAnAxis() {
        MetricTable table = MetricTable.of(
                List.of("fine", "coarse", "absent"),
                Arrays.asList(
                        new Range("host/1", SeriesId.of("fine"), Consolidation.AVERAGE, 10, 10, new double[] {1, 2, 3}),
                        new Range("host/1", SeriesId.of("coarse"), Consolidation.AVERAGE, 20, 20, new double[] {7}),
                        null));
        assertThat(table.complete())
                .extracting(Object::toString)
                .containsExactly("Point[ts=1970-01-01T00:00:20Z, data={fine=2.0, coarse=7.0, absent=0.0}]");
        assertThat(table.known())
                .extracting(MetricTable.Point::data)
                .containsExactly(
                        Map.of("fine", 1.0, "coarse", 0.0, "absent", 0.0),
                        Map.of("fine", 2.0, "coarse", 7.0, "absent", 0.0),
                        Map.of("fine", 3.0, "coarse", 0.0, "absent", 0.0));
    }
}
