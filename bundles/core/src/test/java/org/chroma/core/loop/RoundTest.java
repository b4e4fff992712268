package org.chroma.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RoundTest {

    /** A fixed rate ends by itself, and silently, when a round of it throws. */
    @Test
    void aLoopSurvivesAnError() throws Exception {
        CountDownLatch rounds = new CountDownLatch(3);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try {
            var unused = timer.scheduleAtFixedRate(
                    new Round(LoggerFactory.getLogger(RoundTest.class), "The test", () -> {
                        rounds.countDown();
                        throw new StackOverflowError("too deep");
                    }),
                    1,
                    1,
                    TimeUnit.MILLISECONDS);

            assertThat(rounds.await(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            timer.shutdownNow();
        }
    }
}
