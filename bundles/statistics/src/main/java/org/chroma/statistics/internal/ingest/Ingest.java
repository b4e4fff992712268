package org.chroma.statistics.internal.ingest;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.chroma.statistics.Batch;
import org.chroma.statistics.Follower;
import org.chroma.statistics.Series;
import org.chroma.statistics.StatisticsException;
import org.chroma.statistics.StatisticsException.Fault;
import org.chroma.statistics.WriteResult;
import org.chroma.statistics.internal.entity.Columns;
import org.chroma.statistics.internal.entity.Entities;
import org.chroma.statistics.internal.entity.Entity;
import org.chroma.statistics.internal.entity.Update;
import org.chroma.statistics.internal.log.FrameWriter;
import org.chroma.statistics.internal.log.WriteAheadLog;
import org.chroma.statistics.internal.options.Options;
import org.chroma.statistics.internal.upkeep.Flusher;
import org.jspecify.annotations.Nullable;

/**
 * The way in: everything that changes what is stored goes through here, one caller at a time, into the log and into
 * memory. Callers are many and short; what takes long, forcing the log and making blocks, is done by others, and the
 * futures say when.
 *
 * <p>The lock for writing is taken first, an entity's monitor within it for as long as the entity changes. Readers and
 * the flusher take the monitor alone, so they wait for one update at most.
 */
public final class Ingest {
    private final Options options;
    private final InstantSource clock;
    private final Entities entities;
    private final Definitions definitions;
    private final Admission admission;
    private final Flusher flusher;
    private final Followers followers;
    private final Totals totals;
    private final ReentrantLock writing = new ReentrantLock();

    /** What is being written; guarded by the lock. */
    private final FrameWriter frame;

    private final Update update = new Update();
    private boolean closed;

    public Ingest(
            Options options,
            InstantSource clock,
            Entities entities,
            Definitions definitions,
            Admission admission,
            WriteAheadLog log,
            Flusher flusher,
            Followers followers,
            Totals totals) {
        this.options = options;
        this.clock = clock;
        this.entities = entities;
        this.definitions = definitions;
        this.admission = admission;
        this.flusher = flusher;
        this.followers = followers;
        this.totals = totals;
        this.frame = new FrameWriter(log);
    }

    /** Defines an entity or adds to one; completes when that is durable. */
    public CompletableFuture<Void> define(String key, Map<String, String> attributes, Collection<Series> series) {
        writing.lock();
        try {
            open();
            Entity entity = entities.get(key);
            Map<String, String> wanted = Map.copyOf(attributes);
            List<Series> missing = Definitions.missing(entity, series);
            if (entity != null && missing.isEmpty() && entity.attributes.equals(wanted)) {
                return CompletableFuture.completedFuture(null);
            }
            String fault = definitions.fault(key, wanted, entity, missing);
            if (fault != null) {
                totals.refusedDefinition();
                throw new StatisticsException(Fault.CALLER, fault);
            }
            frame.start();
            definitions.define(entity, key, wanted, missing, frame);
            return frame.append();
        } finally {
            writing.unlock();
        }
    }

    /** Sets when an entity's measuring begins, before its first update; milliseconds. */
    public CompletableFuture<Void> begin(String key, long start) {
        writing.lock();
        try {
            open();
            Entity entity = entities.get(key);
            if (entity == null || entity.begun()) {
                throw new StatisticsException(Fault.CALLER, key + " is unknown or has begun already");
            }
            frame.start();
            synchronized (entity) {
                frame.begin(entity, start);
                entity.begin(start, options.stepMillis());
            }
            return frame.append();
        } finally {
            writing.unlock();
        }
    }

    /** Binds columns that were defined to their entity. */
    public Columns recorder(String key, List<Series> columns) {
        writing.lock();
        try {
            Entity entity = entities.get(key);
            if (entity == null) {
                throw new StatisticsException(Fault.CALLER, key + " was dropped meanwhile");
            }
            return definitions.columns(entity, columns);
        } finally {
            writing.unlock();
        }
    }

    /** Takes what of a batch can be taken; completes when it is durable, and followers have it too. */
    public CompletableFuture<WriteResult> write(Batch batch) {
        Tally tally = new Tally();
        CompletableFuture<Void> durable = CompletableFuture.completedFuture(null);
        writing.lock();
        try {
            open();
            String full = admission.full();
            if (full != null) {
                refuse(batch, full, tally);
            } else {
                frame.start();
                try {
                    take(batch, tally);
                } finally {
                    // Of a batch that turns out to be bad half way, too: what was taken lies in memory, and the next
                    // update refers to it.
                    if (!frame.isEmpty()) {
                        durable = followers.announce(frame.append(), tally.followed());
                    }
                }
            }
        } finally {
            writing.unlock();
        }
        WriteResult result = tally.result();
        totals.add(result);
        return durable.thenApply(done -> result);
    }

    private static void refuse(Batch batch, String reason, Tally tally) {
        for (Batch.Row row : batch.rows()) {
            tally.refused(row.values().length, reason);
        }
        for (Map<Long, List<Batch.Reading>> byTime : batch.readings().values()) {
            for (List<Batch.Reading> readings : byTime.values()) {
                tally.refused(readings.size(), reason);
            }
        }
    }

