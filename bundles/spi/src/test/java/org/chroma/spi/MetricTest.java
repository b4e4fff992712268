package org.chroma.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetricTest {
    private static final Instant NOW = Instant.parse("2026-11-23T14:00:00Z");
    private static final Server SERVER = new Server(1, "oss1.lab", "oss1", NOW);
    private static final Sample.Subject OST = Sample.Subject.target("lfs-OST0000");

    private static final Metric OPERATIONS = Metric.counter("job_*")
            .unit("requests")
            .help("Requests of the job: *")
            .about(Metric.About.JOB)
            .total(Metric.Total.SUM)
            .family(Metric.Family.counter("lustre_job_stats", "Operations of the job by kind"))
            .label("operation", "*")
            .chart("Jobs", "*")
            .build();

    @Test
    void readingsHaveNameAndKindOfTheDeclaration() {
        Metric fans = Metric.gauge("fans_failed").help("Fans that stand still").build();

        assertThat(fans.reading(SERVER, 2))
                .isEqualTo(new Sample(Sample.Subject.host(SERVER), "fans_failed", Sample.Type.GAUGE, NOW, 2));
        assertThat(OPERATIONS.named("punch").reading(SERVER, OST, Map.of(Sample.JOB, "cp.500"), 7))
                .isEqualTo(new Sample(OST, "job_punch", Map.of(Sample.JOB, "cp.500"), Sample.Type.COUNTER, NOW, 7));
    }

    @Test
    void aReadingOfSomethingElseIsRefused() {
        Metric fans = Metric.gauge("fans_failed").help("Fans that stand still").build();

        assertThatThrownBy(() -> fans.reading(SERVER, OST, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("fans_failed is about a server, not about target lfs-OST0000 with labels []");
        assertThatThrownBy(() -> OPERATIONS.named("punch").reading(SERVER, OST, 1))
                .hasMessageContaining("is about a job");
        assertThatThrownBy(() -> OPERATIONS.reading(SERVER, OST, Map.of(Sample.JOB, "cp.500"), 1))
                .hasMessage("job_* stands for several series; name one");
    }

    @Test
    void whatStandsForTheStarTakesTheStarsPlaceEverywhere() {
        Metric punch = OPERATIONS.named("punch");

        assertThat(punch.name()).isEqualTo("job_punch");
        assertThat(punch.help()).isEqualTo("Requests of the job: punch");
        assertThat(punch.unit()).isEqualTo("requests");
        assertThat(punch.labels()).isEqualTo(Map.of("operation", "punch"));
        assertThat(punch.family()).isEqualTo(OPERATIONS.family());
        assertThat(punch.chart()).isEqualTo(new Metric.Chart("Jobs", "punch"));
        assertThat(punch.isOpen()).isFalse();
        Metric memory = Metric.gauge("mem_*")
                .help("What Linux calls *")
                .family("node_memory_*_bytes")
                .build();
        assertThat(memory.named("Dirty").family())
                .contains(Metric.Family.gauge("node_memory_Dirty_bytes", "What Linux calls Dirty"));
        assertThatThrownBy(() -> memory.named("a.b")).hasMessageContaining("cannot be a name in Prometheus");
        assertThatThrownBy(() -> punch.named("hole")).hasMessage("job_punch has no series \"hole\"");
    }

    @Test
    void anOpenNameDeclaresWhatBeginsLikeIt() {
        assertThat(OPERATIONS.declares("job_punch")).isTrue();
        assertThat(OPERATIONS.declares("job_")).isFalse();
        assertThat(OPERATIONS.declares("stats_punch")).isFalse();
        assertThat(OPERATIONS.named("punch").declares("job_punch")).isTrue();
        assertThat(OPERATIONS.named("punch").declares("job_punch_more")).isFalse();
    }

    @Test
    void aFamilyOfItsOwnHasTheKindAndHelpOfTheMetric() {
        assertThat(Metric.counter("a").help("All").family("x_a").build().family())
                .contains(Metric.Family.counter("x_a", "All"));
        assertThat(Metric.gauge("a").help("All").family("x_a").build().family())
                .contains(Metric.Family.gauge("x_a", "All"));
        assertThat(Metric.derive("a").help("All").family("x_a").build().family())
                .contains(Metric.Family.unknown("x_a", "All"));
        assertThat(Metric.absolute("a").help("All").build().family()).isEqualTo(Optional.empty());
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> Metric.gauge("two words").help("x").build())
                .hasMessage("\"two words\" cannot be the name of a metric");
        assertThatThrownBy(() -> Metric.gauge("a*b").help("x").build()).hasMessageContaining("cannot be the name");
        assertThatThrownBy(() -> Metric.gauge("*").help("x").build()).hasMessageContaining("cannot be the name");
        assertThatThrownBy(() -> Metric.gauge("a").build()).hasMessage("a has no help");
        assertThatThrownBy(() -> Metric.gauge("a").help("x").label("b", "c").build())
                .hasMessage("a has labels, but no family");
        assertThatThrownBy(() -> Metric.Family.gauge("a-b", "x")).hasMessageContaining("cannot be a name");
        assertThatThrownBy(() -> Metric.Family.gauge("a", "")).hasMessage("a has no help");
        assertThatThrownBy(() -> Metric.Family.gauge("a", "x").times(0)).hasMessageContaining("is not above 0");
    }
}
