package org.chroma.statistics.internal.upkeep;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.chroma.statistics.internal.block.SeriesState;
import org.chroma.statistics.internal.entity.Entity;
import org.chroma.statistics.internal.options.Options;
import org.chroma.statistics.internal.store.BlockCache;
import org.chroma.statistics.internal.store.BlockStore;
import org.chroma.statistics.loop.Loop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings blocks to the store, one thread for all: anyone who fills a block leaves it here and goes on. What cannot be
 * stored is tried again until it can, as the log still has it; meanwhile an entity that fills its next blocks has to
 * {@linkplain #awaitRoom wait}. A block that breaks the making or storing of blocks, twice, is given up, so that the
 * later updates of its entity can be stored. The thread also does what must be done now and then.
 *
 * <p>A block is under way from {@link Entity#close} until it is stored; of an entity there is never more than one, so
 * blocks are stored in order. The entity's monitor guards that, and anyone who waits on it is told when a block is
 * stored.
 */
public final class Flusher implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Flusher.class);
    private static final int TOGETHER = 64;
    private static final long SLOWEST_RETRY = 60_000;
    /** How long a writer waits for the database. */
    private static final long PATIENCE_MILLIS = 30_000;

    private static final long UPKEEP_NANOS = TimeUnit.MINUTES.toNanos(1);

    private sealed interface Task permits Close, Run {}

    private record Close(Entity entity, Entity.Closing closing, boolean rollUp, boolean last) implements Task {
        Close again() {
            return new Close(entity, closing, rollUp, true);
        }
    }

    private record Run(Work work, CompletableFuture<Void> done) implements Task {}

    public interface Work {
        void run() throws IOException;
    }

    /** What is to be stored of an entity: its definition alone, or what was made of a block. */
    private record Prepared(
            Entity entity, BlockStore.Flush flush, @Nullable Close close, BlockMaker.@Nullable Made made) {}

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
    /** When upkeep is due; the thread's own. */
    private long nextUpkeep = System.nanoTime() + UPKEEP_NANOS;

    public Flusher(Options options, BlockStore store, BlockCache cache) {
        this.options = options;
        this.store = store;
        this.cache = cache;
        this.maker = new BlockMaker(options, cache);
        thread = Loop.thread("chroma-statistics-flush", this::step);
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
                queue.add(new Close(entity, closing, rollUp, false));
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

    private boolean step() throws InterruptedException, IOException {
        if (stopping && queue.isEmpty()) {
            return false;
        }
        Task task = queue.poll(Math.max(1, nextUpkeep - System.nanoTime()), TimeUnit.NANOSECONDS);
        if (task instanceof Run run) {
            run(run);
        } else if (task instanceof Close close) {
            closings(close);
        }
        if (System.nanoTime() >= nextUpkeep) {
            nextUpkeep = System.nanoTime() + UPKEEP_NANOS;
            maintenance.run();
        }
        return true;
    }

    private static void run(Run run) {
        try {
            run.work.run();
            run.done.complete(null);
        } catch (Throwable e) {
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
        try {
            BlockMaker.Made made = maker.make(close.entity, close.closing, close.rollUp);
            if (made != null) {
                into.add(new Prepared(close.entity, made.flush(), close, made));
            }
        } catch (Throwable e) {
            failed(close, e);
        }
    }

    /**
     * Tries a block once more, after those that wait; if that fails too, gives its updates up for what comes after
     * them.
     */
    private void failed(Close close, Throwable failure) {
        Entity entity = close.entity;
        if (!close.last) {
            LOG.warn("A block of {} could not be made or stored; it is tried once more", entity.key, failure);
            queue.add(close.again());
            return;
        }
        Entity.Closing lost = close.closing;
        synchronized (entity) {
            entity.giveUp(lost, maker.rollsUp(entity, lost, close.rollUp), options.stepMillis());
            entity.notifyAll();
        }
        LOG.error(
                "{} updates of {} are lost, those after {} up to {}: no block of them could be made or stored",
                lost.updates,
                entity.key,
                Instant.ofEpochMilli(lost.previous),
                Instant.ofEpochMilli(lost.last),
                failure);
        closeIfFull(entity);
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
                    entity,
                    new BlockStore.Flush(entity.id, entity.key, definition, null, null, List.of()),
                    null,
                    null));
        }
        save(prepared);
    }

    /** Stores together what can be stored together; what breaks the store alone harms nothing but itself. */
    private void save(List<Prepared> prepared) throws InterruptedException {
        boolean stored = false;
        try {
            stored = store(prepared);
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            if (prepared.size() > 1) {
                LOG.warn("{} blocks could not be stored together; each is stored alone", prepared.size(), e);
                for (Prepared one : prepared) {
                    save(List.of(one));
                }
            } else {
                failed(prepared.get(0), e);
            }
        }
        if (stored) {
            prepared.forEach(this::stored);
        }
    }

    /** Stores as soon as the database takes it; returns false where that is not to be waited for. */
    private boolean store(List<Prepared> prepared) throws InterruptedException {
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
                return true;
            } catch (IOException e) {
                LOG.error("Statistics cannot be stored; next attempt in {} ms", wait, e);
                if (stopping) {
                    return false; // the log still has it all
                }
                Thread.sleep(wait);
                wait = Math.min(2 * wait, SLOWEST_RETRY);
            }
        }
        return true;
    }

    private void failed(Prepared one, Throwable failure) {
        if (one.close != null) {
            failed(one.close, failure);
        } else {
            LOG.error("The definition of {} could not be stored; it will be tried again", one.entity.key, failure);
            synchronized (one.entity) {
                one.entity.definitionChanged = true;
            }
        }
    }

    private void stored(Prepared one) {
        try {
            for (BlockStore.Block block : one.flush.blocks()) {
                blocks.incrementAndGet();
                bytes.addAndGet(block.data().length);
                cache.stored(block);
            }
        } catch (Throwable e) {
            LOG.error("Blocks of {} are stored but not in the cache", one.entity.key, e);
            cache.clear();
        }
        finish(one);
    }

    private void finish(Prepared one) {
        Entity entity = one.entity;
        synchronized (entity) {
            BlockMaker.Made made = one.made;
            if (made != null) {
                // First what may fail, so that the block does not stay under way.
                SeriesState[] start = entity.widen(made.end(), entity.series.size(), options.stepMillis());
                entity.newest = made.block();
                entity.closedUntil = made.closing().last;
                entity.openStart = start;
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