    private void take(Batch batch, Tally tally) {
        for (Batch.Row row : batch.rows()) {
            row(row, tally);
        }
        for (Map.Entry<String, Map<Long, List<Batch.Reading>>> entry :
                batch.readings().entrySet()) {
            for (Map.Entry<Long, List<Batch.Reading>> at : entry.getValue().entrySet()) {
                readings(entry.getKey(), at.getKey(), at.getValue(), tally);
            }
        }
    }

    private void row(Batch.Row row, Tally tally) {
        if (!(row.recorder() instanceof Columns columns)) {
            throw new StatisticsException(
                    Fault.CALLER, "The recorder of " + row.recorder().entity() + " is of another store");
        }
        if (columns.bound().dropped) {
            columns.bind(again(columns));
        }
        update.take(columns, row);
        Entity entity = columns.bound();
        if (store(entity, tally) && followers.any()) {
            tally.followed(new Follower.Update(entity.key, row.time(), columns.readings(row.values())));
        }
    }

    /** The entity that has the name of a dropped one, made if need be, with all of the columns. */
    private Entity again(Columns columns) {
        Entity entity = entities.get(columns.entity());
        List<Series> missing = Definitions.missing(entity, columns.columns());
        return entity != null && missing.isEmpty()
                ? entity
                : definitions.define(entity, columns.entity(), Map.of(), missing, frame);
    }

    private void readings(String key, long time, List<Batch.Reading> readings, Tally tally) {
        Entity entity = entities.get(key);
        List<Series> missing = Definitions.missing(
                entity, readings.stream().map(Batch.Reading::series).toList());
        if (!missing.isEmpty()) {
            if (!admission.timely(entity, key, time, readings.size(), tally)) {
                return;
            }
            entity = define(entity, key, missing, readings.size(), tally);
        }
        if (entity == null) {
            return;
        }
        update.take(entity, time, readings);
        if (store(entity, tally) && followers.any()) {
            tally.followed(new Follower.Update(key, time, stored(entity, readings)));
        }
    }

    /**
     * Defines what readings bring along, or counts it as refused.
     *
     * @return the entity, or null if none of the readings can be stored
     */
    private @Nullable Entity define(
            @Nullable Entity entity, String key, List<Series> missing, int readings, Tally tally) {
        Map<String, String> attributes = entity == null ? Map.of() : entity.attributes;
        String fault = definitions.fault(key, attributes, entity, missing);
        if (fault == null) {
            return definitions.define(entity, key, attributes, missing, frame);
        }
        if (entity == null || missing.size() >= readings) {
            tally.refused(readings, fault);
            return null;
        }
        tally.refused(missing.size(), fault);
        return entity;
    }

    /** The readings whose series the entity has, as it defines them. */
    private static List<Batch.Reading> stored(Entity entity, List<Batch.Reading> readings) {
        List<Batch.Reading> stored = new ArrayList<>(readings.size());
        for (Batch.Reading reading : readings) {
            Integer ordinal = entity.index.get(reading.series().id());
            if (ordinal != null) {
                stored.add(new Batch.Reading(entity.series.get(ordinal), reading.value()));
            }
        }
        return stored;
    }

    /** Takes the update at hand, if its time is acceptable and there is room; returns whether it did. */
    private boolean store(Entity entity, Tally tally) {
        if (!admission.timely(entity, entity.key, update.time, update.readings, tally)) {
            return false;
        }
        if (!flusher.awaitRoom(entity)) {
            tally.refused(
                    update.readings, "The database does not take the readings of " + entity.key + " quickly enough");
            return false;
        }
        synchronized (entity) {
            if (!entity.begun()) {
                entity.begin(update.time - 1000, options.stepMillis());
            }
            frame.update(entity, update);
            if (entity.openUpdates == 0) {
                entity.openSince = clock.millis();
            }
            entity.append(update.time, update.values, update.kinds, update.width);
        }
        tally.accepted(update.readings);
        flusher.closeIfFull(entity);
        return true;
    }

    /** Takes an entity away; completes when that is durable and its blocks are gone, with whether there was one. */
    public CompletableFuture<Boolean> drop(String key) {
        writing.lock();
        try {
            open();
            Entity entity = definitions.remove(key);
            if (entity == null) {
                return CompletableFuture.completedFuture(false);
            }
            frame.start();
            frame.drop(entity);
            CompletableFuture<Void> durable = frame.append();
            synchronized (entity) {
                entity.dropped = true;
                entity.notifyAll();
            }
            CompletableFuture<Void> gone = flusher.drop(entity);
            return durable.thenCompose(done -> gone).thenApply(done -> true);
        } finally {
            writing.unlock();
        }
    }

    private void open() {
        if (closed) {
            throw new StatisticsException(Fault.UNAVAILABLE, "The statistics store is closed");
        }
    }

    /** Lets nothing in any more; returns whether anything could come in before. */
    public boolean close() {
        writing.lock();
        try {
            boolean before = !closed;
            closed = true;
            return before;
        } finally {
            writing.unlock();
        }
    }
}
