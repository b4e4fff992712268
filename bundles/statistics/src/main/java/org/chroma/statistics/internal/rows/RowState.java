package org.chroma.statistics.internal.rows;

import java.util.List;
import org.chroma.statistics.internal.codec.ByteReader;
import org.chroma.statistics.internal.codec.ByteWriter;
import org.chroma.statistics.internal.options.Archive;

/** The incomplete row of one series in one resolution, and rrdtool's rules for completing it. */
public final class RowState {
    double sum;
    double minimum = Double.POSITIVE_INFINITY;
    double maximum = Double.NEGATIVE_INFINITY;
    double last = Double.NaN;
    long unknownSteps;

    /** As rrdtool creates it: the steps of the row that have passed are unknown. */
    public void reset(long step, int steps) {
        empty();
        unknownSteps = Math.floorMod(step, (long) steps);
    }

    private void empty() {
        sum = 0;
        minimum = Double.POSITIVE_INFINITY;
        maximum = Double.NEGATIVE_INFINITY;
        last = Double.NaN;
    }

    void set(RowState other) {
        sum = other.sum;
        minimum = other.minimum;
        maximum = other.maximum;
        last = other.last;
        unknownSteps = other.unknownSteps;
    }

    /**
     * Goes on with the steps of some updates.
     *
     * @param values value of the steps that each event completes
     * @param rows receives, per archive, one value per row of the axis
     */
    public void apply(
            List<Archive> archives, boolean emptyGaps, Timeline time, RowAxis axis, double[] values, double[][] rows) {
        if (axis.steps == 1) {
            single(emptyGaps, time, axis, values, rows);
            return;
        }
        double sumNow = sum;
        double least = minimum;
        double most = maximum;
        double newest = last;
        long unknownNow = unknownSteps;
        int steps = axis.steps;
        int phase = (int) Math.floorMod(time.startStep, (long) steps);
        int row = 0;
        for (int i = 0; i < time.events; i++) {
            long completed = time.completed[i];
            double now = values[i];
            if (completed < steps - phase) {
                if (completed == 0) {
                    continue;
                }
                phase += (int) completed;
                if (Double.isNaN(now)) {
                    unknownNow += completed;
                } else {
                    sumNow += now * completed;
                    least = now < least ? now : least;
                    most = now > most ? now : most;
                    newest = now;
                }
                continue;
            }
            boolean unknown = Double.isNaN(now);
            int toBoundary = steps - phase;
            if (unknown) {
                unknownNow += toBoundary;
            } else {
                sumNow += now * toBoundary;
                least = now < least ? now : least;
                most = now > most ? now : most;
            }
            int made = axis.made[i];
            boolean several = made > 1 || completed - toBoundary >= steps;
            for (int a = 0; a < rows.length; a++) {
                Archive archive = archives.get(a);
                double first = Double.NaN;
                if (unknownNow <= steps * archive.tolerance() && !(emptyGaps && several)) {
                    first = switch (archive.function()) {
                        case AVERAGE -> sumNow / (steps - unknownNow);
                        case MINIMUM -> least;
                        case MAXIMUM -> most;
                        case LAST -> now;
                    };
                }
                rows[a][row] = Double.isInfinite(first) ? Double.NaN : first;
                for (int k = 1; k < made; k++) {
                    rows[a][row + k] = emptyGaps && k < made - 1 ? Double.NaN : now;
                }
            }
            row += made;
            phase = (int) ((completed - toBoundary) % steps);
            unknownNow = unknown ? phase : 0;
            boolean carry = phase > 0 && !unknown;
            sumNow = carry ? now * phase : 0;
            least = carry ? now : Double.POSITIVE_INFINITY;
            most = carry ? now : Double.NEGATIVE_INFINITY;
            newest = carry ? now : Double.NaN;
        }
        sum = sumNow;
        minimum = least;
        maximum = most;
        last = newest;
        unknownSteps = unknownNow;
    }

    private static void single(boolean emptyGaps, Timeline time, RowAxis axis, double[] values, double[][] rows) {
        double[] first = rows[0];
        int row = 0;
        for (int i = 0; i < time.events; i++) {
            int made = axis.made[i];
            for (int k = 0; k < made; k++) {
                first[row + k] = emptyGaps && k < made - 1 ? Double.NaN : values[i];
            }
            row += made;
        }
        for (int a = 1; a < rows.length; a++) {
            System.arraycopy(first, 0, rows[a], 0, row);
        }
    }

    void write(ByteWriter out) {
        boolean some = minimum <= maximum;
        out.u8((some ? 1 : 0) | (sum != 0 || maximum != 0 || minimum != 0 ? 2 : 0) | (unknownSteps != 0 ? 4 : 0));
        if (some && (sum != 0 || maximum != 0 || minimum != 0)) {
            out.f64(sum);
            out.f64(minimum);
            out.f64(maximum);
            out.f64(last);
        }
        if (unknownSteps != 0) {
            out.varint(unknownSteps);
        }
    }

    void read(ByteReader in) {
        int flags = in.u8();
        empty();
        if ((flags & 3) == 3) {
            sum = in.f64();
            minimum = in.f64();
            maximum = in.f64();
            last = in.f64();
        } else if ((flags & 1) != 0) {
            minimum = 0;
            maximum = 0;
            last = 0;
        }
        unknownSteps = (flags & 4) != 0 ? in.varint() : 0;
    }
}
