package org.chroma.core.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.chroma.core.ChromaException;
import org.chroma.core.testing.InMemoryDataStore;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Errors of what is written, and of what surrounds it: each harms as little as it can, and the thread that writes goes
 * on.
 */
@Timeout(30)
class WriterTest {
    private final InMemoryDataStore store = new InMemoryDataStore();
    private final Ledger ledger = new Ledger(store.load());
    private final FailingHooks hooks = new FailingHooks();
    private final Writer writer = new Writer(ledger, store, Clock.systemUTC(), hooks);
    private final ExecutorService callers = Executors.newCachedThreadPool();

    private static final class FailingHooks implements Writer.Hooks {
        private final AtomicInteger rollbacks = new AtomicInteger();
        private volatile String unwanted = "";
        private volatile boolean rollbackFails;

        @Override
        public void beforeCommit(Transaction transaction) {
            if (transaction.keys().contains(unwanted)) {
                throw new StackOverflowError(unwanted);
            }
        }

        @Override
        public void afterCommit(Set<String> changed, Moves moves) {
            throw new NoClassDefFoundError("com/example/Lib");
        }

        @Override
        public void rolledBack(Transaction remaining) {
            rollbacks.incrementAndGet();
            if (rollbackFails) {
                throw new StackOverflowError("again");
            }
        }
    }

    @BeforeEach
    void start() {
        writer.start();
    }

    @AfterEach
    void close() {
        writer.stop();
        callers.shutdownNow();
    }

    @Test
    void anErrorOfOnePieceOfWorkIsItsOwn() throws Exception {
        List<CompletableFuture<Long>> results = inOneBatch(1, -2, 3);

        assertThat(results.get(0).get()).isEqualTo(1);
        assertThatThrownBy(() -> results.get(1).get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(ChromaException.class)
                .hasRootCauseInstanceOf(NoClassDefFoundError.class);
        assertThat(results.get(2).get()).isEqualTo(3);
        assertThat(stored()).containsExactly(1L, 3L);
        assertThat(hooks.rollbacks).hasPositiveValue();
    }

    @Test
    void onlyWhatIsToBlameForAnErrorAtTheEndOfABatchFails() throws Exception {
        hooks.unwanted = "host/2";
        List<CompletableFuture<Long>> results = inOneBatch(1, 2, 3);

        assertThat(results.get(0).get()).isEqualTo(1);
        assertThatThrownBy(() -> results.get(1).get()).hasRootCauseInstanceOf(StackOverflowError.class);
        assertThat(results.get(2).get()).isEqualTo(3);
        assertThat(stored()).containsExactly(1L, 3L);
    }

    @Test
    void whatCouldNotBeMadeAnewIsMadeAnewBeforeTheNextWork() throws Exception {
        hooks.rollbackFails = true;
        List<CompletableFuture<Long>> results = inOneBatch(1, -2);
        assertThatThrownBy(() -> results.get(1).get()).isInstanceOf(ExecutionException.class);
        int before = hooks.rollbacks.get();
        hooks.rollbackFails = false;

        assertThat(inOneBatch(4).get(0).get()).isEqualTo(4);

        assertThat(hooks.rollbacks).hasValueGreaterThan(before);
        assertThat(stored()).contains(4L);
    }

    /** Puts servers of these numbers; a negative one throws an Error instead. */
    private List<CompletableFuture<Long>> inOneBatch(long... numbers) throws Exception {
        CountDownLatch full = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        writer.submit(transaction -> {
            begun.countDown();
            awaitUninterrupted(full);
        });
        begun.await();
        List<CompletableFuture<Long>> results = new ArrayList<>();
        for (long number : numbers) {
            int waiting = writer.waiting();
            results.add(CompletableFuture.supplyAsync(() -> put(number), callers));
            while (writer.waiting() == waiting) {
                Thread.onSpinWait();
            }
        }
        full.countDown();
        return results;
    }

    private long put(long number) {
        try {
            return writer.call(transaction -> {
                transaction.put(host(Math.abs(number)));
                if (number < 0) {
                    throw new NoClassDefFoundError("com/example/Lib");
                }
                return number;
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Host host(long number) {
        return new Host(
                Host.KIND.id(number),
                HostState.UNCONFIGURED,
                Instant.EPOCH,
                false,
                "s" + number,
                null,
                null,
                null,
                null);
    }

    private List<Long> stored() {
        return store.load().hosts().stream().map(host -> host.id().number()).toList();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
