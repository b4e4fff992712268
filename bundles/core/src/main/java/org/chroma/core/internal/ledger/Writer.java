package org.chroma.core.internal.ledger;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.chroma.core.Changes;
import org.chroma.core.ChromaException;
import org.chroma.core.Cluster;
import org.chroma.core.ErrorCode;
import org.chroma.core.internal.foreign.WritingThread;
import org.chroma.core.loop.Round;
import org.chroma.core.port.DataStore;
import org.chroma.state.UnknownStateException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. Whatever is waiting is done in one go: each piece of work in a nested transaction, all of
 * them in one commit.
 */
public final class Writer {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final int BATCH = 256;

    private final Ledger ledger;
    private final DataStore store;
    private final Clock clock;
    private final Hooks hooks;
    private final BlockingQueue<Work<?>> queue = new LinkedBlockingQueue<>();
    private final Thread thread = new WritingThread(this::loop);
    private volatile boolean stopping;

    /** What follows from the ledger was not rebuilt after something was dropped. */
    private boolean stale;

    /** What happens around every batch, on the thread that writes. */
    public interface Hooks {
        /** The last piece of work of every batch. */
        void beforeCommit(Transaction transaction);

        void afterCommit(Set<String> changed, Moves moves);

        /** Something that was begun will not be committed: derived state must be rebuilt. */
        void rolledBack(Transaction remaining);
    }

    /** A piece of work and what waits for its result. */
    private static final class Work<T> {
        private final Function<Transaction, T> body;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private Runnable onSuccess = () -> {};

        private Work(Function<Transaction, T> body) {
            this.body = body;
        }

        /** What is refused has done nothing yet; what fails in another way may have begun. */
        private static boolean isRefusal(Throwable failed) {
            return failed instanceof ChromaException || failed instanceof UnknownStateException;
        }

        private boolean attempt(Transaction batch, Hooks hooks) {
            Transaction nested = batch.nested();
            try {
                T value = body.apply(nested);
                nested.merge();
                onSuccess = () -> result.complete(value);
                return true;
            } catch (Throwable failed) { // also an Error is the work's, and no other's
                try {
                    if (!nested.isEmpty() || !isRefusal(failed)) {
                        hooks.rolledBack(batch);
                    }
                } finally {
                    result.completeExceptionally(failed);
                }
                return false;
            }
        }
    }

    public Writer(Ledger ledger, DataStore store, Clock clock, Hooks hooks) {
        this.ledger = ledger;
        this.store = store;
        this.clock = clock;
        this.hooks = hooks;
    }

    public void start() {
        thread.start();
    }

    /** How many pieces of work wait for the batch in hand. */
    int waiting() {
        return queue.size();
    }

    /** Ends after the batch in hand; what waits after that is refused. */
    public void stop() {
        stopping = true;
        queue.add(new Work<>(transaction -> null));
        boolean interrupted = false;
        while (thread.isAlive() && thread != Thread.currentThread()) {
            try {
                thread.join(30_000);
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    public boolean isStopping() {
        return stopping;
    }

    /**
     * Does a piece of work in a transaction, and returns when it is on disk.
     *
     * @throws RuntimeException what the work threw; nothing of it was kept
     */
    public <T> T call(Function<Transaction, T> body) throws InterruptedException {
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException("the thread that writes must not wait for itself");
        }
        Work<T> work = new Work<>(body);
        if (stopping) {
            throw stopped();
        }
        queue.add(work);
        try {
            return work.result.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new ChromaException(ErrorCode.INTERNAL, "The manager failed", failed.getCause());
        }
    }

    /** As {@link #call} without waiting. */
    public void submit(Consumer<Transaction> body) {
        if (!stopping) {
            Work<Boolean> work = new Work<>(transaction -> {
                body.accept(transaction);
                return true;
            });
            CompletableFuture<Boolean> unused = work.result.whenComplete((done, failed) -> {
                if (failed != null && !stopping) {
                    LOG.error("A change failed", failed);
                }
            });
            queue.add(work);
        }
    }

    private void loop() {
        Round round = new Round(LOG, "The thread that writes", this::round);
        while (!stopping) {
            round.run();
        }
        Work<?> left;
        while ((left = queue.poll()) != null) {
            left.result.completeExceptionally(stopped());
        }
    }

    private void round() {
        List<Work<?>> batch = new ArrayList<>();
        try {
            batch.add(queue.take());
        } catch (InterruptedException e) {
            return;
        }
        queue.drainTo(batch, BATCH - 1);
        try {
            run(batch);
        } finally {
            batch.forEach(work -> work.result.completeExceptionally(new IllegalStateException("It was not done")));
        }
    }

    /** What cannot be committed together is tried one by one, so that only what is to blame for it fails. */
    private void run(List<Work<?>> batch) {
        Transaction transaction = new Transaction(ledger, store, clock.instant());
        Set<String> changed;
        Moves moves;
        List<Work<?>> succeeded = new ArrayList<>();
        try {
            if (stale) {
                hooks.rolledBack(transaction);
                stale = false;
            }
            for (Work<?> work : batch) {
                if (work.attempt(transaction, hooks)) {
                    succeeded.add(work);
                }
            }
            hooks.beforeCommit(transaction);
            changed = transaction.keys(); // while what it removes is still known
            moves = transaction.moves();
        } catch (Throwable failed) {
            dropped();
            if (batch.size() == 1) {
                batch.get(0).result.completeExceptionally(failed);
            } else {
                batch.stream().filter(work -> !work.result.isDone()).forEach(work -> run(List.of(work)));
            }
            return;
        }
        try {
            commit(transaction);
        } catch (Throwable failed) {
            dropped();
            succeeded.forEach(work -> work.result.completeExceptionally(failed));
            return;
        }
        succeeded.forEach(work -> work.onSuccess.run());
        try {
            hooks.afterCommit(changed, moves);
        } catch (Throwable failed) {
            LOG.error("After a commit", failed);
        }
    }

    /** Nothing of a batch is kept, nor of what was derived from it. */
    private void dropped() {
        stale = true;
        hooks.rolledBack(new Transaction(ledger, store, clock.instant()));
        stale = false;
    }

    private void commit(Transaction transaction) {
        if (transaction.isEmpty()) {
            return;
        }
        Changes changes = transaction.stored();
        Cluster next = transaction.cluster();
        if (!isEmpty(changes)) {
            store.commit(changes);
        }
        ledger.apply(changes, next);
    }

    private static boolean isEmpty(Changes changes) {
        return changes.hosts().isEmpty()
                && changes.lnetConfigurations().isEmpty()
                && changes.volumes().isEmpty()
                && changes.removedVolumes().isEmpty()
                && changes.targets().isEmpty()
                && changes.filesystems().isEmpty()
                && changes.confParams().isEmpty()
                && changes.resources().isEmpty()
                && changes.removedResources().isEmpty()
                && changes.alerts().isEmpty()
                && changes.commands().isEmpty()
                && changes.jobs().isEmpty()
                && changes.steps().isEmpty();
    }

    private static ChromaException stopped() {
        return new ChromaException(ErrorCode.NOT_READY, "The manager is shutting down");
    }
}
