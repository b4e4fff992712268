package org.chroma.statistics.internal.rows;

import java.util.Arrays;

/**
 * Which rows of one resolution a run of updates completes: computed once per resolution, used by every series.
 *
 * <p>A silence longer than every heartbeat leaves only unknown rows behind its first one, and those are not made at
 * all.
 */
public final class RowAxis {
    final int steps;
    private final double longestHeartbeat;
    private final int mostRows;

    public int count;
    /** Number of the row since 1970; its end is that number times the row's length. */
    public long[] number = new long[16];
    /** Rows made per event. */
    int[] made = new int[0];

    /**
     * Makes an axis without rows.
     *
     * @param steps steps per row
     * @param longestHeartbeat seconds
     * @param mostRows rows that one update makes at most; older ones would fall out of the archive at once
     */
    public RowAxis(int steps, double longestHeartbeat, int mostRows) {
        this.steps = steps;
        this.longestHeartbeat = longestHeartbeat;
        this.mostRows = mostRows;
    }

    public boolean fits(int wantedSteps, double wantedHeartbeat, int wantedRows) {
        return steps == wantedSteps && longestHeartbeat == wantedHeartbeat && mostRows == wantedRows;
    }

    public void set(Timeline time) {
        if (made.length < time.events) {
            made = new int[time.events];
        }
        count = 0;
        long step = time.startStep;
        for (int i = 0; i < time.events; i++) {
            long next = step + time.completed[i];
            // dividing by one is worth avoiding: it was a fifth of a sum over many series
            long first = (steps == 1 ? step : Math.floorDiv(step, (long) steps)) + 1;
            long last = steps == 1 ? next : Math.floorDiv(next, (long) steps);
            step = next;
            if (last < first) {
                made[i] = 0;
                continue;
            }
            int rows = time.gap[time.update[i]] > longestHeartbeat ? 1 : (int) Math.min(last - first + 1, mostRows);
            made[i] = rows;
            while (number.length < count + rows) {
                number = Arrays.copyOf(number, number.length * 2);
            }
            number[count++] = first;
            for (int k = rows - 1; k > 0; k--) {
                number[count++] = last - k + 1;
            }
        }
    }
}
