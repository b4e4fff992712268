package org.chroma.statistics.internal.entity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.chroma.statistics.Series;
import org.chroma.statistics.SeriesId;
import org.chroma.statistics.internal.block.Chunk;
import org.chroma.statistics.internal.block.Head;
import org.chroma.statistics.internal.block.RawBlock;
import org.chroma.statistics.internal.block.RawSpan;
import org.chroma.statistics.internal.block.SeriesState;
import org.chroma.statistics.internal.block.StateCodec;
import org.chroma.statistics.internal.codec.ByteReader;
import org.chroma.statistics.internal.codec.ByteWriter;
import org.chroma.statistics.internal.codec.CorruptDataException;
import org.chroma.statistics.internal.store.BlockStore;
import org.jspecify.annotations.Nullable;

/**
 * One measured object: its series, the updates that are not in a stored block yet, and where its consolidation stands.
 * Everything that is not final is guarded by the object's monitor.
 */
public final class Entity {
    /** Updates that are being made into a block. */
    public static final class Closing {
        public final List<RawSpan> spans;
        public final SeriesState[] start;
        public final long previous;
        public final long last;
        public final int updates;
        public final int series;

        Closing(List<RawSpan> spans, SeriesState[] start, long previous, long last, int series) {
            this.spans = spans;
            this.start = start;
            this.previous = previous;
            this.last = last;
            this.updates = spans.stream().mapToInt(RawSpan::count).sum();
            this.series = series;
        }
    }

    /** Time of an entity that had no update yet. */
    public static final long NOT_BEGUN = Long.MIN_VALUE;

    public final long id;
    public final String key;

    public volatile Map<String, String> attributes = Map.of();
    public volatile List<Series> series = List.of();
    public final Map<SeriesId, Integer> index = new HashMap<>();

    public long lastTime;
    public long[] last = new long[0];
    public byte[] lastKinds = new byte[0];

    /** Where the series stood before the open block; null while the block before it is being closed. */
    public SeriesState @Nullable [] openStart;

    public List<Chunk> chunks = new ArrayList<>();
    public Head head;
    public int openUpdates;

    @Nullable
    public Closing closing;

    /** The newest stored block, kept because the last hour is what is asked for most. */
    @Nullable
    public RawBlock newest;

    /** Time of the last update in a stored block. */
    public long closedUntil;
    /** Time of the last update that the stored rows account for. */
    public long rolledUntil;

    public byte[] carry = new byte[0];
    public int blocksSinceRollUp;
    public boolean definitionChanged = true;
    public boolean dropped;

    /** Log segment in which the newest update lies: only within it may the next refer back. */
    public int logSegment = -1;
    /** Oldest log segment with something of this entity that is not stored yet; {@link Integer#MAX_VALUE} for none. */
    public int firstSegment = Integer.MAX_VALUE;
    /** The same for what came after the closing block. */
    public int openFirstSegment = Integer.MAX_VALUE;
    /** When the oldest update of the open block arrived, by the store's clock. */
    public long openSince;

    /**
     * Makes an entity without series.
     *
     * @param start as for {@link #begin}, or {@link #NOT_BEGUN}
     */
    public Entity(long id, String key, long start) {
        this.id = id;
        this.key = key;
        lastTime = start;
        closedUntil = start;
        rolledUntil = start;
        openStart = new SeriesState[0];
        head = new Head(start, 0);
    }

    public boolean begun() {
        return lastTime != NOT_BEGUN;
    }

    /** Sets the time from which the entity is measured: that of the update "before the first". */
    public void begin(long start, long stepMillis) {
        lastTime = start;
        closedUntil = start;
        rolledUntil = start;
        SeriesState[] states = new SeriesState[series.size()];
        Arrays.setAll(states, i -> SeriesState.fresh(start, stepMillis));
        openStart = states;
        head = new Head(start, series.size());
    }

    /** Notes that a log segment holds something of this entity that is not stored yet. */
    public void logged(int segment) {
        firstSegment = Math.min(firstSegment, segment);
        openFirstSegment = Math.min(openFirstSegment, segment);
    }

    /** Adds series that it does not have yet; their earlier past is unknown. */
    public void add(List<Series> more, long stepMillis) {
        if (more.isEmpty()) {
            return;
        }
        List<Series> all = new ArrayList<>(series);
        for (Series one : more) {
            index.put(one.id(), all.size());
            all.add(one);
        }
        int count = all.size();
        last = Arrays.copyOf(last, count);
        lastKinds = Arrays.copyOf(lastKinds, count);
        head.widen(count);
        openStart = widen(openStart, count, stepMillis);
        series = List.copyOf(all);
        definitionChanged = true;
    }

    public SeriesState @Nullable [] widen(SeriesState @Nullable [] states, int count, long stepMillis) {
        if (states == null || states.length >= count) {
            return states;
        }
        SeriesState[] wider = Arrays.copyOf(states, count);
        for (int i = states.length; i < count; i++) {
            wider[i] = SeriesState.fresh(openPrevious(), stepMillis);
        }
        return wider;
    }

