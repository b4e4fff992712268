package org.chroma.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.chroma.metrics.DeclaredMetrics.Declared;
import org.chroma.spi.Metric;
import org.chroma.statistics.SeriesId;
import org.junit.jupiter.api.Test;

class DeclarationsTest {
    private static Metric.Builder fans(String name) {
        return Metric.gauge(name).unit("fans").help("Fans that stand still");
    }

    @Test
    void aWholeNameCountsBeforeAnOpenOneAndALongOneBeforeAShortOne() {
        Metric all = Metric.gauge("f*").help("Of *").build();
        Metric some = Metric.gauge("fan_*").help("Fan *").build();
        Metric one = fans("fan_1").build();
        Declarations declared = Declarations.ofMetrics(List.of(all, some, one));

        assertThat(declared.find("fan_1")).contains(one);
        assertThat(declared.find("fan_2")).contains(some.named("2"));
        assertThat(declared.find("fog")).contains(all.named("og"));
        assertThat(declared.find("x")).isEmpty();
        assertThat(declared.all()).extracting(each -> each.metric().name()).containsExactly("f*", "fan_*", "fan_1");
    }

    @Test
    void ofTwoThatCannotBothBeTrueTheFirstCounts() {
        Metric first = fans("fans").family("x_fans").build();
        Metric otherUnit = fans("fans").unit("pieces").family("x_fans").build();
        Metric otherMeaning =
                Metric.gauge("blades").help("Blades").family("x_fans").build();
        Metric sameSample = fans("again").family("x_fans").build();
        Metric told = fans("told").family("x_fans").label("place", "rear").build();

        Declarations declared = Declarations.of(List.of(
                new Declared(first, "a", true),
                new Declared(first, "b", true),
                new Declared(otherUnit, "b", true),
                new Declared(otherMeaning, "b", true),
                new Declared(sameSample, "b", true),
                new Declared(told, "b", true)));

        assertThat(declared.all()).extracting(Declared::metric).containsExactly(first, told);
        assertThat(declared.all()).extracting(Declared::plugin).containsExactly("a", "b");
        assertThat(declared.refused())
                .isEqualTo(Map.of(
                        "fans", "another plugin declares fans otherwise",
                        "blades", "x_fans of blades means something else already",
                        "again", "x_fans with labels {} of again is another metric already"));
        assertThat(declared.name(SeriesId.of("blades")).labels()).isEqualTo(Map.of("series", "blades"));
    }

    @Test
    void aSeriesWithoutAFamilyOrWithAnImpossibleOneIsAReading() {
        Declarations declared = Declarations.ofMetrics(List.of(
                fans("fans").build(),
                Metric.gauge("mem_*").help("Memory *").family("memory_*").build()));

        assertThat(declared.name(SeriesId.of("fans")).sample()).isEqualTo("chroma_reading");
        assertThat(declared.name(SeriesId.of("mem_a")).sample()).isEqualTo("memory_a");
        assertThat(declared.name(SeriesId.of("mem_a.b")).labels()).isEqualTo(Map.of("series", "mem_a.b"));
    }
}
