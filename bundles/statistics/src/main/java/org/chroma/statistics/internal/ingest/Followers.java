package org.chroma.statistics.internal.ingest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.chroma.statistics.Follower;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells followers what the log has made durable, in the order of the log. Several batches become durable by one force,
 * and the callbacks of its future run in no promised order: hence the queue.
 */
public final class Followers {
    private static final Logger LOG = LoggerFactory.getLogger(Followers.class);

    private record Pending(
            CompletableFuture<Void> durable, List<Follower.Update> updates, CompletableFuture<Void> acknowledged) {}

    private final List<Follower> all = new CopyOnWriteArrayList<>();
    private final Deque<Pending> pending = new ArrayDeque<>();

    public void add(Follower follower) {
        all.add(follower);
    }

    public void remove(Follower follower) {
        all.remove(follower);
    }

    /** Whether anybody wants to know. */
    boolean any() {
        return !all.isEmpty();
    }

    /**
     * Notes updates that become durable with a future; to be called in the order of the log.
     *
     * @return completes when the followers have the updates too; fails as the log does
     */
    CompletableFuture<Void> announce(CompletableFuture<Void> durable, List<Follower.Update> updates) {
        if (updates.isEmpty()) {
            return durable;
        }
        Pending next = new Pending(durable, updates, new CompletableFuture<>());
        synchronized (pending) {
            pending.add(next);
        }
        var unused = durable.whenComplete((done, failure) -> drain());
        return next.acknowledged;
    }

    private void drain() {
        List<Runnable> acknowledgements = new ArrayList<>();
        synchronized (pending) {
            while (!pending.isEmpty() && pending.peek().durable.isDone()) {
                Pending head = pending.remove();
                CompletableFuture<Void> kept =
                        head.durable.isCompletedExceptionally() ? head.durable : tell(head.updates);
                acknowledgements.add(() -> acknowledge(head.acknowledged, kept));
            }
        }
        // Anyone who waits for these may write again: not while the lock is held.
        acknowledgements.forEach(Runnable::run);
    }

    private CompletableFuture<Void> tell(List<Follower.Update> updates) {
        List<CompletableFuture<Void>> kept = new ArrayList<>();
        for (Follower follower : all) {
            try {
                kept.add(follower.follow(updates).exceptionally(told -> null));
            } catch (Throwable e) {
                // An Error of one follower must not keep from the writer what the log has.
                LOG.error("{} does not take readings", follower, e);
            }
        }
        return CompletableFuture.allOf(kept.toArray(new CompletableFuture<?>[0]));
    }

    private static void acknowledge(CompletableFuture<Void> acknowledged, CompletableFuture<Void> kept) {
        var unused = kept.whenComplete((done, failure) -> {
            if (failure == null) {
                acknowledged.complete(null);
            } else {
                acknowledged.completeExceptionally(cause(failure));
            }
        });
    }

    private static Throwable cause(Throwable failure) {
        @Nullable Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
