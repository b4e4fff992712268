package org.chroma.statistics.internal.log;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chroma.statistics.Series;
import org.chroma.statistics.internal.codec.ByteReader;
import org.chroma.statistics.internal.codec.CorruptDataException;
import org.chroma.statistics.internal.entity.DefinitionCodec;

/**
 * Reads back what {@link FrameWriter} wrote. Keeps the newest update of each entity in the segment at hand, since the
 * next may say only what differs from it.
 */
public final class FrameReader implements WriteAheadLog.Replay {
    private static final int MOST = 1 << 20;

    /** Receives what the frames say, in the order in which it was said; the segment is the one in which it stands. */
    public interface Items {
        /**
         * Takes attributes of an entity and series that it has besides.
         *
         * @param first how many it had before
         */
        void define(int segment, long id, String key, Map<String, String> attributes, int first, List<Series> series);

        void begin(int segment, long id, long start);

        /** Takes an update of the entity's first so many series; the arrays must not be changed. */
        void update(int segment, long id, long time, long[] values, byte[] kinds);

        void drop(long id);
    }

    private static final class Before {
        long time;
        long[] values = new long[0];
        byte[] kinds = new byte[0];
    }

    private final Items items;
    private final Map<Long, Before> before = new HashMap<>();

    public FrameReader(Items items) {
        this.items = items;
    }

    @Override
    public void segment(int segment) {
        before.clear();
    }

    @Override
    public void frame(int segment, ByteReader in) {
        while (!in.atEnd()) {
            int item = in.u8();
            long id = in.varint();
            switch (item) {
                case FrameWriter.DEFINE -> {
                    String key = in.string();
                    Map<String, String> attributes = Map.copyOf(DefinitionCodec.readText(in));
                    int first = in.count(MOST);
                    items.define(segment, id, key, attributes, first, DefinitionCodec.readSeries(in));
                }
                case FrameWriter.BEGIN -> items.begin(segment, id, in.zigzag());
                case FrameWriter.DROP -> items.drop(id);
                case FrameWriter.UPDATE -> update(segment, id, false, in);
                case FrameWriter.ABSOLUTE_UPDATE -> update(segment, id, true, in);
                default -> throw new CorruptDataException("unknown log item " + item);
            }
        }
    }

    private void update(int segment, long id, boolean absolute, ByteReader in) {
        Before last = before.computeIfAbsent(id, any -> new Before());
        long time = absolute ? in.zigzag() : last.time + in.varint();
        int count = in.count(MOST);
        long[] values = new long[count];
        byte[] kinds = new byte[count];
        UpdateCodec.read(in, values, kinds, count, last.values, last.kinds, absolute);
        last.time = time;
        last.values = values;
        last.kinds = kinds;
        items.update(segment, id, time, values, kinds);
    }
}
