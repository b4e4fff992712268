package org.chroma.statistics.internal.block;

/** Where a series stands after an update: its last reading and the step that is not complete yet. */
public final class SeriesState {
    public static final byte NONE = 0;
    public static final byte INTEGER = 1;
    public static final byte REAL = 2;

    public long last;
    public byte lastKind;
    /** Sum over the known seconds of the incomplete step; NaN while nothing is known. */
    public double sum;
    /** Unknown seconds of the incomplete step, in whole seconds as rrdtool counts them. */
    public int unknownSeconds;

    /** As rrdtool creates a data source: everything up to now is unknown. */
    public static SeriesState fresh(long time, long stepMillis) {
        SeriesState state = new SeriesState();
        state.sum = Double.NaN;
        state.unknownSeconds = (int) (Math.floorMod(time, stepMillis) / 1000);
        return state;
    }

    /** Stands after a reading, with nothing known of the step. */
    public void after(Column column, int reading) {
        last = column.values[reading];
        lastKind = !column.known(reading) ? NONE : column.real ? REAL : INTEGER;
        sum = Double.NaN;
        unknownSeconds = 0;
    }

    public SeriesState copy() {
        SeriesState copy = new SeriesState();
        copy.set(this);
        return copy;
    }

    public void set(SeriesState other) {
        last = other.last;
        lastKind = other.lastKind;
        sum = other.sum;
        unknownSeconds = other.unknownSeconds;
    }
}
