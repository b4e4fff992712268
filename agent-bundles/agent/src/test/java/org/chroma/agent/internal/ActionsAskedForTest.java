package org.chroma.agent.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.chroma.protocol.ActionResult;
import org.chroma.protocol.Limits;
import org.chroma.spi.Action;
import org.chroma.spi.ActionContext;
import org.chroma.spi.ActionPlugin;
import org.chroma.testing.RecordedMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Actions as a manager asks for them. */
@Timeout(60)
class ActionsAskedForTest {
    private final Workers workers = new Workers();
    private final ActionRegistry registry = new ActionRegistry();
    private final ActionRunner runner =
            new ActionRunner(new RecordedMachine("oss1").answer("greet", "hello\n"), registry, workers);
    private final Worker worker = new Worker();

    /** Does what its name says. */
    public record Work(String how) implements Action<Answer> {}

    public record Answer(String words) {}

    private static final class Worker implements ActionPlugin<Work, Answer> {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch mayEnd = new CountDownLatch(1);
        private final AtomicInteger times = new AtomicInteger();

        @Override
        public Class<Work> action() {
            return Work.class;
        }

        @Override
        public Answer run(Work action, ActionContext context) throws IOException, InterruptedException {
            times.incrementAndGet();
            begun.countDown();
            switch (action.how()) {
                case "greet" -> context.machine().run(Duration.ofSeconds(5), "greet");
                case "wait" -> mayEnd.await();
                case "babble" -> {
                    return new Answer("x".repeat(Limits.ACTION_BYTES));
                }
                default -> throw new IllegalArgumentException();
            }
            return new Answer("done");
        }
    }

    @BeforeEach
    void offer() {
        assertThat(registry.add(worker)).isEqualTo("work");
    }

    @AfterEach
    void stop() {
        worker.mayEnd.countDown();
        workers.close();
    }

    private ActionRun start(String how) {
        return runner.start("work", "{\"how\":\"%s\"}".formatted(how).getBytes(UTF_8));
    }

    private static ActionResult result(ActionRun run) throws InterruptedException {
        return run.follow(line -> {});
    }

    private static ActionResult.Failure failure(ActionRun run) throws InterruptedException {
        return Objects.requireNonNull(result(run).failure());
    }

    @Test
    void programsOfAnActionAreHeardOnItsConsole() throws Exception {
        List<String> console = new ArrayList<>();
        ActionResult result = start("greet").follow(console::add);
        assertThat(result.success()).isTrue();
        assertThat(Objects.requireNonNull(result.result()).path("words").asText())
                .isEqualTo("done");
        assertThat(console).contains("hello");
    }

    @Test
    void whoAsksForTheSameWhileItRunsJoinsIt() throws Exception {
        ActionRun first = start("wait");
        assertThat(worker.begun.await(20, TimeUnit.SECONDS)).isTrue();
        ActionRun second = start("wait");
        assertThat(second).isSameAs(first);

        first.cancelled();
        worker.mayEnd.countDown();
        assertThat(result(second).success()).as("the other one still wants it").isTrue();
        assertThat(result(start("wait")).success()).isTrue();
        assertThat(worker.times).as("what has ended is done again").hasValue(2);
    }

    @Test
    void whateverAPluginThrowsIsSaid() throws Exception {
        assertThat(failure(start("sing")).message())
                .as("an exception without words")
                .isEqualTo("IllegalArgumentException");
        assertThat(failure(start("babble")).message()).startsWith("The answer of work has");
    }

    @Test
    void whatIsNotOfferedOrNotUnderstoodIsNamed() throws Exception {
        assertThat(failure(runner.start("sing", "{}".getBytes(UTF_8))).message())
                .isEqualTo("This server's agent offers no action sing");
        assertThat(failure(runner.start("work", "{\"who\":1}".getBytes(UTF_8))).message())
                .isEqualTo("work.how is missing");
        registry.remove(worker);
        assertThat(failure(start("greet")).message()).isEqualTo("This server's agent offers no action work");
    }
}
