package org.chroma.statistics.internal;

/** Where a series stands after an update: its last reading and the step that is not complete yet. */
final class SeriesState {
    static final byte NONE = 0;
    static final byte INTEGER = 1;
    static final byte REAL = 2;

    long last;
    byte lastKind;
    /** Sum over the known seconds of the incomplete step; NaN while nothing is known. */
    double sum;
    /** Unknown seconds of the incomplete step, in whole seconds as rrdtool counts them. */
    int unknownSeconds;

    /** As rrdtool creates a data source: everything up to now is unknown. */
    static SeriesState fresh(long time, long stepMillis) {
        SeriesState state = new SeriesState();
        state.sum = Double.NaN;
        state.unknownSeconds = (int) (Math.floorMod(time, stepMillis) / 1000);
        return state;
    }

    /** Stands after a reading, with nothing known of the step. */
    void after(Column column, int reading) {
        last = column.values[reading];
        lastKind = !column.known(reading) ? NONE : column.real ? REAL : INTEGER;
        sum = Double.NaN;
        unknownSeconds = 0;
    }

    SeriesState copy() {
        SeriesState copy = new SeriesState();
        copy.set(this);
        return copy;
    }

    void set(SeriesState other) {
        last = other.last;
        lastKind = other.lastKind;
        sum = other.sum;
        unknownSeconds = other.unknownSeconds;
    }
}
