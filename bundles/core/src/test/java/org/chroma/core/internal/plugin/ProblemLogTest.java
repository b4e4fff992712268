package org.chroma.core.internal.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.chroma.core.testing.MovableClock;
import org.junit.jupiter.api.Test;

class ProblemLogTest {
    private final MovableClock clock = new MovableClock();
    private final ProblemLog log = new ProblemLog(clock);

    private boolean tell(long server, String plugin, String why) {
        return log.tell(server, number -> "s" + number, plugin, why);
    }

    @Test
    void aPluginThatSaysSomethingElseEachTimeIsLoggedOnceInAWhile() {
        assertThat(tell(1, "linux", "took 12 ms")).isTrue();
        assertThat(tell(1, "linux", "took 13 ms")).isFalse();
        assertThat(tell(1, "lustre", "took 13 ms")).isTrue();
        assertThat(tell(2, "linux", "took 12 ms")).isTrue();
        clock.advance(Duration.ofMinutes(11));
        assertThat(tell(1, "linux", "took 14 ms")).isTrue();
    }

    @Test
    void aServerWithEverNewPluginsSilencesNoOther() {
        int lines = 0;
        for (int i = 0; i < 5_000; i++) {
            lines += tell(1, "invented" + i, "no") ? 1 : 0;
        }
        assertThat(lines).isEqualTo(50);
        assertThat(tell(2, "linux", "broken")).isTrue();
        clock.advance(Duration.ofMinutes(11));
        assertThat(tell(1, "linux", "broken")).isTrue();
    }
}
