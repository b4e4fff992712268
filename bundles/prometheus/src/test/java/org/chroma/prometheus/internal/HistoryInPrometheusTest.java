package org.chroma.prometheus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.chroma.core.Changes;
import org.chroma.core.Cluster;
import org.chroma.core.ClusterView;
import org.chroma.core.port.SampleSink.Attributed;
import org.chroma.metrics.MetricName;
import org.chroma.metrics.internal.CoreSampleSink;
import org.chroma.model.Filesystem;
import org.chroma.model.FilesystemState;
import org.chroma.model.Host;
import org.chroma.model.Target;
import org.chroma.model.TargetKind;
import org.chroma.model.TargetState;
import org.chroma.spi.Sample;
import org.chroma.statistics.Batch;
import org.chroma.statistics.Consolidation;
import org.chroma.statistics.Follower;
import org.chroma.statistics.Latest;
import org.chroma.statistics.Range;
import org.chroma.statistics.Ranked;
import org.chroma.statistics.Reduction;
import org.chroma.statistics.Selector;
import org.chroma.statistics.Series;
import org.chroma.statistics.SeriesId;
import org.chroma.statistics.Statistics;
import org.chroma.statistics.StatisticsException;
import org.chroma.statistics.Window;
import org.chroma.statistics.internal.StatisticsService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes to a real Prometheus, takes it away, brings it back, and reads from it what the local store says too. */
class HistoryInPrometheusTest {
    private static final Series READ =
            Series.derive("stats_read_bytes").minimum(0).unit("bytes");
    private static final Series OPEN = Series.derive("stats_open").minimum(0);
    private static final Series FREE = Series.gauge("kbytesfree");
    private static final Series MEMORY = Series.gauge("mem_MemFree");
    private static final List<Series> ALL = List.of(READ, OPEN, FREE, MEMORY);
    private static final int TARGETS = 5;
    private static final int UPDATES = 600;

    @TempDir
    Path directory;

    /** Two hours ago, at the beginning of an hour. */
    private final long start = (System.currentTimeMillis() / 3_600_000 - 2) * 3_600_000;

    private final Random random = new Random(7);
    private final Map<String, long[]> counts = new HashMap<>();
    /** Everything that was written: by series and entity, the values by time. */
    private final Map<String, Map<Long, Double>> written = new TreeMap<>();

    private PrometheusServer prometheus;
    private StatisticsService local;

    @BeforeEach
    void start() throws Exception {
        prometheus = new PrometheusServer(directory.resolve("prometheus"));
        prometheus.start();
        local = LocalStore.open(directory.resolve("local"));
    }

    @AfterEach
    void stop() throws Exception {
        prometheus.close();
        call(local, "deactivate");
    }

    /** Does what the framework does in the distribution. */
    private static void call(Object component, String method, Object... arguments) throws Exception {
        for (Method each : component.getClass().getDeclaredMethods()) {
            if (each.getName().equals(method)) {
                each.setAccessible(true);
                each.invoke(component, arguments);
                return;
            }
        }
        throw new NoSuchMethodException(method);
    }

    private Config config(boolean keepLocal) {
        return Options.config(Map.of(
                "write_url",
                prometheus.writeUrl(),
                "read_url",
                prometheus.url(),
                "request_samples",
                500,
                "keep_local",
                keepLocal));
    }

    private RemoteWriter writer() throws IOException {
        return writer(Cluster.EMPTY);
    }

