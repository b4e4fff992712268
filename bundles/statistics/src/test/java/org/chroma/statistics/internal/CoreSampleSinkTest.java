package org.chroma.statistics.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.chroma.core.port.SampleSink.Attributed;
import org.chroma.spi.Sample;
import org.chroma.statistics.Latest;
import org.chroma.statistics.Selector;
import org.chroma.statistics.SeriesId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoreSampleSinkTest {
    private static final Instant AT = Instant.ofEpochMilli(1_600_000_000_000L);
    private static final Sample.Subject HOST = new Sample.Subject("host", "oss1");

    @TempDir
    Path directory;

    @Test
    void readingsOfOneReportAreOneUpdateHoweverFarApartTheyWereTaken() throws IOException {
        Engine engine = new Engine(
                Options.defaults(),
                new JdbcBlockStore(
                        EngineTest.derby(directory), r -> StatisticsService.retention(Options.defaults(), r)),
                directory.resolve("log"),
                () -> AT.plusSeconds(1));
        try {
            new CoreSampleSink(engine)
                    .write(List.of(
                            new Attributed("host/3", new Sample(HOST, "mem_MemFree", Sample.Type.GAUGE, AT, 17)),
                            new Attributed(
                                    "host/3",
                                    new Sample(HOST, "cpu_user", Sample.Type.DERIVE, AT.plusMillis(40), 0.5))));
            List<Latest> latest = engine.latest(
                    Selector.keys(List.of("host/3")), List.of(SeriesId.of("mem_MemFree"), SeriesId.of("cpu_user")));
            assertThat(latest).singleElement().satisfies(newest -> {
                assertThat(newest.time()).isEqualTo(AT.toEpochMilli());
                assertThat(newest.readings()).hasSize(2);
            });
        } finally {
            engine.close();
        }
    }
}
