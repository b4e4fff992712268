package org.chroma.core.internal.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private final AtomicLong now = new AtomicLong(17);
    private final Patience patience = new Patience(Duration.ofSeconds(2), Duration.ofSeconds(10), now::get);

    @Test
    void waitingUsesItUpAndTimeBringsItBack() {
        patience.use(Duration.ofMillis(500));
        assertThat(patience.left()).isEqualTo(Duration.ofMillis(1_500));

        patience.use(Duration.ofMinutes(1));
        assertThat(patience.left()).isZero();

        now.addAndGet(Duration.ofSeconds(5).toNanos());
        assertThat(patience.left()).isEqualTo(Duration.ofSeconds(1));

        now.addAndGet(Duration.ofDays(1).toNanos());
        assertThat(patience.left()).isEqualTo(Duration.ofSeconds(2));
    }
}
