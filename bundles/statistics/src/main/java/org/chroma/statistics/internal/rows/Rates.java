package org.chroma.statistics.internal.rows;

import org.chroma.statistics.SeriesType;
import org.chroma.statistics.internal.block.Column;
import org.chroma.statistics.internal.block.SeriesState;

/** Turns readings into the mean rate of each step, exactly as rrdtool's update does. */
public final class Rates {
    private static final double WRAP_64 = 0x1p64 - 0x1p32;

    private final SeriesType type;
    private final double heartbeat;
    private final double minimum;
    private final double maximum;
    private final boolean bounded;
    private final boolean rrdtoolFaults;
    private final double wrap32;

    /** @param heartbeat seconds */
    Rates(SeriesType type, double heartbeat, double minimum, double maximum, boolean rrdtoolFaults) {
        this.type = type;
        this.heartbeat = heartbeat;
        this.minimum = minimum;
        this.maximum = maximum;
        this.rrdtoolFaults = rrdtoolFaults;
        this.wrap32 = rrdtoolFaults ? 0x1p32 - 1 : 0x1p32;
        this.bounded = !Double.isNaN(minimum) || !Double.isNaN(maximum);
    }

    /**
     * Makes steps of the readings of one series.
     *
     * @param state where the series stood before; moved on
     * @param steps receives, for each event that completes steps, the value of those steps
     */
    public void apply(SeriesState state, Timeline time, Column column, double[] steps) {
        long last = state.last;
        byte lastKind = state.lastKind;
        double sum = state.sum;
        int unknown = state.unknownSeconds;
        double halfStep = time.stepMillis / 2000.0;
        double step = time.stepMillis / 1000.0;
        byte kind = column.real ? SeriesState.REAL : SeriesState.INTEGER;
        boolean simple = kind == SeriesState.INTEGER && (type == SeriesType.COUNTER || type == SeriesType.DERIVE);
        int event = 0;
        for (int i = 0; i < time.updates; i++) {
            double gap = time.gap[i];
            double contributed = Double.NaN;
            boolean known = column.known(time.from + i);
            long value = column.values[time.from + i];
            if (known && gap <= heartbeat) {
                if (simple && lastKind == SeriesState.INTEGER && value - last >= 0 && (value | last) >= 0) {
                    contributed = value - last;
                } else {
                    contributed = contribution(value, kind, last, lastKind, gap);
                }
                if (bounded) {
                    double rate = contributed / gap;
                    if (rate > maximum || rate < minimum) {
                        contributed = Double.NaN;
                    }
                }
            }
            last = value;
            lastKind = known ? kind : SeriesState.NONE;

            boolean missing = Double.isNaN(contributed);
            long completed = time.completed[event];
            if (completed == 0) {
                if (missing) {
                    unknown += (int) gap;
                } else {
                    sum = Double.isNaN(sum) ? contributed : sum + contributed;
                }
                event++;
                continue;
            }
            double part = contributed;
            double rest = 0;
            if (time.split[i]) {
                part = contributed * time.interval[event] / gap;
                rest = contributed - part;
            }
            while (true) {
                double interval = time.interval[event];
                double unknownBefore = 0;
                if (missing) {
                    unknownBefore = time.before[event];
                } else {
                    if (Double.isNaN(sum)) {
                        sum = 0;
                    }
                    // divided first, as rrdtool does: sums that cancel leave the same residue
                    sum += time.before[event] == interval ? part : part / interval * time.before[event];
                }
                steps[event] = interval > heartbeat || halfStep < unknown
                        ? Double.NaN
                        : sum / (completed * step - unknown - unknownBefore);
                if (missing) {
                    unknown = (int) time.after[event];
                    sum = Double.NaN;
                } else {
                    unknown = 0;
                    sum = time.after[event] == 0 ? 0 : part / interval * time.after[event];
                }
                event++;
                if (event == time.events || time.update[event] != i) {
                    break;
                }
                completed = time.completed[event];
                part = rest;
            }
        }
        state.last = last;
        state.lastKind = lastKind;
        state.sum = sum;
        state.unknownSeconds = unknown;
    }

    private double contribution(long value, byte kind, long last, byte lastKind, double interval) {
        boolean unsigned = type == SeriesType.COUNTER;
        if (type == SeriesType.GAUGE || type == SeriesType.ABSOLUTE) {
            double reading = Column.toDouble(value, kind == SeriesState.REAL, false);
            return type == SeriesType.GAUGE ? reading * interval : reading;
        }
        if (lastKind == SeriesState.NONE) {
            return Double.NaN;
        }
        double difference;
        if (kind == SeriesState.INTEGER && lastKind == SeriesState.INTEGER) {
            if (rrdtoolFaults && !unsigned && (value ^ last) < 0) {
                return Double.NaN;
            }
            difference = difference(value, last, unsigned);
        } else {
            difference = Column.toDouble(value, kind == SeriesState.REAL, unsigned)
                    - Column.toDouble(last, lastKind == SeriesState.REAL, unsigned);
        }
        if (unsigned && difference < 0) {
            difference += wrap32;
            if (difference < 0) {
                boolean exact = kind == SeriesState.INTEGER && lastKind == SeriesState.INTEGER;
                return exact ? Column.toDouble(value - last, false, true) : difference + WRAP_64;
            }
        }
        return difference;
    }

    /** The exact difference, rounded once. */
    private static double difference(long value, long last, boolean unsigned) {
        boolean negative = unsigned ? Long.compareUnsigned(value, last) < 0 : value < last;
        return negative ? -Column.toDouble(last - value, false, true) : Column.toDouble(value - last, false, true);
    }
}
