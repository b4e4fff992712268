package org.chroma.statistics.internal.ingest;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.chroma.statistics.Series;
import org.chroma.statistics.SeriesId;
import org.chroma.statistics.internal.entity.Columns;
import org.chroma.statistics.internal.entity.Entities;
import org.chroma.statistics.internal.entity.Entity;
import org.chroma.statistics.internal.entity.SharedSeries;
import org.chroma.statistics.internal.log.FrameWriter;
import org.chroma.statistics.internal.options.Options;
import org.jspecify.annotations.Nullable;

/**
 * Decides which entities and series come to be: gives new entities their ids, which are never used again since blocks
 * and log know entities by them, and keeps to the bounds, so that a job id gone wild cannot fill the manager's memory.
 *
 * <p>Used under the lock for writing; the number of series may be asked for by anybody.
 */
public final class Definitions {
    private final Options options;
    private final Entities entities;
    private final SharedSeries shared;
    private final AtomicInteger series = new AtomicInteger();
    private long nextId;

    /**
     * Counts the series of the entities that there are.
     *
     * @param entities those that there are already
     */
    public Definitions(Options options, Entities entities, SharedSeries shared, long nextId) {
        this.options = options;
        this.entities = entities;
        this.shared = shared;
        this.nextId = nextId;
        for (Entity entity : entities.all()) {
            series.addAndGet(entity.series.size());
        }
    }

    /** Series of all entities. */
    public int series() {
        return series.get();
    }

    /** Those series that an entity does not have yet, each once. */
    static List<Series> missing(@Nullable Entity entity, Collection<Series> series) {
        Map<SeriesId, Series> missing = new LinkedHashMap<>();
        for (Series one : series) {
            if (entity == null || !entity.index.containsKey(one.id())) {
                missing.putIfAbsent(one.id(), one);
            }
        }
        return List.copyOf(missing.values());
    }

    /**
     * Says what bound a definition would exceed, or null.
     *
     * @param entity null if there is none yet
     * @param more series that it does not have yet
     */
    @Nullable
    String fault(String key, Map<String, String> attributes, @Nullable Entity entity, List<Series> more) {
        Options.Bounds bounds = options.bounds();
        if (entity == null && entities.size() >= bounds.entities()) {
            return "No room for " + key + ": there are " + entities.size() + " entities already";
        }
        if (key.isEmpty() || key.length() > 255) {
            return "The key of an entity must have 1 to 255 characters, not " + key.length();
        }
        int count = (entity == null ? 0 : entity.series.size()) + more.size();
        if (count > bounds.seriesPerEntity()) {
            return "No room for " + more.get(0).id() + ": " + key + " would have " + count + " series of at most "
                    + bounds.seriesPerEntity();
        }
        int text = textLength(attributes);
        if (text > bounds.textBytes()) {
            return "The attributes of " + key + " have " + text + " characters of at most " + bounds.textBytes();
        }
        for (Series one : more) {
            int length = one.id().name().length()
                    + textLength(one.id().labels())
                    + one.unit().length()
                    + one.help().length();
            if (length > bounds.textBytes()) {
                return "The definition of a series of " + key + " has " + length + " characters of at most "
                        + bounds.textBytes() + ": " + one.id().name();
            }
        }
        return null;
    }

    private static int textLength(Map<String, String> text) {
        return text.entrySet().stream()
                .mapToInt(e -> e.getKey().length() + e.getValue().length())
                .sum();
    }

    /**
     * Makes an entity, or adds to one, and says so in the log. Durable with the frame; visible at once.
     *
     * @param known null to make one
     * @param more series that it does not have yet
     */
    Entity define(
            @Nullable Entity known, String key, Map<String, String> attributes, List<Series> more, FrameWriter frame) {
        Entity entity = known == null ? new Entity(nextId++, key, Entity.NOT_BEGUN) : known;
        synchronized (entity) {
            frame.define(entity, attributes, more);
            entity.attributes = attributes;
            entity.definitionChanged = true;
            entity.add(shared.share(more), options.stepMillis());
        }
        series.addAndGet(more.size());
        entities.put(entity);
        return entity;
    }

    /** Binds columns to an entity that has them. */
    Columns columns(Entity entity, List<Series> columns) {
        return new Columns(entity, shared.share(columns));
    }

    /** Takes an entity away; null if there is none. */
    @Nullable
    Entity remove(String key) {
        Entity entity = entities.remove(key);
        if (entity != null) {
            series.addAndGet(-entity.series.size());
        }
        return entity;
    }
}
