package org.chroma.statistics.internal.upkeep;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.chroma.statistics.internal.entity.Entities;
import org.chroma.statistics.internal.entity.Entity;
import org.chroma.statistics.internal.log.WriteAheadLog;
import org.chroma.statistics.internal.options.Options;
import org.chroma.statistics.internal.options.Resolution;
import org.chroma.statistics.internal.rows.RollUp;
import org.chroma.statistics.internal.store.BlockStore;

/**
 * Keeps the store small, now and then: stores what has waited long though its block never became full, lets old blocks
 * go, and deletes the log as far as everything in it is stored. A segment may go when no entity has anything left in
 * it; that each entity reaches the store in the end is therefore what keeps the log, and the next recovery, short.
 *
 * <p>Keeps nothing itself. All of it runs on the flusher's thread, between blocks, so it never sees one half stored.
 */
public final class Upkeep {
    private final Options options;
    private final InstantSource clock;
    private final BlockStore store;
    private final WriteAheadLog log;
    private final Entities entities;
    private final Flusher flusher;

    public Upkeep(
            Options options,
            InstantSource clock,
            BlockStore store,
            WriteAheadLog log,
            Entities entities,
            Flusher flusher) {
        this.options = options;
        this.clock = clock;
        this.store = store;
        this.log = log;
        this.entities = entities;
        this.flusher = flusher;
    }

    /** Does everything that is due. */
    public void maintain() throws IOException {
        long now = clock.millis();
        try {
            flusher.definitions(closeStale(now));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            expire(now);
        } finally {
            // A log that nobody trims would be full one day.
            // Small segments go sooner; each repeats the newest readings once, so they must not be too small.
            log.rotate(options.segmentBytes() / 8);
            trim();
        }
    }

    /** Closes blocks that have waited long; returns the entities of which nothing but a new definition waits. */
    private List<Entity> closeStale(long now) {
        long blockMillis = Math.max(options.stepMillis() * options.blockUpdates(), 60_000);
        List<Entity> changed = new ArrayList<>();
        for (Entity entity : entities.all()) {
            synchronized (entity) {
                boolean stale = entity.openUpdates > 0 && now - entity.openSince > blockMillis * 3 / 2;
                boolean unrolled = stale && now - entity.rolledUntil > 2 * blockMillis * options.rollUpBlocks();
                if (stale) {
                    flusher.close(entity, unrolled);
                } else if (entity.definitionChanged && entity.openUpdates == 0) {
                    changed.add(entity);
                }
            }
        }
        return changed;
    }

    private void expire(long now) throws IOException {
        store.expire(BlockStore.RAW, now - options.rawMillis());
        for (Resolution resolution : RollUp.stored(options)) {
            long seconds = options.rowSeconds(resolution);
            store.expire(seconds, now - seconds * 1000 * resolution.rows());
        }
    }

    /** Deletes log segments that hold nothing which is not stored. */
    private void trim() throws IOException {
        int first = Integer.MAX_VALUE;
        for (Entity entity : entities.all()) {
            synchronized (entity) {
                first = Math.min(first, entity.firstSegment);
            }
        }
        log.deleteBefore(first);
    }

    /** Does it out of turn; completes when the blocks that it closed are stored and their log is gone too. */
    public CompletableFuture<Void> now() {
        return flusher.run(this::maintain).thenCompose(done -> flusher.run(this::trim));
    }

    /**
     * Stores all updates as blocks and rows, whatever their number; completes when that is done and the log is gone.
     */
    public CompletableFuture<Void> flush() {
        for (Entity entity : entities.all()) {
            flusher.close(entity, true);
        }
        return flusher.run(() -> log.rotate(0)).thenCompose(done -> now());
    }
}
