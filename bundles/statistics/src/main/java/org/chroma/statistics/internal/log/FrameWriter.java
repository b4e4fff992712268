package org.chroma.statistics.internal.log;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.chroma.statistics.Series;
import org.chroma.statistics.internal.codec.ByteWriter;
import org.chroma.statistics.internal.entity.DefinitionCodec;
import org.chroma.statistics.internal.entity.Entity;
import org.chroma.statistics.internal.entity.Update;

/**
 * Fills one frame of the log after the other: what is defined, begun, written and dropped together becomes durable
 * together.
 *
 * <p>Within a segment an update says only what differs from the one of its entity before; the first of an entity in a
 * segment stands for itself, so that old segments can go without what is newer losing its sense. {@link FrameReader}
 * reads it back.
 *
 * <p>Used under the lock for writing alone, since frames must lie in the log in the order in which their updates were
 * taken. What is said of an entity needs its monitor too, as its notes on where its newest updates lie change with it.
 */
public final class FrameWriter {
    /** What an item says; stored, so the numbers stay. */
    static final int UPDATE = 1;

    static final int ABSOLUTE_UPDATE = 2;
    static final int DEFINE = 3;
    static final int DROP = 4;
    static final int BEGIN = 5;

    private final WriteAheadLog log;
    private final ByteWriter out = new ByteWriter(1 << 16);
    private int segment;

    public FrameWriter(WriteAheadLog log) {
        this.log = log;
    }

    /** Begins an empty frame; what an earlier one held and was not appended is forgotten. */
    public void start() {
        segment = log.segment();
        out.length = 0;
    }

    public boolean isEmpty() {
        return out.length == 0;
    }

    /** Hands the frame to the log; completes when it is on the disk. */
    public CompletableFuture<Void> append() {
        return log.append(segment, out.bytes, out.length);
    }

    /** Attributes of an entity, and series that come behind those which it has. */
    public void define(Entity entity, Map<String, String> attributes, List<Series> more) {
        out.u8(DEFINE);
        out.varint(entity.id);
        out.string(entity.key);
        DefinitionCodec.writeText(out, attributes);
        out.varint(entity.series.size());
        DefinitionCodec.writeSeries(out, more);
        entity.logged(segment);
    }

    /** When the measuring of an entity began. */
    public void begin(Entity entity, long start) {
        out.u8(BEGIN);
        out.varint(entity.id);
        out.zigzag(start);
        entity.logged(segment);
    }

    /** An update that the entity does not have yet. */
    public void update(Entity entity, Update update) {
        boolean absolute = entity.logSegment != segment;
        out.u8(absolute ? ABSOLUTE_UPDATE : UPDATE);
        out.varint(entity.id);
        if (absolute) {
            out.zigzag(update.time);
        } else {
            out.varint(update.time - entity.lastTime);
        }
        out.varint(update.width);
        UpdateCodec.write(out, update.values, update.kinds, update.width, entity.last, entity.lastKinds, absolute);
        entity.logSegment = segment;
        entity.logged(segment);
    }

    /** That an entity is gone, with all that was said of it. */
    public void drop(Entity entity) {
        out.u8(DROP);
        out.varint(entity.id);
    }
}
