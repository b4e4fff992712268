package org.chroma.agent.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.chroma.protocol.Limits;
import org.chroma.spi.DevicePlugin;
import org.chroma.spi.Machine;
import org.chroma.testing.RecordedMachine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Device plugins that do what plugins should not do. */
@Timeout(60)
class ScannerTest {
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration LIMIT = Duration.ofMillis(100);

    private final Workers workers = new Workers();
    private final ProbeRegistry probes = new ProbeRegistry();
    private final CountDownLatch release = new CountDownLatch(1);

    public record Seen(String words) {}

    @AfterEach
    void stop() {
        release.countDown();
        probes.close();
        workers.close();
    }

    private Scanner scanner(Duration patience, Duration limit) {
        return new Scanner(new RecordedMachine("oss1"), Clock.systemUTC(), workers.timer, patience, limit);
    }

    private Map<String, ScanOutcome> look(Scanner scanner) throws Exception {
        return scanner.look(probes.current()).get(30, TimeUnit.SECONDS);
    }

    private static Object words(@Nullable ScanOutcome outcome) {
        if (outcome instanceof ScanOutcome.Failed failed) {
            return failed.reason();
        }
        return outcome instanceof ScanOutcome.Seen<?> seen ? seen.scan() : "not there";
    }

    @Test
    void aPluginThatThrowsHarmsItselfOnly() throws Exception {
        probes.add("good", (DevicePlugin<Seen>) machine -> new Seen(machine.nodename()));
        probes.add("lacking", (DevicePlugin<Seen>) machine -> {
            throw new NoClassDefFoundError("org/example/Gone");
        });
        probes.add("speechless", (DevicePlugin<Seen>) machine -> {
            throw new IOException();
        });
        probes.add("flooding", (DevicePlugin<Seen>) machine -> {
            throw new IOException("x".repeat(10_000_000));
        });
        probes.add("empty", ScannerTest::nothing);

        Map<String, ScanOutcome> outcomes = look(scanner(Duration.ofSeconds(20), Duration.ofSeconds(20)));

        assertThat(words(outcomes.get("good"))).isEqualTo(new Seen("oss1"));
        assertThat(words(outcomes.get("lacking"))).isEqualTo("org/example/Gone");
        assertThat(words(outcomes.get("speechless"))).isEqualTo("java.io.IOException");
        assertThat(words(outcomes.get("empty"))).isEqualTo("empty returned nothing");
        assertThat(words(outcomes.get("flooding")).toString())
                .hasSizeLessThanOrEqualTo(Limits.cut("x".repeat(10_000_000)).length());
    }

    @SuppressWarnings("NullAway") // a plugin need not be null-marked
    private static Seen nothing(Machine machine) {
        return null;
    }

    @Test
    void aPluginThatHangsIsNamedAndNotAskedAgainBeforeItEnds() throws Exception {
        AtomicInteger times = new AtomicInteger();
        probes.add("good", (DevicePlugin<Seen>) machine -> new Seen("again"));
        probes.add("deaf", (DevicePlugin<Seen>) machine -> {
            times.incrementAndGet();
            while (release.getCount() > 0) {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    // It does not care.
                }
            }
            return new Seen("late");
        });
        Scanner scanner = scanner(PATIENCE, LIMIT);

        for (int report = 0; report < 3; report++) {
            Map<String, ScanOutcome> outcomes = look(scanner);
            assertThat(words(outcomes.get("good"))).isEqualTo(new Seen("again"));
            assertThat(words(outcomes.get("deaf"))).isEqualTo("deaf did not end within 0 s");
        }
        assertThat(times).as("one thread is enough to lose").hasValue(1);

        release.countDown();
        Object found = "nothing yet";
        for (int report = 0; report < 50 && !found.equals(new Seen("late")); report++) {
            found = words(look(scanner).get("deaf"));
        }
        assertThat(found).as("asked again when it has ended").isEqualTo(new Seen("late"));
        assertThat(times.get()).isGreaterThan(1);
    }

    @Test
    void aSlowPluginComesWithALaterReport() throws Exception {
        probes.add("slow", (DevicePlugin<Seen>) machine -> {
            release.await();
            return new Seen("slow");
        });
        Scanner scanner = scanner(PATIENCE, Duration.ofSeconds(50));
        assertThat(look(scanner)).isEmpty();

        release.countDown();
        assertThat(words(scanner(Duration.ofSeconds(20), Duration.ofSeconds(20))
                        .look(probes.current())
                        .get(30, TimeUnit.SECONDS)
                        .get("slow")))
                .isEqualTo(new Seen("slow"));
    }
}
