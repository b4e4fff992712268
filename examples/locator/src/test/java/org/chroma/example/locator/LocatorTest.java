package org.chroma.example.locator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.spi.Action;
import org.chroma.spi.Condition;
import org.chroma.spi.JobContext;
import org.chroma.spi.JobStep;
import org.chroma.spi.Metric;
import org.chroma.spi.Observation;
import org.chroma.spi.Sample;
import org.chroma.spi.Server;
import org.chroma.testing.RecordedContext;
import org.chroma.testing.RecordedMachine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LocatorTest {
    private static final Instant NOW = Instant.parse("2026-11-23T14:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final RecordedMachine machine = new RecordedMachine("oss1");
    private final RecordedContext context = new RecordedContext(machine);

    @Test
    void blinksForAWhile() throws Exception {
        assertThat(new LocatorPlugin(CLOCK).scan(machine)).isEqualTo(new LocatorScan(false));

        assertThat(new BlinkLocatorPlugin(CLOCK).run(new BlinkLocator(60), context))
                .isEqualTo(new BlinkLocator.Blinking(NOW.plusSeconds(60)));

        assertThat(new LocatorPlugin(CLOCK).scan(machine)).isEqualTo(new LocatorScan(true));
        Clock later = Clock.fixed(NOW.plusSeconds(61), ZoneOffset.UTC);
        assertThat(new LocatorPlugin(later).scan(machine)).isEqualTo(new LocatorScan(false));
        assertThat(context.lines()).containsExactly("The locator light blinks until 2026-11-23T14:01:00Z");
    }

    @Test
    void switchesTheRealLightWhereThereIsOne() throws Exception {
        machine.answer("ipmitool chassis identify 60", "Chassis identify interval: 60 seconds\n");

        new BlinkLocatorPlugin(CLOCK).run(new BlinkLocator(60), context);

        assertThat(machine.commands()).containsExactly("ipmitool chassis identify 60");
    }

    @Test
    void refusesNonsense() {
        for (int seconds : new int[] {0, -1, 3601}) {
            assertThatThrownBy(() -> new BlinkLocatorPlugin(CLOCK).run(new BlinkLocator(seconds), context))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        machine.file("/run/chroma/locator", "soon\n");
        assertThatThrownBy(() -> new LocatorPlugin(CLOCK).scan(machine)).hasMessageContaining("does not hold a time");
    }

    @Test
    void showsTheLightAndAnAlertWhileItBlinks() {
        Server server = new Server(1, "oss1.lab", "oss1", NOW);

        Observation on = new LocatorHandler().observe(server, new LocatorScan(true));
        assertThat(on.resources())
                .singleElement()
                .satisfies(light -> assertThat(light.attributes()).containsEntry("blinking", true));
        assertThat(on.conditions())
                .extracting(Condition::message)
                .containsExactly("The locator light of oss1 is blinking");

        Observation off = new LocatorHandler().observe(server, new LocatorScan(false));
        assertThat(off.resources()).hasSize(1);
        assertThat(off.conditions()).isEmpty();
    }

    @Test
    void measuresTheLightAsItDeclares() {
        Server server = new Server(1, "oss1.lab", "oss1", NOW);
        LocatorHandler handler = new LocatorHandler();

        assertThat(handler.observe(server, new LocatorScan(true)).samples())
                .containsExactly(
                        new Sample(Sample.Subject.host(server), "locator_blinking", Sample.Type.GAUGE, NOW, 1));
        assertThat(handler.observe(server, new LocatorScan(false)).samples())
                .extracting(Sample::value)
                .containsExactly(0.0);
        assertThat(handler.metrics()).singleElement().satisfies(metric -> {
            assertThat(metric.name()).isEqualTo("locator_blinking");
            assertThat(metric.family()).contains(Metric.Family.gauge("locator_blinking", "Locator lights that blink"));
            assertThat(metric.chart()).isEqualTo(new Metric.Chart("Locator lights", "blinking"));
        });
    }

    @Test
    void offersAJobOnServersThatWereHeardOf() throws Exception {
        LocateJob job = new LocateJob();
        Host host = host(NOW);
        assertThat(job.canRun(host)).isTrue();
        assertThat(job.canRun(host(null))).isFalse();

        List<String> log = new ArrayList<>();
        JobContext jobContext = new JobContext() {
            @Override
            public <R> @Nullable R run(long server, Action<R> action) {
                log.add("host %d: %s".formatted(server, action));
                return null;
            }

            @Override
            public void log(String line) {
                log.add(line);
            }
        };
        for (JobStep<Host> step : job.steps(host)) {
            step.work().run(host, jobContext);
        }
        assertThat(log).containsExactly("host 7: BlinkLocator[seconds=60]");
    }

    private static Host host(@Nullable Instant lastContact) {
        return new Host(Host.KIND.id(7), HostState.LNET_UP, NOW, false, "oss1", "oss1.lab", "oss1", lastContact, NOW);
    }
}
