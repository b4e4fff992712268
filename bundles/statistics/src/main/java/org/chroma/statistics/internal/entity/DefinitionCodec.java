package org.chroma.statistics.internal.entity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.chroma.statistics.Series;
import org.chroma.statistics.SeriesId;
import org.chroma.statistics.SeriesType;
import org.chroma.statistics.internal.codec.ByteReader;
import org.chroma.statistics.internal.codec.ByteWriter;
import org.chroma.statistics.internal.codec.CorruptDataException;

/** Encoding of attributes and series definitions. */
public final class DefinitionCodec {
    private static final int MOST = 1 << 20;
    /** The position is what is stored; only add at the end. */
    private static final SeriesType[] TYPES = {
        SeriesType.GAUGE, SeriesType.COUNTER, SeriesType.DERIVE, SeriesType.ABSOLUTE
    };

    private DefinitionCodec() {}

    public static void writeText(ByteWriter out, Map<String, String> text) {
        out.varint(text.size());
        text.forEach((key, value) -> {
            out.string(key);
            out.string(value);
        });
    }

    public static Map<String, String> readText(ByteReader in) {
        int size = in.count(MOST);
        Map<String, String> text = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            String key = in.string();
            text.put(key, in.string());
        }
        return text;
    }

    public static void writeSeries(ByteWriter out, List<Series> series) {
        out.varint(series.size());
        for (Series one : series) {
            out.string(one.id().name());
            writeText(out, one.id().labels());
            out.u8(Arrays.asList(TYPES).indexOf(one.type()));
            out.varint(one.heartbeat().toMillis());
            out.f64(one.minimum());
            out.f64(one.maximum());
            out.string(one.unit());
            out.string(one.help());
        }
    }

    public static List<Series> readSeries(ByteReader in) {
        int size = in.count(MOST);
        List<Series> series = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            SeriesId id = new SeriesId(in.string(), readText(in));
            int type = in.u8();
            if (type >= TYPES.length) {
                throw new CorruptDataException("unknown type " + type + " of " + id);
            }
            Duration heartbeat = Duration.ofMillis(in.varint());
            double minimum = in.f64();
            double maximum = in.f64();
            String unit = in.string();
            series.add(new Series(id, TYPES[type], heartbeat, minimum, maximum, unit, in.string()));
        }
        return series;
    }
}