    private RemoteWriter writer(Cluster cluster) throws IOException {
        ClusterView view = (ClusterView) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ClusterView.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("cluster")) {
                        return cluster;
                    }
                    throw new UnsupportedOperationException(method.toString());
                });
        return new RemoteWriter(view, PluginsMetrics.ALL, config(true), directory.resolve("queue"), Duration.ZERO);
    }

    /** Readings of all targets at one time, some of which come a bit later than the others. */
    private void write(Statistics statistics, int update) {
        Batch batch = new Batch();
        for (int target = 0; target < TARGETS; target++) {
            String entity = "target/" + target;
            long time = start + update * 10_000L + (target == TARGETS - 1 ? 3_700 : 0);
            long[] its = counts.computeIfAbsent(entity, key -> new long[2]);
            its[0] += 1_000_000L * (target + 1) + random.nextInt(1_000_000);
            its[1] += random.nextInt(50);
            Number[] values = {
                its[0], its[1], 5_000_000L - update * 100L + random.nextInt(50), random.nextInt(1_000) + 0.5
            };
            for (int i = 0; i < values.length; i++) {
                batch.add(entity, time, ALL.get(i), values[i]);
                MetricName name = PluginsMetrics.ALL.name(ALL.get(i).id());
                written.computeIfAbsent(name.sample() + " " + entity, key -> new TreeMap<>())
                        .put(time, values[i].doubleValue() * name.factor());
            }
        }
        assertThat(statistics.write(batch).join().complete()).isTrue();
    }

    /** Waits for something to be sent, and until it can be asked for. */
    private void await(String what, BooleanSupplier condition) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(10);
        }
        prometheus.settle();
    }

    private QueryClient client() {
        return new QueryClient(Endpoint.of("read.url", prometheus.url(), config(true)), System::nanoTime);
    }

    /** Every sample that Prometheus has, in the form of {@link #written}. */
    private Map<String, Map<Long, Double>> stored() {
        Map<String, Map<Long, Double>> stored = new TreeMap<>();
        client().samples("{entity!=\"\"}[3h]", start / 1_000 + UPDATES * 10L + 60, (labels, times, values) -> {
            Map<Long, Double> its =
                    stored.computeIfAbsent(labels.get("__name__") + " " + labels.get("entity"), key -> new TreeMap<>());
            for (int i = 0; i < times.length; i++) {
                assertThat(its.put(times[i], values[i])).as("twice").isNull();
            }
        });
        return stored;
    }

    @Test
    void nothingIsLostAndNothingIsTwiceAndTheAnswersAreTheLocalOnes() throws Exception {
        RemoteWriter writer = writer();
        local.addFollower(writer);
        for (int update = 1; update <= 200; update++) {
            write(local, update);
        }
        // In the middle of sending.
        prometheus.kill();
        RemoteWriter first = writer;
        for (int update = 201; update <= 300; update++) {
            write(local, update);
        }
        await(
                "the endpoint's absence is noticed",
                () -> !first.counters().problem().isEmpty());
        assertThat(first.counters().problem()).containsAnyOf("refused", "reset", "closed");
        // The manager is restarted while the endpoint is away.
        local.removeFollower(writer);
        writer.deactivate();
        assertThat(first.counters().dropped()).isZero();
        RemoteWriter second = writer();
        assertThat(second.counters().waiting()).isGreaterThanOrEqualTo(100L * TARGETS * ALL.size());
        local.addFollower(second);
        try {
            for (int update = 301; update <= 400; update++) {
                write(local, update);
            }
            prometheus.start();
            for (int update = 401; update <= UPDATES; update++) {
                write(local, update);
            }
            await("the queue is sent", () -> second.counters().waiting() == 0);
            assertThat(second.counters().dropped()).isZero();
            assertThat(stored()).isEqualTo(written);
            assertThat(written.values().stream().mapToInt(Map::size).sum()).isEqualTo(TARGETS * ALL.size() * UPDATES);
        } finally {
            local.removeFollower(second);
            second.deactivate();
        }
        Statistics remote =
                new PrometheusStatistics(local, null, PluginsMetrics.ALL, config(true), InstantSource.system());
        if (PrometheusServer.isPrometheus()) { // the rates of VictoriaMetrics are a little different by design
            sameRanges(remote);
            sameAggregates(remote);
            sameRanks(remote);
        }
        assertThat(remote.latest(Selector.all(), List.of(FREE.id())))
                .isEqualTo(local.latest(Selector.all(), List.of(FREE.id())));
        prometheus.kill();
        assertThatThrownBy(() -> remote.read(
                        Selector.all(), List.of(READ.id()), List.of(Consolidation.AVERAGE), window(10, 100)))
                .isInstanceOf(StatisticsException.class)
                .hasMessageContaining("History cannot be read from " + prometheus.url())
                .extracting(e -> ((StatisticsException) e).fault())
                .isEqualTo(StatisticsException.Fault.UNAVAILABLE);
    }

    private Window window(int step, int rows) {
        Instant begin = Instant.ofEpochMilli(start + 600_000);
        return Window.step(begin, begin.plusSeconds((long) step * rows), Duration.ofSeconds(step));
    }

    /** Targets whose readings come at the ends of rows: there PromQL's arithmetic and rrdtool's agree to the digit. */
    private static Selector punctual() {
        List<String> keys = new ArrayList<>();
        for (int target = 0; target < TARGETS - 1; target++) {
            keys.add("target/" + target);
        }
        return Selector.keys(keys);
    }

    private static List<SeriesId> ids() {
        return ALL.stream().map(Series::id).toList();
    }

    private static void compare(List<Range> remote, List<Range> local) {
        assertThat(remote).hasSameSizeAs(local).isNotEmpty();
        for (int r = 0; r < local.size(); r++) {
            Range is = remote.get(r);
            Range wanted = local.get(r);
            String what = wanted.entity() + " " + wanted.series() + " " + wanted.function() + " of " + wanted.step();
            assertThat(is.entity()).isEqualTo(wanted.entity());
            assertThat(is.series()).isEqualTo(wanted.series());
            assertThat(is.function()).isEqualTo(wanted.function());
            assertThat(is.first()).as(what).isEqualTo(wanted.first());
            assertThat(is.step()).as(what).isEqualTo(wanted.step());
            assertThat(is.values()).as(what).hasSameSizeAs(wanted.values()).doesNotContain(Double.NaN);
            for (int i = 0; i < is.values().length; i++) {
                double value = wanted.values()[i];
                assertThat(is.values()[i])
                        .as("%s, row %s", what, i)
                        .isCloseTo(value, within(Math.max(1e-9, Math.abs(value) * 1e-6)));
            }
        }
    }

    private void sameRanges(Statistics remote) {
        List<Consolidation> mean = List.of(Consolidation.AVERAGE);
        List<Consolidation> peaks = List.of(Consolidation.AVERAGE, Consolidation.MINIMUM, Consolidation.MAXIMUM);
        for (Window window : List.of(window(10, 400), window(60, 80))) {
            compare(remote.read(punctual(), ids(), mean, window), local.read(punctual(), ids(), mean, window));
        }
        compare(
                remote.read(punctual(), ids(), peaks, window(300, 16)),
                local.read(punctual(), ids(), peaks, window(300, 16)));
        compare(
                remote.read(punctual(), ids(), List.of(Consolidation.LAST), window(10, 50)),
                local.read(punctual(), ids(), List.of(Consolidation.LAST), window(10, 50)));
        // Readings in between: rrdtool spreads growth over the rows, PromQL counts it where it was seen; the whole is
        // the same.
        Selector late = Selector.keys(List.of("target/" + (TARGETS - 1)));
        double is = mean(remote.read(late, List.of(READ.id()), mean, window(60, 80)));
        double wanted = mean(local.read(late, List.of(READ.id()), mean, window(60, 80)));
        assertThat(is).isCloseTo(wanted, within(wanted * 0.01));
    }

    private static double mean(List<Range> ranges) {
        assertThat(ranges).hasSize(1);
        return History.overall(ranges.get(0).values(), Consolidation.AVERAGE);
    }

    private void sameAggregates(Statistics remote) {
        for (Reduction reduction : Reduction.values()) {
            compare(
                    remote.aggregate(punctual(), ids(), Consolidation.AVERAGE, window(60, 80), reduction, ""),
                    local.aggregate(punctual(), ids(), Consolidation.AVERAGE, window(60, 80), reduction, ""));
        }
        for (int target = 0; target < TARGETS - 1; target++) {
            remote.define("target/" + target, Map.of("filesystem", target % 2 == 0 ? "even" : "odd"), List.of());
        }
        List<Range> groups = remote.aggregate(
                Selector.all(), List.of(READ.id()), Consolidation.AVERAGE, window(10, 30), Reduction.SUM, "filesystem");
        assertThat(groups).extracting(Range::entity).containsExactly("even", "odd");
        compare(
                groups,
                local.aggregate(
                        Selector.all(),
                        List.of(READ.id()),
                        Consolidation.AVERAGE,
                        window(10, 30),
                        Reduction.SUM,
                        "filesystem"));
    }

    private void sameRanks(Statistics remote) {
        List<Ranked> is = remote.top(punctual(), "stats_read_bytes", Consolidation.AVERAGE, window(60, 80), 3);
        List<Ranked> wanted = local.top(punctual(), "stats_read_bytes", Consolidation.AVERAGE, window(60, 80), 3);
        assertThat(is).extracting(Ranked::entity).containsExactly("target/3", "target/2", "target/1");
        for (int i = 0; i < 3; i++) {
            assertThat(is.get(i).value())
                    .isCloseTo(wanted.get(i).value(), within(wanted.get(i).value() * 1e-6));
        }
    }

    @Test
    void withoutTheLocalStoreReadingsGoToPrometheusAlone() throws Exception {
        RemoteWriter writer = writer();
        long now = System.currentTimeMillis() / 10_000 * 10_000;
        try {
            Statistics remote =
                    new PrometheusStatistics(local, writer, PluginsMetrics.ALL, config(false), InstantSource.system());
            for (int i = 30; i >= 0; i--) {
                Batch batch = new Batch()
                        .add("target/1", now - i * 10_000L, READ, 1_000L * (100 - i))
                        .add("target/1", now - i * 10_000L, FREE, 7);
                assertThat(remote.write(batch).join().accepted()).isEqualTo(2);
            }
            assertThat(remote.write(new Batch().add("target/1", now, FREE, 8))
                            .join()
                            .duplicate())
                    .isEqualTo(1);
            assertThat(remote.write(new Batch().add("target/1", now - 5_000, FREE, 8))
                            .join()
                            .late())
                    .isEqualTo(1);
            assertThat(remote.write(new Batch().add("target/1", now + 3_600_000, FREE, 8))
                            .join()
                            .early())
                    .isEqualTo(1);
            await("the queue is sent", () -> writer.counters().waiting() == 0);
            assertThat(remote.counters().accepted()).isEqualTo(62);
            assertThat(local.counters().accepted()).isZero();
            assertThat(remote.entity("target/1").orElseThrow().series()).containsExactlyInAnyOrder(READ, FREE);
            assertThat(remote.entity("target/1").orElseThrow().lastUpdate()).isEqualTo(now);

            Window window =
                    Window.step(Instant.ofEpochMilli(now - 200_000), Instant.ofEpochMilli(now), Duration.ofSeconds(10));
            assertThat(remote.read(Selector.all(), List.of(READ.id()), List.of(Consolidation.AVERAGE), window)
                            .get(0)
                            .values())
                    .hasSize(20)
                    .containsOnly(100.0);
            List<Latest> latest = remote.latest(Selector.all(), List.of(FREE.id(), OPEN.id()));
            assertThat(latest).singleElement().satisfies(newest -> {
                assertThat(newest.time()).isEqualTo(now);
                assertThat(newest.readings())
                        .singleElement()
                        .satisfies(reading -> assertThat(reading.value()).isEqualTo(7.0));
            });
            // After a restart, memory is empty and the endpoint is asked.
            Statistics restarted =
                    new PrometheusStatistics(local, writer, PluginsMetrics.ALL, config(false), InstantSource.system());
            assertThat(restarted.latest(Selector.all(), List.of(FREE.id())))
                    .singleElement()
                    .satisfies(newest -> {
                        assertThat(newest.time()).isEqualTo(now);
                        assertThat(newest.readings().get(0).value()).isEqualTo(7.0);
                    });
            assertThat(restarted.drop("target/1")).isTrue();
            assertThat(restarted.latest(Selector.all(), List.of(FREE.id()))).isEmpty();
        } finally {
            writer.deactivate();
        }
    }

    private static Cluster cluster() {
        Target ost = new Target(
                Target.KIND.id(7),
                TargetState.MOUNTED,
                Instant.EPOCH,
                false,
                TargetKind.OST,
                "lfs-OST0000",
                "uuid",
                "label",
                0,
                Filesystem.KIND.id(1),
                1,
                Target.Format.DEFAULT,
                List.of(new Target.Mount(Host.KIND.id(3), 1, "/dev/x", "/mnt/x", true)),
                Host.KIND.id(3),
                Map.of(),
                0,
                0);
        Filesystem lfs = new Filesystem(
                Filesystem.KIND.id(1), FilesystemState.AVAILABLE, Instant.EPOCH, false, "lfs", Target.KIND.id(6), 1, 1);
        return Cluster.EMPTY.with(new Changes(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(ost),
                List.of(lfs),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of()));
    }

    private static Attributed ost(String series, Map<String, String> labels, long time, double value) {
        return new Attributed(
                "target/7",
                new Sample(
                        Sample.Subject.target("lfs-OST0000"),
                        series,
                        labels,
                        Sample.Type.COUNTER,
                        Instant.ofEpochMilli(time),
                        value));
    }

    private static Map<String, String> with(Map<String, String> labels, String... more) {
        Map<String, String> all = new TreeMap<>(labels);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }

    /** From the plugins' samples to Prometheus, and back as charts ask for them. */
    @Test
    void jobsAndDiskRequestsHaveTheNamesThatMetricsHasAndAreFoundAgain() throws Exception {
        RemoteWriter writer = writer(cluster());
        local.addFollower(writer);
        CoreSampleSink sink = new CoreSampleSink(Options.of(CoreSampleSink.Config.class, Map.of()), PluginsMetrics.ALL);
        call(sink, "setStatistics", local);
        Map<String, String> job = Map.of(Sample.JOB, "cp.500");
        Map<String, String> large = Map.of("operation", "write", "size", "4194304");
        Map<String, String> small = Map.of("operation", "write", "size", "4096");
        long now = System.currentTimeMillis() / 10_000 * 10_000;
        try {
            for (int i = 0; i <= 30; i++) {
                long time = now - (30 - i) * 10_000L;
                sink.write(List.of(
                        ost("job_write_bytes", job, time, 1_000.0 * i),
                        ost("job_punch", job, time, 10.0 * i),
                        ost("brw_disk_iosize", large, time, 20.0 * i),
                        ost("brw_disk_iosize", small, time, 30.0 * i)));
            }
            await("all is sent", () -> writer.counters().sent() == 31 * 4);
        } finally {
            local.removeFollower(writer);
            writer.deactivate();
            call(sink, "close");
        }

        Set<Map<String, String>> labels = new HashSet<>();
        client().samples("{entity!=\"\"}[10m]", now / 1_000 + 1, (its, times, values) -> labels.add(with(its)));
        Map<String, String> target = Map.of("component", "ost", "target", "lfs-OST0000", "filesystem", "lfs");
        Map<String, String> its = with(target, "entity", "target/7/job/cp.500", "jobid", "cp.500");
        Map<String, String> disk = with(target, "entity", "target/7", "__name__", "lustre_disk_io_total");
        assertThat(labels)
                .isEqualTo(Set.of(
                        with(its, "__name__", "lustre_job_write_bytes_total"),
                        with(its, "__name__", "lustre_job_stats_total", "operation", "punch"),
                        with(disk, "operation", "write", "size", "4194304"),
                        with(disk, "operation", "write", "size", "4096")));
        assertThat(prometheus.query(
                        "sum by (jobid) (lustre_job_write_bytes_total{target=\"lfs-OST0000\"})", now / 1_000))
                .contains("\"jobid\":\"cp.500\"", "\"30000\"");

        Statistics remote =
                new PrometheusStatistics(local, null, PluginsMetrics.ALL, config(true), InstantSource.system());
        Window window =
                Window.step(Instant.ofEpochMilli(now - 200_000), Instant.ofEpochMilli(now), Duration.ofSeconds(10));
        Selector jobs = new Selector(Set.of(), Map.of("object", Set.of("target/7")));
        assertRates(remote, jobs, SeriesId.of("job_write_bytes"), window, "target/7/job/cp.500", 100);
        assertRates(remote, jobs, SeriesId.of("job_punch"), window, "target/7/job/cp.500", 1);
        Selector ost = Selector.keys(List.of("target/7"));
        assertRates(remote, ost, new SeriesId("brw_disk_iosize", large), window, "target/7", 2);
        assertRates(remote, ost, new SeriesId("brw_disk_iosize", small), window, "target/7", 3);
    }

    private static void assertRates(
            Statistics remote, Selector selector, SeriesId series, Window window, String entity, double rate) {
        assertThat(remote.read(selector, List.of(series), List.of(Consolidation.AVERAGE), window))
                .singleElement()
                .satisfies(range -> {
                    assertThat(range.entity()).isEqualTo(entity);
                    assertThat(range.values()).hasSize(20);
                    for (double value : range.values()) {
                        assertThat(value).isCloseTo(rate, within(rate * 1e-9));
                    }
                });
    }

    @Test
    void aSampleThatPrometheusWillNotTakeCostsNoOther() throws Exception {
        // Always so but where somebody asked for VictoriaMetrics, which takes old samples: then there is nothing to
        // refuse.
        assumeThat(PrometheusServer.isPrometheus()).isTrue();
        RemoteWriter writer = writer();
        try {
            long now = System.currentTimeMillis();
            follow(writer, 0, 30, now);
            // The 40th is older than what Prometheus has by now.
            follow(writer, 30, 50, now);
            assertThat(writer.counters().refused()).isEqualTo(1);
            assertThat(writer.counters().sent()).isEqualTo(49);
            assertThat(prometheus.query("count_over_time(lustre_free_kilobytes[10m])", now / 1_000 + 1))
                    .contains("\"49\"");
        } finally {
            writer.deactivate();
        }
    }

    private void follow(RemoteWriter writer, int from, int to, long now) throws IOException, InterruptedException {
        List<Follower.Update> updates = new ArrayList<>();
        for (int i = from; i < to; i++) {
            long time = i == 40 ? now - 1_000_000 : now - 100_000 + i * 1_000L;
            updates.add(new Follower.Update("target/1", time, List.of(new Batch.Reading(FREE, i))));
        }
        writer.follow(updates).join();
        await("the queue is sent", () -> writer.counters().waiting() == 0);
    }

    @Test
    void whatCannotWorkIsNotConfigured() {
        assertThatThrownBy(() -> new PrometheusStatistics(
                        local,
                        null,
                        PluginsMetrics.ALL,
                        Options.config(Map.of("read_url", "http://h/", "keep_local", false)),
                        InstantSource.system()))
                .hasMessageContaining("keep.local = false needs write.url");
    }
}