    /** Time of the update before the open block. */
    long openPrevious() {
        return chunks.isEmpty() ? head.previous() : chunks.get(0).previous();
    }

    /** Takes an update that is newer than all before. */
    public void append(long time, long[] values, byte[] kinds, int width) {
        head.append(time, values, kinds, width);
        System.arraycopy(values, 0, last, 0, width);
        System.arraycopy(kinds, 0, lastKinds, 0, width);
        if (width < lastKinds.length) {
            Arrays.fill(lastKinds, width, lastKinds.length, SeriesState.NONE);
        }
        lastTime = time;
        openUpdates++;
        if (head.full()) {
            chunks.add(head.pack());
            head = new Head(time, series.size());
        }
    }

    /**
     * Begins a new open block and hands out the old one for storing, if there is anything in it and none is under way.
     */
    @Nullable
    public Closing close() {
        SeriesState[] start = openStart;
        if (closing != null || start == null || openUpdates == 0) {
            return null;
        }
        List<RawSpan> spans = new ArrayList<>(chunks);
        long previous = openPrevious();
        if (head.count() > 0) {
            spans.add(head);
        }
        Closing block = new Closing(spans, start, previous, lastTime, series.size());
        closing = block;
        openStart = null;
        chunks = new ArrayList<>();
        head = new Head(lastTime, series.size());
        openUpdates = 0;
        openFirstSegment = Integer.MAX_VALUE;
        return block;
    }

    /**
     * Lets the updates go of which no block can be made: what comes after them begins as if nothing was known before.
     * The log keeps them until the next block is stored.
     *
     * @param rows whether rows begin again too, since it may be they that cannot be made
     */
    public void giveUp(Closing lost, boolean rows, long stepMillis) {
        SeriesState[] states = new SeriesState[series.size()];
        Arrays.setAll(states, i -> SeriesState.fresh(lost.last, stepMillis));
        openStart = states;
        closing = null;
        closedUntil = lost.last;
        definitionChanged = true; // the block may have taken it along
        if (rows) {
            rolledUntil = lost.last;
            carry = new byte[0];
            blocksSinceRollUp = 0;
        }
    }

    /** The definition as the store keeps it. */
    public byte[] definition() {
        ByteWriter out = new ByteWriter(256);
        out.u8(1);
        DefinitionCodec.writeText(out, attributes);
        DefinitionCodec.writeSeries(out, series);
        return out.sealed();
    }

    /** Where the series stand after the newest stored block, as the store keeps it. */
    public static byte[] resume(long closedUntil, long rolledUntil, int blocksSinceRollUp, SeriesState[] states) {
        ByteWriter out = new ByteWriter(16 + states.length * 12);
        out.u8(1);
        out.zigzag(closedUntil);
        out.zigzag(rolledUntil);
        out.varint(blocksSinceRollUp);
        out.varint(states.length);
        for (SeriesState state : states) {
            StateCodec.write(out, state);
        }
        return out.sealed();
    }

    /** Restores a definition and where the series stood. */
    public static Entity restore(BlockStore.Stored stored, long stepMillis, SharedSeries shared) {
        if (stored.resume().length == 0) {
            Entity entity = new Entity(stored.id(), stored.key(), NOT_BEGUN);
            entity.define(stored.definition(), stepMillis, shared);
            entity.definitionChanged = false;
            return entity;
        }
        ByteReader in = ByteReader.unsealed(stored.resume());
        if (in.u8() != 1) {
            throw new CorruptDataException("state of unknown version");
        }
        long closedUntil = in.zigzag();
        Entity entity = new Entity(stored.id(), stored.key(), closedUntil);
        entity.rolledUntil = in.zigzag();
        entity.blocksSinceRollUp = in.count(1 << 20);
        SeriesState[] states = new SeriesState[in.count(1 << 20)];
        for (int i = 0; i < states.length; i++) {
            states[i] = new SeriesState();
            StateCodec.read(in, states[i]);
        }
        entity.define(stored.definition(), stepMillis, shared);
        int count = Math.min(states.length, entity.series.size());
        for (int i = 0; i < count; i++) {
            Objects.requireNonNull(entity.openStart)[i] = states[i];
            entity.last[i] = states[i].last;
            entity.lastKinds[i] = states[i].lastKind;
        }
        entity.carry = stored.carry();
        entity.definitionChanged = false;
        return entity;
    }

    /** Restores the definition alone, where the rest is lost. */
    public void define(byte[] definition, long stepMillis, SharedSeries shared) {
        ByteReader in = ByteReader.unsealed(definition);
        if (in.u8() != 1) {
            throw new CorruptDataException("definition of unknown version");
        }
        attributes = Map.copyOf(DefinitionCodec.readText(in));
        add(shared.share(DefinitionCodec.readSeries(in)), stepMillis);
    }
}
