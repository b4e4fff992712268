package org.chroma.statistics.internal.block;

import org.chroma.statistics.internal.codec.ByteReader;
import org.chroma.statistics.internal.codec.ByteWriter;

/** Encoding of {@link SeriesState}. */
public final class StateCodec {
    private static final int KIND = 3;
    private static final int SUM = 4;
    private static final int UNKNOWN = 8;

    private StateCodec() {}

    public static void write(ByteWriter out, SeriesState state) {
        boolean sum = Double.doubleToRawLongBits(state.sum) != 0;
        out.u8(state.lastKind | (sum ? SUM : 0) | (state.unknownSeconds != 0 ? UNKNOWN : 0));
        if (state.lastKind == SeriesState.INTEGER) {
            out.zigzag(state.last);
        } else if (state.lastKind == SeriesState.REAL) {
            out.i64(state.last);
        }
        if (sum) {
            out.f64(state.sum);
        }
        if (state.unknownSeconds != 0) {
            out.varint(state.unknownSeconds);
        }
    }

    public static void read(ByteReader in, SeriesState state) {
        int flags = in.u8();
        state.lastKind = (byte) (flags & KIND);
        state.last = 0;
        if (state.lastKind == SeriesState.INTEGER) {
            state.last = in.zigzag();
        } else if (state.lastKind == SeriesState.REAL) {
            state.last = in.i64();
        }
        state.sum = (flags & SUM) != 0 ? in.f64() : 0;
        state.unknownSeconds = (flags & UNKNOWN) != 0 ? in.count(Integer.MAX_VALUE) : 0;
    }
}
