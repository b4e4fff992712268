package org.chroma.statistics.internal.block;

import java.util.Arrays;
import org.chroma.statistics.internal.codec.ByteReader;
import org.chroma.statistics.internal.codec.ByteWriter;
import org.chroma.statistics.internal.codec.CorruptDataException;
import org.chroma.statistics.internal.codec.IntegerColumn;
import org.chroma.statistics.internal.codec.RealColumn;

/** An immutable, checked block of consolidated rows of one entity and resolution: one column per series and archive. */
public final class RowBlock {
    private static final int FORMAT = 'C';
    private static final int VERSION = 1;
    private static final int MOST = 1 << 24;

    private final byte[] data;
    private final int limit;
    private final long rowSeconds;
    private final long[] numbers;
    private final int series;
    private final int archives;
    private final int directory;

    public RowBlock(byte[] data) {
        ByteReader in = ByteReader.unsealed(data);
        if (in.u8() != FORMAT || in.u8() != VERSION) {
            throw new CorruptDataException("not a block of rows of a known version");
        }
        this.data = data;
        this.limit = in.limit;
        rowSeconds = in.varint();
        series = in.count(MOST);
        archives = in.count(100);
        int count = in.count(MOST);
        numbers = new long[count];
        long base = in.zigzag();
        IntegerColumn.decode(in, numbers, count, base, true);
        directory = in.position;
        if (limit - directory < 4L * series * archives) {
            throw new CorruptDataException("directory ends early");
        }
    }

    long rowSeconds() {
        return rowSeconds;
    }

    public int bytes() {
        return data.length;
    }

    /** Number of each row since 1970, ascending. */
    public long[] numbers() {
        return numbers;
    }

    /** Values of one series in one archive, NaN where unknown. */
    public double[] values(int which, int archive) {
        double[] values = new double[numbers.length];
        if (which >= series || archive >= archives) {
            Arrays.fill(values, Double.NaN);
            return values;
        }
        int from = (int) ByteWriter.INT.get(data, directory + 4 * (which * archives + archive));
        if (from < directory || from > limit) {
            throw new CorruptDataException("directory points outside");
        }
        ByteReader in = new ByteReader(data, from, limit);
        int known = in.count(numbers.length);
        if (known == 0) {
            Arrays.fill(values, Double.NaN);
        } else if (known == numbers.length) {
            RealColumn.decode(in, values, known);
        } else {
            int mask = in.position;
            in.position += (numbers.length + 7) >>> 3;
            if (in.position > limit) {
                throw new CorruptDataException("column ends early");
            }
            double[] packed = new double[known];
            RealColumn.decode(in, packed, known);
            int next = 0;
            for (int i = 0; i < values.length; i++) {
                boolean present = (data[mask + (i >>> 3)] & (1 << (i & 7))) != 0;
                if (present && next == known) {
                    throw new CorruptDataException("more rows than counted");
                }
                values[i] = present ? packed[next++] : Double.NaN;
            }
        }
        return values;
    }

    /** Packs rows column by column. */
    public static final class Builder {
        private final ByteWriter out = new ByteWriter(1 << 13);
        private final int count;
        private final int directory;
        private final long[] denominators;
        private int next;

        public Builder(
                long rowSeconds, int steps, long stepSeconds, long[] numbers, int count, int series, int archives) {
            this.count = count;
            denominators = new long[] {1, steps, stepSeconds, rowSeconds};
            out.u8(FORMAT);
            out.u8(VERSION);
            out.varint(rowSeconds);
            out.varint(series);
            out.varint(archives);
            out.varint(count);
            long base = count == 0 ? 0 : numbers[0];
            out.zigzag(base);
            IntegerColumn.encode(out, numbers, count, base, true);
            directory = out.length;
            out.ensure(4 * series * archives);
            out.length += 4 * series * archives;
        }

        public void add(double[] rows) {
            ByteWriter.INT.set(out.bytes, directory + 4 * next++, out.length);
            double[] known = new double[count];
            byte[] mask = new byte[(count + 7) >>> 3];
            int present = 0;
            for (int i = 0; i < count; i++) {
                if (!Double.isNaN(rows[i])) {
                    known[present++] = rows[i];
                    mask[i >>> 3] |= (byte) (1 << (i & 7));
                }
            }
            out.varint(present);
            if (present > 0) {
                if (present < count) {
                    out.bytes(mask, 0, mask.length);
                }
                RealColumn.encode(out, known, present, denominators, false);
            }
        }

        public byte[] build() {
            return out.sealed();
        }
    }
}
