package org.chroma.api.internal.metrics;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.chroma.api.internal.access.ReadPolicy;
import org.chroma.api.internal.resource.RestServer;
import org.chroma.core.StateManager.FilesystemRequest;
import org.chroma.core.StateManager.MgtChoice;
import org.chroma.core.testing.TestManager;
import org.chroma.metrics.MetricSource;
import org.chroma.model.Target;
import org.chroma.statistics.SeriesId;

/** A manager with two servers and the filesystem lfs, of which something was measured just now. */
record ScrapedManager(RestServer server, List<MetricSource> sources) {

    ScrapedManager(boolean anonymousRead) throws Exception {
        this(anonymousRead, new CopyOnWriteArrayList<>());
    }

    private ScrapedManager(boolean anonymousRead, List<MetricSource> sources) throws Exception {
        this(
                new RestServer(
                        anonymousRead,
                        server -> Map.of(
                                "/metrics",
                                new MetricsServlet(
                                        new Scrape(
                                                "2.0.0.test",
                                                server.manager.view(),
                                                server.manager.reports(),
                                                server.statistics,
                                                PluginsMetrics.ALL,
                                                sources,
                                                InstantSource.system()),
                                        server.sessions,
                                        server.users,
                                        RestServer.PASSWORDS,
                                        new ReadPolicy(anonymousRead)))),
                sources);
        TestManager manager = server.manager;
        manager.addServers(2, 3);
        manager.await(manager.state()
                .createFilesystem(
                        new FilesystemRequest(
                                "lfs",
                                new MgtChoice(null, manager.volume(1).id(), null),
                                List.of(manager.on(2)),
                                List.of(manager.on(3)),
                                null),
                        "")
                .command()
                .orElseThrow());
        measure();
    }

    private void measure() {
        long now = Instant.now().getEpochSecond();
        put(
                "target/" + id("lfs-OST0000"),
                now,
                Map.ofEntries(
                        Map.entry("kbytestotal", 3833116),
                        Map.entry("kbytesfree", 3646032),
                        Map.entry("kbytesavail", 3416300),
                        Map.entry("filestotal", 262144),
                        Map.entry("filesfree", 261649),
                        Map.entry("num_exports", 2),
                        Map.entry("stats_read_bytes", 188743680),
                        Map.entry("stats_write_bytes", 190144512),
                        Map.entry("stats_read", 180),
                        Map.entry("stats_create", 8),
                        Map.entry("stats_cache_hit", 33792)));
        put("target/" + id("lfs-MDT0000"), now - 3_600, Map.of("kbytestotal", 1));
        String ost = "target/" + id("lfs-OST0000");
        brw(ost, "brw_disk_iosize", "write", 16_384, now, 200);
        brw(ost, "brw_disk_iosize", "write", 4 << 20, now, 45);
        brw(ost, "brw_disk_iosize", "read", 1 << 20, now, 48);
        brw(ost, "brw_io_time", "write", 2, now, 10);
        brw(ost, "brw_io_time", "write", 65_536, now, 1);
        brw(ost, "brw_rpc_hist", "write", 3, now, 9);
        put(
                ost + "/job/dd \"x\".0",
                now,
                Map.of("job_write_bytes", 191201280, "job_write_samples", 245, "job_punch", 3));
        put("target/99/job/dd.0", now, Map.of("job_write_bytes", 1));
        put("target/99", now, Map.of("kbytestotal", 1));
        put(
                "host/1",
                now,
                Map.of("mem_MemTotal", 64 << 20, "cpu_iowait", 420, "cpu_total", 999, "lnet_send_count", 7725));
        put("host/2", now, Map.of("battery.charge-level", 97, "fans_failed", 2, "bays", 12));
    }

    private void put(String entity, long time, Map<String, Integer> readings) {
        readings.forEach((series, value) -> server.statistics.put(entity, series, time, value));
    }

    private void brw(String entity, String series, String operation, int size, long time, double count) {
        Map<String, String> labels = Map.of("operation", operation, "size", String.valueOf(size));
        server.statistics.put(entity, new SeriesId(series, labels), time, count);
    }

    long id(String target) {
        return server.manager.view().cluster().targets().stream()
                .filter(each -> target.equals(each.name()))
                .map(Target::id)
                .findFirst()
                .orElseThrow()
                .number();
    }
}
