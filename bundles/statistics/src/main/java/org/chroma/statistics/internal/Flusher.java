package org.chroma.statistics.internal;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.chroma.statistics.Series;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes closed updates into blocks and rows, stores them, and does what must be done now and then; one thread. */
final class Flusher implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Flusher.class);
    private static final int TOGETHER = 64;
    private static final long SLOWEST_RETRY = 60_000;

    private sealed interface Task permits Close, Run {}

    private record Close(Entity entity, Entity.Closing closing, boolean rollUp) implements Task {}

    private record Run(Work work, CompletableFuture<Void> done) implements Task {}

    interface Work {
        void run() throws IOException;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Prepared(
            Entity entity,
            Entity.@Nullable Closing closing,
            BlockStore.Flush flush,
            @Nullable RawBlock block,
            SeriesState[] end,
            boolean rolledUp) {}

    private final Options options;
    private final BlockStore store;
    private final BlockCache cache;
    private final RollUp rollUp;
    private final Work maintenance;
    private final LinkedBlockingQueue<Task> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private final AtomicLong blocks = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean stopping;

    Flusher(Options options, BlockStore store, BlockCache cache, Work maintenance) {
        this.options = options;
        this.store = store;
        this.cache = cache;
        this.rollUp = new RollUp(options);
        this.maintenance = maintenance;
        thread = new Thread(this::loop, "chroma-statistics-flush");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void close(Entity entity, Entity.Closing closing, boolean withRollUp) {
        queue.add(new Close(entity, closing, withRollUp));
    }

    /** Runs work on the flushing thread after all that was asked before. */
    CompletableFuture<Void> run(Work work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        queue.add(new Run(work, done));
        return done;
    }

    int waiting() {
        return queue.size();
    }

    long storedBlocks() {
        return blocks.get();
    }

    long storedBytes() {
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
                    null,
                    new BlockStore.Flush(entity.id, entity.key, definition, null, null, List.of()),
                    null,
                    new SeriesState[0],
                    false));
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
            Entity.Closing closing = one.closing;
            if (closing != null) {
                entity.newest = one.block;
                entity.closedUntil = closing.last;
                entity.openStart = entity.widen(one.end, entity.series.size(), options.stepMillis());
                entity.closing = null;
                entity.blocksSinceRollUp = one.rolledUp ? 0 : entity.blocksSinceRollUp + 1;
                if (one.rolledUp) {
                    entity.rolledUntil = closing.last;
                    entity.carry = java.util.Objects.requireNonNull(one.flush.carry());
                }
                entity.firstSegment = entity.openFirstSegment;
                if (entity.openUpdates >= options.blockUpdates()) {
                    Entity.Closing next = entity.close();
                    if (next != null) {
                        close(entity, next, false);
                    }
                }
            } else if (entity.openUpdates == 0 && !entity.definitionChanged) {
                entity.firstSegment = Integer.MAX_VALUE;
                entity.openFirstSegment = Integer.MAX_VALUE;
            }
            entity.notifyAll();
        }
    }

    private void prepare(Close task, List<Prepared> into) {
        Entity entity = task.entity;
        Entity.Closing closing = task.closing;
        long rolledUntil;
        int blocksBefore;
        byte[] carry;
        List<Series> series;
        byte[] definition = null;
        synchronized (entity) {
            if (entity.dropped) {
                return;
            }
            rolledUntil = entity.rolledUntil;
            blocksBefore = entity.blocksSinceRollUp;
            carry = entity.carry;
            series = entity.series.subList(0, closing.series);
            if (entity.definitionChanged) {
                entity.definitionChanged = false;
                definition = entity.definition();
            }
        }
        SeriesState[] end = new SeriesState[series.size()];
        RawBlock block = pack(closing, series, end);
        List<BlockStore.Block> stored = new ArrayList<>();
        stored.add(new BlockStore.Block(entity.id, BlockStore.RAW, block.previous(), block.last(), block.data()));
        boolean due = task.rollUp
                || blocksBefore + 1 >= options.rollUpBlocks()
                || closing.last - rolledUntil >= options.stepMillis() * options.blockUpdates() * options.rollUpBlocks();
        byte[] newCarry = null;
        if (due) {
            newCarry = rollUp(entity, block, series, rolledUntil, carry, stored);
        }
        byte[] resume = Entity.resume(closing.last, due ? closing.last : rolledUntil, due ? 0 : blocksBefore + 1, end);
        into.add(new Prepared(
                entity,
                closing,
                new BlockStore.Flush(entity.id, entity.key, definition, resume, newCarry, stored),
                block,
                end,
                due));
    }

    private RawBlock pack(Entity.Closing closing, List<Series> series, SeriesState[] end) {
        long[] times = new long[closing.updates];
        int at = 0;
        for (RawSpan span : closing.spans) {
            System.arraycopy(span.times(), 0, times, at, span.count());
            at += span.count();
        }
        Timeline time = new Timeline(options.stepMillis());
        time.set(closing.previous, times, times.length);
        RawBlock.Builder builder = new RawBlock.Builder(closing.previous, times, times.length, series.size());
        Column part = new Column();
        Column column = new Column();
        double[] values = new double[time.events];
        for (int s = 0; s < series.size(); s++) {
            RawBlock.join(closing.spans, s, part, column);
            SeriesState state = s < closing.start.length
                    ? closing.start[s].copy()
                    : SeriesState.fresh(closing.previous, options.stepMillis());
            builder.add(state, column, times.length);
            RollUp.rates(series.get(s), options).apply(state, time, column, values);
            end[s] = state;
        }
        return new RawBlock(builder.build());
    }

    /** Rolls up all blocks since the last time; a missing one makes what lies around it two stretches. */
    private byte[] rollUp(
            Entity entity,
            RawBlock newest,
            List<Series> series,
            long rolledUntil,
            byte[] carry,
            List<BlockStore.Block> into) {
        List<RawBlock> spans = new ArrayList<>();
        try {
            spans.addAll(cache.readings(entity.id, rolledUntil + 1, newest.previous()));
        } catch (IOException e) {
            LOG.error("Readings of {} cannot be read; its rows of that time stay unknown", entity.key, e);
        }
        spans.add(newest);
        byte[] carried = carry;
        long expected = rolledUntil;
        int from = 0;
        while (from < spans.size()) {
            int to = from + 1;
            while (to < spans.size()
                    && spans.get(to).previous() == spans.get(to - 1).last()) {
                to++;
            }
            List<RawBlock> stretch = spans.subList(from, to);
            RawBlock first = stretch.get(0);
            SeriesState[] start = new SeriesState[series.size()];
            for (int s = 0; s < start.length; s++) {
                start[s] = new SeriesState();
                first.state(s, options.stepMillis(), start[s]);
            }
            RollUp.Result result =
                    rollUp.run(entity.id, series, stretch, start, first.previous() == expected ? carried : new byte[0]);
            into.addAll(result.blocks());
            carried = result.carry();
            expected = stretch.get(stretch.size() - 1).last();
            from = to;
        }
        return carried;
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
