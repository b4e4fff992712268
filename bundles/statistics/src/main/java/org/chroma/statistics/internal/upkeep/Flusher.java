package org.chroma.statistics.internal.upkeep;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.chroma.statistics.internal.entity.Entity;
import org.chroma.statistics.internal.options.Options;
import org.chroma.statistics.internal.store.BlockCache;
import org.chroma.statistics.internal.store.BlockStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings blocks to the store, one thread for all: whoever fills a block leaves it here and goes on. What cannot be
 * stored is tried again until it can, as the log still has it; meanwhile an entity that fills its next blocks has to
 * {@linkplain #awaitRoom wait}. The thread also does what must be done now and then.
 *
 * <p>A block is under way from {@link Entity#close} until it is stored; of an entity there is never more than one, so
 * blocks are stored in order. The entity's monitor guards that, and whoever waits on it is told when a block is stored.
 */
public final class Flusher implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Flusher.class);
    private static final int TOGETHER = 64;
    private static final long SLOWEST_RETRY = 60_000;
    /** How long a writer waits for the database. */
    private static final long PATIENCE_MILLIS = 30_000;

    private sealed interface Task permits Close, Run {}

    private record Close(Entity entity, Entity.Closing closing, boolean rollUp) implements Task {}

    private record Run(Work work, CompletableFuture<Void> done) implements Task {}

    public interface Work {
        void run() throws IOException;
    }

    /** What is to be stored of an entity: its definition alone, or what was made of a block. */
    private record Prepared(Entity entity, BlockStore.Flush flush, BlockMaker.@Nullable Made made) {}

    private final Options options;
    private final BlockStore store;
    private final BlockCache cache;
    private final BlockMaker maker;
    private final LinkedBlockingQueue<Task> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    /** Set before the thread starts. */
    private Work maintenance = () -> {};

    private final AtomicLong blocks = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean stopping;

    public Flusher(Options options, BlockStore store, BlockCache cache) {
        this.options = options;
        this.store = store;
        this.cache = cache;
        this.maker = new BlockMaker(options, cache);
        thread = new Thread(this::loop, "chroma-statistics-flush");
        thread.setDaemon(true);
    }

    /**
     * Begins to store what is left here.
     *
     * @param upkeep done each minute
     */
    public void start(Work upkeep) {
        maintenance = upkeep;
        thread.start();
    }

    /** Closes an entity's open block if it has all the updates that a block has. */
    public void closeIfFull(Entity entity) {
        if (entity.openUpdates >= options.blockUpdates()) {
            close(entity, false);
        }
    }

    /**
     * Closes an entity's open block, whatever it has, unless one is under way already.
     *
     * @param rollUp whether rows are made too, even though there are not blocks enough yet
     */
    public void close(Entity entity, boolean rollUp) {
        synchronized (entity) {
            Entity.Closing closing = entity.close();
            if (closing != null) {
                queue.add(new Close(entity, closing, rollUp));
            }
        }
    }

    /** Waits a while if an entity is so far ahead that the database lags behind; returns whether it may go on. */
    public boolean awaitRoom(Entity entity) {
        if (entity.openUpdates < 2 * options.blockUpdates()) {
            return true;
        }
        long until = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        synchronized (entity) {
            while (entity.closing != null && entity.openUpdates >= 2 * options.blockUpdates()) {
                long left = (until - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                try {
                    entity.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
        }
        return true;
    }

    /** Runs work on the flushing thread after all that was asked before. */
    public CompletableFuture<Void> run(Work work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        queue.add(new Run(work, done));
        return done;
    }

    /** Deletes all blocks of an entity that is gone; completes when none of it is left in the store. */
    public CompletableFuture<Void> drop(Entity entity) {
        return run(() -> {
            store.drop(entity.id);
            cache.clear();
        });
    }

    public long storedBlocks() {
        return blocks.get();
    }

    public long storedBytes() {
        return bytes.get();
    }

    private void loop() {
        long next = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (true) {
            try {
                Task task = queue.poll(Math.max(1, next - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (task instanceof Run run) {
                    run(run);
                } else if (task instanceof Close close) {
                    closings(close);
                }
                if (System.nanoTime() >= next) {
                    next = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
                    maintenance.run();
                }
                if (stopping && queue.isEmpty()) {
                    return;
                }
            } catch (InterruptedException e) {
                return;
            } catch (IOException | RuntimeException e) {
                LOG.error("Statistics could not be stored or maintained; it will be tried again", e);
            }
        }
    }

    private static void run(Run run) {
        try {
            run.work.run();
            run.done.complete(null);
        } catch (IOException | RuntimeException e) {
            run.done.completeExceptionally(e);
        }
    }

    private void closings(Close first) throws InterruptedException {
        List<Prepared> prepared = new ArrayList<>();
        prepare(first, prepared);
        while (prepared.size() < TOGETHER && queue.peek() instanceof Close) {
            if (queue.poll() instanceof Close next) {
                prepare(next, prepared);
            }
        }
        save(prepared);
    }

    private void prepare(Close close, List<Prepared> into) {
        BlockMaker.Made made = maker.make(close.entity, close.closing, close.rollUp);
        if (made != null) {
            into.add(new Prepared(close.entity, made.flush(), made));
        }
    }

    /** Stores the definitions of entities that have no updates to store. */
    void definitions(List<Entity> entities) throws InterruptedException {
        List<Prepared> prepared = new ArrayList<>();
        for (Entity entity : entities) {
            byte[] definition;
            synchronized (entity) {
                if (!entity.definitionChanged || entity.dropped || entity.closing != null) {
                    continue;
                }
                entity.definitionChanged = false;
                definition = entity.definition();
            }
            prepared.add(new Prepared(
                    entity, new BlockStore.Flush(entity.id, entity.key, definition, null, null, List.of()), null));
        }
        save(prepared);
    }

    private void save(List<Prepared> prepared) throws InterruptedException {
        long wait = 500;
        while (!prepared.isEmpty()) {
            List<BlockStore.Flush> flushes = new ArrayList<>();
            for (Prepared one : prepared) {
                synchronized (one.entity) {
                    if (!one.entity.dropped) {
                        flushes.add(one.flush);
                    }
                }
            }
            try {
                store.save(flushes);
                break;
            } catch (IOException e) {
                LOG.error("Statistics cannot be stored; next attempt in {} ms", wait, e);
                if (stopping) {
                    return; // the log still has it all
                }
                Thread.sleep(wait);
                wait = Math.min(2 * wait, SLOWEST_RETRY);
            }
        }
        for (Prepared one : prepared) {
            for (BlockStore.Block block : one.flush.blocks()) {
                cache.stored(block);
                blocks.incrementAndGet();
                bytes.addAndGet(block.data().length);
            }
            finish(one);
        }
    }

    private void finish(Prepared one) {
        Entity entity = one.entity;
        synchronized (entity) {
            BlockMaker.Made made = one.made;
            if (made != null) {
                entity.newest = made.block();
                entity.closedUntil = made.closing().last;
                entity.openStart = entity.widen(made.end(), entity.series.size(), options.stepMillis());
                entity.closing = null;
                byte[] carry = made.carry();
                if (carry != null) {
                    entity.rolledUntil = entity.closedUntil;
                    entity.carry = carry;
                    entity.blocksSinceRollUp = 0;
                } else {
                    entity.blocksSinceRollUp++;
                }
                entity.firstSegment = entity.openFirstSegment;
                closeIfFull(entity);
            } else if (entity.openUpdates == 0 && !entity.definitionChanged) {
                entity.firstSegment = Integer.MAX_VALUE;
                entity.openFirstSegment = Integer.MAX_VALUE;
            }
            entity.notifyAll();
        }
    }

    /** Finishes what is queued and ends the thread. */
    @Override
    public void close() {
        stopping = true;
        queue.add(new Run(() -> {}, new CompletableFuture<>())); // wakes the thread
        try {
            thread.join(30_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
