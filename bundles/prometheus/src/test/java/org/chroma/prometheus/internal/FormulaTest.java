package org.chroma.prometheus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.chroma.statistics.Consolidation;
import org.chroma.statistics.Series;
import org.chroma.statistics.StatisticsException;
import org.chroma.statistics.Window;
import org.junit.jupiter.api.Test;

class FormulaTest {
    private static final Series READ = Series.derive("stats_read_bytes").minimum(0);
    private static final Instant BEGIN = Instant.ofEpochSecond(1_600_000_000);

    private final Formula formula = new Formula(10, PluginsMetrics.ALL);

    @Test
    void selectorsHoldNothingThatTheyDoNotMean() {
        assertThat(formula.selector(READ, List.of("target/1"), List.of()))
                .isEqualTo("lustre_read_bytes_total{entity=\"target/1\"}");
        assertThat(formula.selector(READ, List.of("a.b", "c\"|d"), List.of()))
                .isEqualTo("lustre_read_bytes_total{entity=~\"a\\\\.b|c\\\\\\\"\\\\|d\"}");
        assertThat(formula.selector(READ, List.of(), List.of())).isEqualTo("lustre_read_bytes_total{entity!=\"\"}");
    }

    @Test
    void aSeriesWithoutLabelsIsNotTheOneWithThem() {
        Series plain = Series.gauge("x");
        assertThat(formula.selector(plain, List.of("e"), List.of("job")))
                .isEqualTo("chroma_reading{entity=\"e\",job=\"\",series=\"x\"}");
        assertThat(formula.selector(plain.labels(Map.of("job", "cp \"1\"")), List.of("e"), List.of()))
                .isEqualTo("chroma_reading{entity=\"e\",job=\"cp \\\"1\\\"\",series=\"x\"}");
    }

    @Test
    void ratesOfRows() {
        String m = "lustre_read_bytes_total{entity=\"e\"}";
        assertThat(formula.rows(READ, List.of("e"), List.of(), Consolidation.AVERAGE, 10))
                .isEqualTo("sum by (entity) (irate(" + m + "[25000ms]))");
        assertThat(formula.rows(READ, List.of("e"), List.of(), Consolidation.AVERAGE, 60))
                .isEqualTo("sum by (entity) ((rate(" + m + "[60001ms])) and (count_over_time(" + m
                        + "[59999ms]) >= 3.0))");
        assertThat(formula.rows(READ, List.of("e"), List.of(), Consolidation.MAXIMUM, 300))
                .contains("max_over_time((irate(" + m + "[25000ms]))[295000ms:10s])");
    }

    @Test
    void readingsAreBackInTheirOwnUnit() {
        assertThat(formula.rows(Series.gauge("mem_MemFree"), List.of(), List.of(), Consolidation.LAST, 10))
                .isEqualTo("max by (entity) ((last_over_time(node_memory_MemFree_bytes{entity!=\"\"}[25000ms])) /"
                        + " 1024.0)");
    }

    private static Axis axis(Window window) {
        return Axis.of(window, 10);
    }

    @Test
    void rowsAreTheFinestThatAreFewEnough() {
        assertThat(axis(Window.points(BEGIN, BEGIN.plusSeconds(3_600), 500)).step())
                .isEqualTo(10);
        assertThat(axis(Window.points(BEGIN, BEGIN.plusSeconds(86_400), 500)).step())
                .isEqualTo(300);
        assertThat(axis(Window.points(BEGIN, BEGIN.plusSeconds(86_400L * 3_650), 500))
                        .step())
                .isEqualTo(86_400);
        assertThat(axis(Window.step(BEGIN, BEGIN.plusSeconds(3_600), Duration.ZERO))
                        .step())
                .isEqualTo(10);
        assertThat(axis(Window.step(BEGIN, BEGIN.plusSeconds(3_600), Duration.ofMinutes(4)))
                        .step())
                .isEqualTo(300);
        assertThatThrownBy(() -> axis(Window.step(BEGIN, BEGIN.plusSeconds(86_400L * 3_650), Duration.ZERO)))
                .isInstanceOf(StatisticsException.class)
                .hasMessageContaining("31536000 rows of 10 s");
    }

    @Test
    void rowsBeginAfterTheBeginningAndReachTheEnd() {
        Axis axis = axis(Window.step(Instant.ofEpochSecond(100), Instant.ofEpochSecond(131), Duration.ZERO));
        assertThat(axis.time(0)).isEqualTo(110);
        assertThat(axis.count()).isEqualTo(4);
        assertThat(axis.row(140)).isEqualTo(3);
        assertThat(axis.row(150)).isEqualTo(-1);
        assertThat(axis.row(135)).isEqualTo(-1);
        assertThat(axis.ended(129)).isEqualTo(2);
        assertThat(axis.ended(50)).isZero();
        assertThat(axis.ended(5_000)).isEqualTo(4);
    }
}
