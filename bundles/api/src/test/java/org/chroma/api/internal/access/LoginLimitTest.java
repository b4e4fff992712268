package org.chroma.api.internal.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoginLimitTest {
    private Instant now = Instant.EPOCH;

    private final LoginLimit limit = new LoginLimit(((InstantSource) () -> now).withZone(ZoneOffset.UTC));

    @Test
    void refusesOneNameFromOneAddressForAWhile() {
        for (int i = 0; i < 10; i++) {
            assertThat(limit.allows("ada", "1.2.3.4")).isTrue();
            limit.failed("ada", "1.2.3.4");
        }
        assertThat(limit.allows("ada", "1.2.3.4")).isFalse();
        assertThat(limit.allows("ada", "5.6.7.8")).isTrue();
        assertThat(limit.allows("bob", "1.2.3.4")).isTrue();
        now = now.plusSeconds(301);
        assertThat(limit.allows("ada", "1.2.3.4")).isTrue();
    }

    @Test
    void refusesAnAddressThatTriesManyNames() {
        for (int i = 0; i < 50; i++) {
            limit.failed("user" + i, "1.2.3.4");
        }
        assertThat(limit.allows("ada", "1.2.3.4")).isFalse();
        assertThat(limit.allows("ada", "5.6.7.8")).isTrue();
    }

    @Test
    void forgetsFailuresOnSuccess() {
        for (int i = 0; i < 9; i++) {
            limit.failed("ada", "1.2.3.4");
        }
        limit.succeeded("ada", "1.2.3.4");
        limit.failed("ada", "1.2.3.4");
        assertThat(limit.allows("ada", "1.2.3.4")).isTrue();
    }

    @Test
    void countsBlanksBehindANameAsTheNameDoesWithoutThem() {
        for (int i = 0; i < 10; i++) {
            assertThat(limit.allows("ada", "1.2.3.4")).isTrue();
            limit.failed("ada" + " ".repeat(i), "1.2.3.4");
        }
        assertThat(limit.allows("ada   ", "1.2.3.4")).isFalse();
    }

    @Test
    void allowsNoMoreAtOnceThanOneAfterTheOther() throws Exception {
        AtomicInteger tried = new AtomicInteger();
        CountDownLatch full = new CountDownLatch(10);
        CountDownLatch known = new CountDownLatch(1);
        ExecutorService guessers = Executors.newFixedThreadPool(40);
        try {
            List<Future<?>> guesses = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                guesses.add(guessers.submit(() -> {
                    if (limit.allows("ada", "1.2.3.4")) {
                        tried.incrementAndGet();
                        full.countDown();
                        known.await();
                        limit.failed("ada", "1.2.3.4");
                    }
                    return null;
                }));
            }
            assertThat(full.await(10, TimeUnit.SECONDS)).isTrue();
            known.countDown();
            for (Future<?> guess : guesses) {
                guess.get(10, TimeUnit.SECONDS);
            }
        } finally {
            guessers.shutdownNow();
        }
        assertThat(tried).hasValue(10);
    }

    @Test
    void forgetsAttemptsThatBrokeOff() {
        for (int i = 0; i < 10; i++) {
            assertThat(limit.allows("ada", "1.2.3.4")).isTrue();
        }
        now = now.plusSeconds(61);
        assertThat(limit.allows("ada", "1.2.3.4")).isTrue();
    }

    @Test
    void keepsNobodyOutWhoHasTheRightPasswordManyTimesAtOnce() throws Exception {
        ExecutorService scripts = Executors.newFixedThreadPool(40);
        try {
            List<Future<Boolean>> answers = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                answers.add(scripts.submit(() -> {
                    boolean allowed = limit.allows("ada", "1.2.3.4");
                    if (allowed) {
                        limit.succeeded("ada", "1.2.3.4");
                    }
                    return allowed;
                }));
            }
            for (Future<Boolean> answer : answers) {
                assertThat(answer.get(10, TimeUnit.SECONDS)).isTrue();
            }
        } finally {
            scripts.shutdownNow();
        }
    }
}
