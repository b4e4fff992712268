package org.chroma.agent.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.chroma.protocol.Limits;
import org.chroma.protocol.RecordType;
import org.chroma.protocol.Report;
import org.chroma.protocol.ReportAnswer;
import org.junit.jupiter.api.Test;

class ReportSessionTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final RecordType<Disks> DISKS = RecordType.tolerant("disks", Disks.class);
    private static final RecordType<Odd> ODD = RecordType.tolerant("odd", Odd.class);

    private final ReportSession session = new ReportSession();

    record Disks(int count, String comment) {}

    record Odd(Object anything) {}

    private static ScanOutcome disks(int count) {
        return disks(count, "");
    }

    private static ScanOutcome disks(int count, String comment) {
        return new ScanOutcome.Seen<>(NOW, new Disks(count, comment), DISKS);
    }

    private Report next(Map<String, ScanOutcome> outcomes) {
        return session.next("oss1", NOW, NOW, outcomes, List.of(), List.of());
    }

    private static ReportAnswer accepted(String session, long sequence) {
        return new ReportAnswer(session, sequence, true, List.of());
    }

    @Test
    void theFirstReportOpensASessionWithEverything() {
        Report report = next(Map.of("disks", disks(1)));
        assertThat(report.session()).isNull();
        assertThat(report.sequence()).isZero();
        assertThat(report.scans()).containsOnlyKeys("disks");
    }

    @Test
    void whatTheManagerHasIsNotSentAgain() {
        next(Map.of("disks", disks(1)));
        assertThat(session.answered(accepted("s", 1))).isTrue();

        Report same = next(Map.of("disks", disks(1)));
        assertThat(same.session()).isEqualTo("s");
        assertThat(same.sequence()).isEqualTo(1);
        assertThat(same.scans()).isEmpty();
        assertThat(same.unchanged()).containsOnlyKeys("disks");

        session.answered(accepted("s", 2));
        assertThat(next(Map.of("disks", disks(2))).scans()).containsOnlyKeys("disks");
    }

    @Test
    void anUnansweredReportDoesNotCount() {
        next(Map.of("disks", disks(1)));
        Report again = next(Map.of("disks", disks(1)));
        assertThat(again.sequence()).isZero();
        assertThat(again.scans()).containsOnlyKeys("disks");
    }

    @Test
    void aRefusedReportMakesTheNextOneComplete() {
        next(Map.of("disks", disks(1)));
        session.answered(accepted("s", 1));
        next(Map.of("disks", disks(1)));
        assertThat(session.answered(new ReportAnswer("t", 0, false, List.of()))).isFalse();

        Report complete = next(Map.of("disks", disks(1)));
        assertThat(complete.session()).isEqualTo("t");
        assertThat(complete.sequence()).isZero();
        assertThat(complete.scans()).containsOnlyKeys("disks");
    }

    @Test
    void aScanThatFailedIsNotForgotten() {
        next(Map.of("disks", disks(1)));
        session.answered(accepted("s", 1));
        Report failed = next(Map.of("disks", new ScanOutcome.Failed("no disks today")));
        assertThat(failed.errors()).containsExactly(Map.entry("disks", "no disks today"));
        session.answered(accepted("s", 2));
        assertThat(next(Map.of("disks", disks(1))).unchanged()).containsOnlyKeys("disks");
    }

    @Test
    void aPluginThatFloodsHarmsOnlyItself() {
        String flood = "x".repeat(Limits.SCAN_BYTES);
        Report report = next(Map.of("flood", disks(1, flood), "disks", disks(1)));
        assertThat(report.scans()).containsOnlyKeys("disks");
        assertThat(report.errors()).containsOnlyKeys("flood");
        assertThat(report.errors().toString()).contains("at most 2,097,152 are allowed");
    }

    @Test
    void aScanThatIsNoDataHarmsOnlyItself() {
        Odd endless = new Odd(new Endless());
        Report report = next(Map.of("odd", new ScanOutcome.Seen<>(NOW, endless, ODD), "disks", disks(1)));
        assertThat(report.scans()).containsOnlyKeys("disks");
        assertThat(report.errors()).containsOnlyKeys("odd");
    }

    /** Holds itself. */
    public static final class Endless {
        public Endless getSelf() {
            return this;
        }
    }
}
