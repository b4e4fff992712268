package org.chroma.agent.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.chroma.protocol.ActionResult;
import org.chroma.spi.Action;
import org.chroma.spi.ActionContext;
import org.chroma.spi.ActionPlugin;
import org.chroma.spi.Machine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Actions that do not behave. */
@Timeout(20)
class ActionRunnerTest {
    private final ActionRegistry registry = new ActionRegistry();
    private final Workers workers = new Workers();
    private final ActionRunner runner = new ActionRunner(noMachine(), registry, workers);

    /** Ends when its plugin lets it. */
    public record Linger() implements Action<Void> {
        @Override
        public Duration timeLimit() {
            return Duration.ofMillis(50);
        }
    }

    /** Cannot say how long it takes. */
    public record Undecided() implements Action<Void> {
        @Override
        public Duration timeLimit() {
            throw new NoClassDefFoundError("com/example/Limits");
        }
    }

    @AfterEach
    void close() {
        workers.close();
    }

    @Test
    void anActionThatTakesTooLongIsInterruptedAndEndsForItsCallerAtOnce() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        registry.add(new Lingering(() -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                heard.add("interrupted");
            }
        }));

        assertThat(failure("linger")).isEqualTo("linger did not end within 0 s");
        assertThat(heard.take()).isEqualTo("interrupted");
    }

    /** What was asked for an answer that came too late must not meet what its thread does next. */
    @Test
    void anActionThatHasEndedIsNotInterrupted() throws Exception {
        ActionRun run = new ActionRun();
        run.begin();
        run.end();

        run.giveUp(ActionResult.of(ActionResult.Failure.of(new IOException("late"))));

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void anActionThatNobodyWantsAnyMoreDoesNotBegin() throws Exception {
        ActionRun run = new ActionRun();
        run.joined();
        run.cancelled();

        assertThatThrownBy(run::begin).isInstanceOf(InterruptedException.class).hasMessage("Cancelled before it began");
    }

    @Test
    void anErrorOfAnActionReachesItsCallerAndItCanBeAskedForAgain() throws Exception {
        registry.add(new Hesitating());

        for (int times = 0; times < 2; times++) {
            assertThat(failure("undecided")).isEqualTo("com/example/Limits");
        }
    }

    private String failure(String action) throws InterruptedException {
        ActionResult result = runner.start(action, "{}".getBytes(UTF_8)).follow(line -> {});
        assertThat(result.success()).isFalse();
        return requireNonNull(result.failure()).message();
    }

    private record Lingering(Runnable work) implements ActionPlugin<Linger, Void> {
        @Override
        public Class<Linger> action() {
            return Linger.class;
        }

        @Override
        @SuppressWarnings("NullAway") // Void has no value
        public Void run(Linger action, ActionContext context) {
            work.run();
            return null;
        }
    }

    private static final class Hesitating implements ActionPlugin<Undecided, Void> {
        @Override
        public Class<Undecided> action() {
            return Undecided.class;
        }

        @Override
        @SuppressWarnings("NullAway") // Void has no value
        public Void run(Undecided action, ActionContext context) {
            return null;
        }
    }

    /** A machine on which nothing may be done. */
    private static Machine noMachine() {
        return (Machine) Proxy.newProxyInstance(
                Machine.class.getClassLoader(), new Class<?>[] {Machine.class}, (proxy, method, arguments) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
