package org.chroma.prometheus.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), new Random(1));

    @Test
    void pausesDoubleUpToTheMostAndVary() {
        long ceiling = 1_000;
        for (int failures = 1; failures < 200; failures++) {
            int number = failures;
            long[] pauses = LongStream.range(0, 50)
                    .map(i -> backoff.after(number, null).toMillis())
                    .toArray();
            long most = ceiling;
            assertThat(pauses)
                    .satisfies(all -> assertThat(LongStream.of(all).boxed())
                            .allSatisfy(pause -> assertThat(pause).isBetween(most / 2, most)));
            assertThat(LongStream.of(pauses).distinct().count()).isGreaterThan(10);
            ceiling = Math.min(60_000, ceiling * 2);
        }
    }

    @Test
    void whatTheEndpointAsksForIsTheLeast() {
        assertThat(backoff.after(1, Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(30));
        assertThat(backoff.after(20, Duration.ofSeconds(1))).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
        assertThat(backoff.after(1, Duration.ofDays(1))).isEqualTo(Backoff.MOST_ASKED);
    }
}
