package org.chroma.core.internal.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ForeignCodeTest {
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String ASKING = "saying what it does";

    private volatile Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private final ForeignCode code = new ForeignCode("BlinkJob", "org.example.blink", () -> now);
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void close() {
        release.countDown();
        code.close();
    }

    @Test
    void answersWhatItAnswers() throws Exception {
        assertThat(code.call(ASKING, LONG, () -> "blinks")).isEqualTo("blinks");
        assertThat(code.problem()).isEmpty();
    }

    @Test
    void anErrorIsToldInWordsAndRemembered() {
        assertThatThrownBy(() -> code.call(ASKING, LONG, () -> {
                    throw new NoClassDefFoundError("com/example/Lib");
                }))
                .isInstanceOf(ForeignCodeException.class)
                .hasMessage("BlinkJob failed at saying what it does: java.lang.NoClassDefFoundError: com/example/Lib");

        assertThat(code.problem()).contains("com/example/Lib");
    }

    @Test
    @SuppressWarnings("NullAway") // what others write need not be null-marked
    void nothingIsNoAnswer() {
        assertThatThrownBy(() -> code.call(ASKING, LONG, () -> null))
                .isInstanceOf(ForeignCodeException.class)
                .hasMessage("BlinkJob returned nothing when saying what it does");
    }

    @Test
    void aProblemIsForgottenAWhileAfterItWasLastSeen() throws Exception {
        assertThatThrownBy(() -> code.call("saying whether it fits host/3", LONG, () -> {
                    throw new IllegalStateException("not this one");
                }))
                .isInstanceOf(ForeignCodeException.class);
        code.call("saying whether it fits host/4", LONG, () -> true);

        assertThat(code.problem()).contains("not this one");

        now = now.plusSeconds(61);
        assertThat(code.problem()).isEmpty();
    }

    @Test
    void whatHangsIsNamedWithItsThreadAndNotAskedAgainUntilItLetsGo() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        assertThatThrownBy(() -> code.call(ASKING, SHORT, () -> {
                    asked.incrementAndGet();
                    return hang();
                }))
                .isInstanceOf(ForeignCodeException.class)
                .hasMessage("BlinkJob did not end saying what it does within 100 ms;"
                        + " it is still running in thread chroma-foreign-BlinkJob");

        long begin = System.nanoTime();
        assertThatThrownBy(() -> code.call("running", LONG, asked::incrementAndGet))
                .isInstanceOf(ForeignCodeException.class)
                .hasMessage("BlinkJob is still saying what it does, since 2026-01-02T03:04:05Z,"
                        + " in thread chroma-foreign-BlinkJob; it was not asked again");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LONG);
        assertThat(asked).hasValue(1);
        assertThat(code.problem()).contains("in thread chroma-foreign-BlinkJob");

        release.countDown();
        while (true) { // until its thread is back
            try {
                assertThat(code.call("running", LONG, () -> "works")).isEqualTo("works");
                return;
            } catch (ForeignCodeException e) {
                assertThat(e).hasMessageContaining("it was not asked again");
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void onlyTheCallThatWasMeantIsInterrupted() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        assertThatThrownBy(() -> code.call(ASKING, SHORT, () -> {
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        Thread.currentThread().interrupt(); // as well-behaved code does
                    }
                    return "late";
                }))
                .isInstanceOf(ForeignCodeException.class);
        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();

        while (true) { // until its thread is back
            try {
                assertThat(code.call(ASKING, LONG, Thread::interrupted)).isFalse();
                return;
            } catch (ForeignCodeException e) {
                assertThat(e).hasMessageContaining("it was not asked again");
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void whatIsGoneIsNotCalled() {
        code.close();

        assertThatThrownBy(() -> code.call(ASKING, LONG, () -> true))
                .isInstanceOf(ForeignCodeException.class)
                .hasMessage("BlinkJob is gone");
    }

    /** All of the manager waits for that thread. */
    @Test
    void nothingForeignRunsOnTheThreadThatWrites() throws Exception {
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Thread writing = new WritingThread(
                () -> thrown.set(catchThrowable(() -> code.call(ASKING, LONG, () -> "must not be asked"))));
        writing.start();
        writing.join();

        assertThat(thrown.get())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("never called on the thread that writes");
    }

    /** Not even an interrupt ends it. */
    private String hang() {
        while (true) {
            try {
                release.await();
                return "late";
            } catch (InterruptedException e) {
                // goes on
            }
        }
    }
}
