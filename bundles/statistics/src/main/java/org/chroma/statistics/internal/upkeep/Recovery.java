package org.chroma.statistics.internal.upkeep;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.chroma.statistics.Series;
import org.chroma.statistics.internal.codec.CorruptDataException;
import org.chroma.statistics.internal.entity.Entity;
import org.chroma.statistics.internal.entity.SharedSeries;
import org.chroma.statistics.internal.log.FrameReader;
import org.chroma.statistics.internal.log.WriteAheadLog;
import org.chroma.statistics.internal.options.Options;
import org.chroma.statistics.internal.store.BlockStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the entities what they were when the store was closed or died: where each stood after its newest stored block,
 * then what the log holds beyond. What the log repeats is passed over, so it does not matter how much of it could have
 * been deleted already.
 *
 * <p>Done once, before anybody else sees the entities; that is why it takes no locks.
 */
public final class Recovery implements FrameReader.Items {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final Options options;
    private final SharedSeries shared;
    private final InstantSource clock;
    private final AtomicLong corrupt;
    private final Map<Long, Entity> byId = new HashMap<>();
    private final List<Long> dropped = new ArrayList<>();
    private long nextId = 1;

    public Recovery(Options options, SharedSeries shared, InstantSource clock, AtomicLong corrupt) {
        this.options = options;
        this.shared = shared;
        this.clock = clock;
        this.corrupt = corrupt;
    }

    /**
     * What was found.
     *
     * @param nextId an id that no entity had before, as far as anybody remembers
     */
    public record Found(Collection<Entity> entities, long nextId) {}

    /** Reads everything, and opens the log for writing. To be called once. */
    public Found run(BlockStore store, WriteAheadLog log) throws IOException {
        for (BlockStore.Stored stored : store.load()) {
            Entity entity = restore(stored);
            if (entity != null) {
                byId.put(entity.id, entity);
            }
            nextId = Math.max(nextId, stored.id() + 1);
        }
        log.open(new FrameReader(this));
        for (long id : dropped) {
            store.drop(id); // the crash may have come between the log and the database
        }
        return new Found(byId.values(), nextId);
    }

    private @Nullable Entity restore(BlockStore.Stored stored) {
        try {
            return Entity.restore(stored, options.stepMillis(), shared);
        } catch (CorruptDataException e) {
            corrupt.incrementAndGet();
            LOG.error(
                    "The stored state of {} is corrupt; its series go on without their past: {}",
                    stored.key(),
                    e.getMessage());
        }
        try {
            Entity entity = new Entity(stored.id(), stored.key(), Entity.NOT_BEGUN);
            entity.define(stored.definition(), options.stepMillis(), shared);
            return entity;
        } catch (CorruptDataException e) {
            LOG.error("The definition of {} is corrupt too; the entity is gone: {}", stored.key(), e.getMessage());
            return null;
        }
    }

    @Override
    public void define(
            int segment, long id, String key, Map<String, String> attributes, int first, List<Series> series) {
        nextId = Math.max(nextId, id + 1);
        Entity entity = byId.computeIfAbsent(id, any -> new Entity(id, key, Entity.NOT_BEGUN));
        entity.attributes = attributes;
        int have = entity.series.size() - first;
        if (have >= 0 && have < series.size()) {
            entity.add(shared.share(series.subList(have, series.size())), options.stepMillis());
        }
        entity.definitionChanged = true;
        entity.logged(segment);
    }

    @Override
    public void begin(int segment, long id, long start) {
        Entity entity = byId.get(id);
        if (entity != null && !entity.begun()) {
            entity.begin(start, options.stepMillis());
            entity.logged(segment);
        }
    }

    @Override
    public void update(int segment, long id, long time, long[] values, byte[] kinds) {
        Entity entity = byId.get(id);
        if (entity == null || values.length > entity.series.size()) {
            return;
        }
        if (!entity.begun()) {
            entity.begin(time - 1000, options.stepMillis());
        }
        if (time > entity.lastTime) {
            entity.logged(segment);
            if (entity.openUpdates == 0) {
                entity.openSince = clock.millis();
            }
            entity.append(time, values, kinds, values.length);
        }
    }

    @Override
    public void drop(long id) {
        byId.remove(id);
        dropped.add(id);
    }
}
