package org.chroma.api.internal.metrics;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.chroma.api.internal.resource.FakeStatistics;
import org.chroma.core.Changes;
import org.chroma.core.testing.FakeAgents;
import org.chroma.core.testing.InMemoryDataStore;
import org.chroma.core.testing.TestManager;
import org.chroma.metrics.OpenMetrics;
import org.chroma.model.Filesystem;
import org.chroma.model.FilesystemState;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.model.Target;
import org.chroma.model.TargetKind;
import org.chroma.model.TargetState;
import org.chroma.statistics.SeriesId;

/**
 * What a scrape of 2,000 targets on 200 servers, with ten jobs on each target, costs; run by hand: {@code main}, with
 * the number of targets if another is wanted.
 */
public final class ScrapeBenchmark {
    private static final int ROUNDS = 30;
    private static final List<String> OST = List.of(
            "kbytestotal",
            "kbytesfree",
            "kbytesavail",
            "filestotal",
            "filesfree",
            "num_exports",
            "tot_dirty",
            "tot_granted",
            "tot_pending",
            "stats_read_bytes",
            "stats_write_bytes",
            "stats_read",
            "stats_write",
            "stats_sync",
            "stats_create",
            "stats_destroy",
            "stats_statfs",
            "stats_get_info",
            "stats_get_page",
            "stats_cache_access",
            "stats_cache_hit",
            "stats_cache_miss",
            "stats_punch",
            "stats_setattr");
    private static final List<String> HOST = List.of(
            "mem_MemTotal",
            "mem_MemFree",
            "mem_MemAvailable",
            "mem_Cached",
            "mem_SwapTotal",
            "cpu_user",
            "cpu_system",
            "cpu_idle",
            "cpu_iowait",
            "lnet_send_count",
            "lnet_recv_count",
            "lnet_send_length",
            "lnet_recv_length");

    private static final List<String> JOB =
            List.of("job_read_bytes", "job_write_bytes", "job_write_samples", "job_punch");

    private final FakeStatistics statistics = new FakeStatistics();
    private final long now = Instant.now().getEpochSecond();
    private long value = 1_234_567;

    private ScrapeBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        new ScrapeBenchmark().run(arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2_000);
    }

    private void run(int targets) throws IOException {
        InMemoryDataStore store = new InMemoryDataStore();
        store.commit(cluster(targets));
        try (TestManager manager = new TestManager(store, new FakeAgents())) {
            Scrape scrape = new Scrape(
                    "2",
                    manager.view(),
                    manager.reports(),
                    statistics,
                    PluginsMetrics.ALL,
                    List.of(),
                    InstantSource.system());
            report("plain", scrape, false);
            report("gzip", scrape, true);
        }
    }

    private static void report(String what, Scrape scrape, boolean gzip) throws IOException {
        long best = Long.MAX_VALUE;
        Counted counted = new Counted();
        for (int round = 0; round < ROUNDS; round++) {
            counted = new Counted();
            long begin = System.nanoTime();
            OutputStream stream = gzip ? fast(counted) : counted;
            try (Writer writer = new OutputStreamWriter(stream, StandardCharsets.UTF_8)) {
                scrape.write(OpenMetrics.OPENMETRICS, writer);
            }
            best = Math.min(best, System.nanoTime() - begin);
        }
        System.out.printf("%s: %.1f ms at best of %d, %.2f MB%n", what, best / 1e6, ROUNDS, counted.bytes / 1e6);
    }

    private static OutputStream fast(OutputStream to) throws IOException {
        return new GZIPOutputStream(to, 1 << 16) {
            {
                def.setLevel(Deflater.BEST_SPEED);
            }
        };
    }

    private static final class Counted extends OutputStream {
        long bytes;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] some, int offset, int length) {
            bytes += length;
        }
    }

    private Changes cluster(int targets) {
        List<Host> hosts = new ArrayList<>();
        List<Target> all = new ArrayList<>();
        for (int i = 1; i <= Math.max(1, targets / 10); i++) {
            hosts.add(new Host(
                    Host.KIND.id(i),
                    HostState.LNET_UP,
                    Instant.EPOCH,
                    false,
                    "oss" + i,
                    "oss%03d.example.com".formatted(i),
                    "oss" + i,
                    Instant.now(),
                    Instant.EPOCH));
            measure("host/" + i, HOST);
        }
        for (int i = 1; i <= targets; i++) {
            var host = Host.KIND.id(1 + (i - 1) / 10);
            all.add(new Target(
                    Target.KIND.id(i),
                    TargetState.MOUNTED,
                    Instant.EPOCH,
                    false,
                    TargetKind.OST,
                    "lfs-OST%04x".formatted(i),
                    "uuid" + i,
                    "label" + i,
                    i,
                    Filesystem.KIND.id(1),
                    i,
                    Target.Format.DEFAULT,
                    List.of(new Target.Mount(host, i, "/dev/x", "/mnt/x", true)),
                    host,
                    Map.of(),
                    0,
                    0));
            measure("target/" + i, OST);
            for (String histogram : List.of("brw_pages", "brw_rpc_hist", "brw_io_time", "brw_disk_iosize")) {
                for (int size = 0; size < 12; size++) {
                    value++;
                    statistics.put(
                            "target/" + i,
                            new SeriesId(
                                    histogram,
                                    Map.of(
                                            "operation",
                                            size % 2 == 0 ? "read" : "write",
                                            "size",
                                            String.valueOf(4_096L << size))),
                            now + 3_600,
                            (double) (value & 0xFFFF));
                }
            }
            for (int job = 0; job < 10; job++) {
                measure("target/" + i + "/job/job." + job, JOB);
            }
        }
        Filesystem lfs = new Filesystem(
                Filesystem.KIND.id(1),
                FilesystemState.AVAILABLE,
                Instant.EPOCH,
                false,
                "lfs",
                Target.KIND.id(1),
                1,
                targets);
        return new Changes(
                hosts,
                List.of(),
                List.of(),
                List.of(),
                all,
                List.of(lfs),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private void measure(String entity, List<String> series) {
        for (String each : series) {
            value = value * 6364136223846793005L + 1;
            statistics.put(entity, each, now + 3_600, (double) (value >>> 24));
        }
    }
}
