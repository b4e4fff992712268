package org.chroma.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.chroma.core.port.SampleSink.Attributed;
import org.chroma.metrics.Declarations;
import org.chroma.spi.Metric;
import org.chroma.spi.Sample;
import org.chroma.statistics.EntityInfo;
import org.chroma.statistics.Latest;
import org.chroma.statistics.Reading;
import org.chroma.statistics.Selector;
import org.chroma.statistics.Series;
import org.chroma.statistics.SeriesId;
import org.chroma.statistics.internal.Engine;
import org.chroma.statistics.internal.options.Options;
import org.chroma.statistics.internal.store.MemoryBlockStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoreSampleSinkTest {
    private static final Instant AT = Instant.ofEpochMilli(1_600_000_000_000L);
    private static final Sample.Subject HOST = new Sample.Subject("host", "oss1");
    private static final Sample.Subject OST = Sample.Subject.target("lfs-OST0000");

    private static final Declarations DECLARED = Declarations.ofMetrics(
            List.of(Metric.gauge("mem_MemFree").unit("kB").help("Free memory").build()));

    @TempDir
    Path directory;

    private Instant now = AT.plusSeconds(1);
    private Engine engine;
    private CoreSampleSink sink;

    @BeforeEach
    void open() throws IOException {
        engine = new Engine(Options.defaults(), new MemoryBlockStore(), directory.resolve("log"), () -> now);
        sink = sink(engine);
    }

    @AfterEach
    void close() throws IOException {
        sink.close();
        engine.close();
    }

    @Test
    void readingsOfOneReportAreOneUpdateHoweverFarApartTheyWereTaken() {
        sink.write(List.of(
                new Attributed("host/3", new Sample(HOST, "mem_MemFree", Sample.Type.GAUGE, AT, 17)),
                new Attributed("host/3", new Sample(HOST, "cpu_user", Sample.Type.DERIVE, AT.plusMillis(40), 0.5))));
        List<Latest> latest = engine.latest(
                Selector.keys(List.of("host/3")), List.of(SeriesId.of("mem_MemFree"), SeriesId.of("cpu_user")));
        assertThat(latest).singleElement().satisfies(newest -> {
            assertThat(newest.time()).isEqualTo(AT.toEpochMilli());
            assertThat(newest.readings()).hasSize(2);
        });
    }

    @Test
    void aSeriesKeepsItsDeclaredUnit() {
        sink.write(List.of(
                new Attributed("host/3", new Sample(HOST, "mem_MemFree", Sample.Type.GAUGE, AT, 17)),
                new Attributed("host/3", new Sample(HOST, "undeclared", Sample.Type.GAUGE, AT, 1))));

        assertThat(engine.entity("host/3"))
                .hasValueSatisfying(host ->
                        assertThat(host.series()).extracting(Series::unit).containsExactly("kB", ""));
    }

    @Test
    void labelsTellSeriesApart() {
        Map<String, String> large = Map.of("operation", "write", "size", "4194304");
        Map<String, String> small = Map.of("operation", "write", "size", "4096");
        sink.write(List.of(
                new Attributed("target/7", new Sample(OST, "brw_disk_iosize", large, Sample.Type.COUNTER, AT, 45)),
                new Attributed("target/7", new Sample(OST, "brw_disk_iosize", small, Sample.Type.COUNTER, AT, 2))));

        assertThat(engine.latest(Selector.keys(List.of("target/7"))))
                .singleElement()
                .satisfies(newest -> assertThat(newest.readings())
                        .containsExactlyInAnyOrder(
                                new Reading(new SeriesId("brw_disk_iosize", large), 45),
                                new Reading(new SeriesId("brw_disk_iosize", small), 2)));
    }

    @Test
    void aJobIsAnEntityOfItsOwn() {
        job("cp.500", 0);

        assertThat(engine.entity("target/7/job/cp.500")).hasValueSatisfying(entity -> {
            assertThat(entity.attributes()).isEqualTo(Map.of("object", "target/7", "job", "cp.500"));
            assertThat(entity.series()).singleElement().satisfies(series -> {
                assertThat(series.id()).isEqualTo(SeriesId.of("job_write_bytes"));
                assertThat(series.minimum()).isZero();
            });
        });
    }

    @Test
    void anObjectKeepsItsLatestJobs() {
        job("first", 0);
        job("second", 10);
        job("first", 20);
        job("third", 30);

        until(() -> keys().equals(List.of("target/7/job/first", "target/7/job/third")));
        job("second", 40);
        until(() -> keys().equals(List.of("target/7/job/second", "target/7/job/third")));
        // It is as before: with its attributes, and with what came since.
        assertThat(engine.entity("target/7/job/second").orElseThrow().attributes())
                .containsEntry("job", "second");
    }

    @Test
    void aFloodOfJobsInOneReportIsCut() {
        List<Attributed> flood = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            flood.add(new Attributed("target/7", reading("job" + i, 0)));
        }
        sink.write(flood);

        assertThat(keys()).hasSize(2);
    }

    @Test
    void jobsGoWhenTheyAreLongDone() {
        job("done", 0);
        now = AT.plusSeconds(4_000);
        job("running", 3_700);

        until(() -> keys().equals(List.of("target/7/job/running")));
    }

    @Test
    void jobsAreKnownAgainAfterARestart() {
        job("first", 0);
        job("second", 10);
        CoreSampleSink restarted = sink(engine);
        restarted.write(List.of(new Attributed("target/7", reading("third", 20))));

        until(() -> keys().equals(List.of("target/7/job/second", "target/7/job/third")));
        restarted.close();
    }

    @Test
    void anObjectTakesItsJobsAlong() {
        job("first", 0);
        sink.write(List.of(
                new Attributed("target/7", new Sample(OST, "kbytesfree", Sample.Type.GAUGE, AT.plusSeconds(20), 1)),
                new Attributed("target/77", new Sample(OST, "kbytesfree", Sample.Type.GAUGE, AT.plusSeconds(20), 1))));
        sink.drop("target/7");

        until(() -> keys().equals(List.of("target/77")));
    }

    @Test
    void whatIsGoneGoesAndAllElseStays() {
        job("first", 0);
        for (String entity : List.of("target/7", "target/8", "host/3", "resource/5")) {
            sink.write(List.of(new Attributed(entity, new Sample(OST, "x", Sample.Type.GAUGE, AT.plusSeconds(20), 1))));
        }
        sink.keepOnly(Set.of("target/8"));

        until(() -> keys().equals(List.of("resource/5", "target/8")));
    }

    private static CoreSampleSink sink(Engine engine) {
        CoreSampleSink sink = new CoreSampleSink(2, Duration.ofHours(1), DECLARED);
        sink.setStatistics(engine);
        return sink;
    }

    private void job(String job, int seconds) {
        if (now.isBefore(AT.plusSeconds(seconds))) {
            now = AT.plusSeconds(seconds);
        }
        sink.write(List.of(new Attributed("target/7", reading(job, seconds))));
    }

    private static Sample reading(String job, int seconds) {
        return new Sample(
                OST,
                "job_write_bytes",
                Map.of("job", job),
                Sample.Type.COUNTER,
                AT.plusSeconds(seconds),
                100 + seconds);
    }

    private List<String> keys() {
        return engine.entities(Selector.all()).stream().map(EntityInfo::key).toList();
    }

    private void until(BooleanSupplier condition) {
        long limit = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as("It did not come to pass; there are %s", keys())
                    .isLessThan(limit);
            Thread.onSpinWait();
        }
    }
}
