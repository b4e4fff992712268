package org.chroma.statistics.internal.ingest;

import java.time.InstantSource;
import org.chroma.statistics.internal.entity.Entity;
import org.chroma.statistics.internal.log.WriteAheadLog;
import org.chroma.statistics.internal.options.Options;
import org.chroma.statistics.internal.store.BlockStore;
import org.jspecify.annotations.Nullable;

/**
 * Says whether readings may come in now: whether there is room for any, and whether their time is one that the store
 * can take. Updates of an entity come in order of time, since nothing that was consolidated is opened again; and a
 * server whose clock is wrong must not shut itself out until its wrong time has come.
 *
 * <p>Keeps nothing itself. Asked under the lock for writing: only under it does an entity's time change.
 */
public final class Admission {
    private final Options options;
    private final InstantSource clock;
    private final BlockStore store;
    private final WriteAheadLog log;

    public Admission(Options options, InstantSource clock, BlockStore store, WriteAheadLog log) {
        this.options = options;
        this.clock = clock;
        this.store = store;
        this.log = log;
    }

    /** Says why nothing can be written, or null. */
    @Nullable
    String full() {
        if (store.bytes() > options.bounds().storeBytes()) {
            return "The statistics store is full: " + store.bytes() + " bytes";
        }
        if (log.bytes() > options.bounds().logBytes()) {
            return "The statistics log is full: " + log.bytes() + " bytes wait for the database";
        }
        return null;
    }

    /**
     * Whether an update comes at an acceptable time; counts it if not.
     *
     * @param entity null if there is none yet
     */
    boolean timely(@Nullable Entity entity, String key, long time, int readings, Tally tally) {
        long now = clock.millis();
        if (time - now > options.ahead().toMillis()) {
            tally.early(readings, key + " is " + (time - now) / 1000 + " s in the future");
            return false;
        }
        if (entity == null || !entity.begun()) {
            if (now - time > options.behind().toMillis()) {
                tally.late(readings, key + " is " + (now - time) / 1000 + " s in the past");
                return false;
            }
            return true;
        }
        if (time == entity.lastTime) {
            tally.duplicate(readings, key + " was updated at " + time + " already");
            return false;
        }
        if (time - entity.lastTime < options.leastAdvance()) {
            tally.late(
                    readings, "Bad update time " + time + " of " + key + ": the last update was at " + entity.lastTime);
            return false;
        }
        return true;
    }
}
