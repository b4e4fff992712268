package org.chroma.statistics.internal.rows;

/**
 * What the times of a run of updates mean for steps: computed once, used by every series of the entity.
 *
 * <p>An update stands for the interval since the update before. It is one event, or two where it reaches over several
 * steps and the first of them had begun already: then that step is completed by an event of its own, as rrdtool has
 * done since 1.7. Where an event reaches into a later step, {@code before} seconds of its interval lie up to the last
 * step boundary that it crosses, and {@code after} seconds beyond.
 */
public final class Timeline {
    final long stepMillis;
    /** Index of the first update among the readings. */
    int from;

    int updates;
    public int events;
    long previous;
    /** Number of the step in which the update before the first lies. */
    long startStep;

    /** Seconds since the update before, per update. */
    double[] gap = new double[0];
    /** Whether an update has a first event of its own for the step that was open. */
    boolean[] split = new boolean[0];

    /** Index of its update, per event. */
    int[] update = new int[0];

    double[] interval = new double[0];
    double[] before = new double[0];
    double[] after = new double[0];
    /** Steps that the event completes; 0 for none. */
    long[] completed = new long[0];

    public Timeline(long stepMillis) {
        this.stepMillis = stepMillis;
    }

    public void set(long previousTime, long[] times, int count) {
        set(previousTime, times, 0, count);
    }

    /** Takes only the times from an index on. */
    public void set(long previousTime, long[] times, int start, int count) {
        reserve(count);
        from = start;
        updates = count;
        previous = previousTime;
        startStep = Math.floorDiv(previousTime, stepMillis);
        long stepSeconds = stepMillis / 1000;
        double wholeStep = stepMillis / 1000.0;
        long last = previousTime;
        long step = startStep;
        int event = 0;
        for (int i = 0; i < count; i++) {
            long time = times[start + i];
            long now = time < (step + 1) * stepMillis ? step : Math.floorDiv(time, stepMillis);
            split[i] = false;
            long steps = now - step;
            if (steps == 1 && time - last == stepMillis && time == now * stepMillis) {
                // what most updates are: one whole step
                gap[i] = wholeStep;
                event(event++, i, gap[i], gap[i], 0, 1);
                last = time;
                step = now;
                continue;
            }
            double seconds = (time - last) / 1000.0;
            gap[i] = seconds;
            if (steps == 0) {
                event(event++, i, seconds, seconds, 0, 0);
            } else {
                double toBoundary = (now * stepMillis - last) / 1000.0;
                double beyond = (time - now * stepMillis) / 1000.0;
                long open = steps > 1 ? (long) toBoundary % stepSeconds : 0;
                if (open > 0) {
                    split[i] = true;
                    event(event++, i, (double) open, (double) open, 0, 1);
                    event(event++, i, seconds - open, toBoundary - open, beyond, steps - 1);
                } else {
                    event(event++, i, seconds, toBoundary, beyond, steps);
                }
            }
            last = time;
            step = now;
        }
        events = event;
    }

    private void event(int at, int ofUpdate, double seconds, double toBoundary, double beyond, long steps) {
        update[at] = ofUpdate;
        interval[at] = seconds;
        before[at] = toBoundary;
        after[at] = beyond;
        completed[at] = steps;
    }

    private void reserve(int count) {
        if (gap.length < count) {
            gap = new double[count];
            split = new boolean[count];
            update = new int[2 * count];
            interval = new double[2 * count];
            before = new double[2 * count];
            after = new double[2 * count];
            completed = new long[2 * count];
        }
    }
}
