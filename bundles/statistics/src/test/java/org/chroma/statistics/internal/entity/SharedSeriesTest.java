package org.chroma.statistics.internal.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.chroma.statistics.Series;
import org.junit.jupiter.api.Test;

class SharedSeriesTest {
    private final SharedSeries shared = new SharedSeries();

    @Test
    void equalDefinitionsBecomeOneObject() {
        Series first = Series.counter("stats_read_bytes").unit("bytes").labels(Map.of("job", "a"));
        Series again = Series.counter("stats_read_bytes").unit("bytes").labels(Map.of("job", "a"));
        assertThat(again).isNotSameAs(first);
        assertThat(shared.share(first)).isSameAs(first);
        assertThat(shared.share(List.of(again)).get(0)).isSameAs(first);
    }

    @Test
    void whatDiffersInAnythingStaysApart() {
        Series bytes = shared.share(Series.counter("stats_read_bytes").unit("bytes"));
        Series kilobytes = Series.counter("stats_read_bytes").unit("kilobytes");
        assertThat(shared.share(kilobytes)).isSameAs(kilobytes).isNotEqualTo(bytes);
    }
}
