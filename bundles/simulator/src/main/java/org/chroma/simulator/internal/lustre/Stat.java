package org.chroma.simulator.internal.lustre;

/** One of Lustre's counters: how often, and of what size or how long. */
final class Stat {
    private final String unit;
    private long count;
    private long min;
    private long max;
    private long sum;
    private double squares;
    private double pending;

    Stat(String unit) {
        this.unit = unit;
    }

    /** Counts what happened, whole events only; the rest is kept for the next time. */
    long add(double events, long smallest, long mean, long largest) {
        pending += events;
        long whole = (long) pending;
        pending -= whole;
        if (whole > 0) {
            min = count == 0 ? smallest : Math.min(min, smallest);
            max = Math.max(max, largest);
            count += whole;
            sum += whole * mean;
            squares += (double) whole * mean * mean * 1.1;
        }
        return whole;
    }

    long count() {
        return count;
    }

    boolean used() {
        return count > 0;
    }

    /** A line of a {@code stats} parameter. */
    String line(String name) {
        return "%-25s %d samples [%s] %d %d %d %.0f%n".formatted(name, count, unit, min, max, sum, squares);
    }

    /** A line of a {@code job_stats} parameter. */
    String jobLine(String name, boolean histogram) {
        String hist = histogram ? ", hist: { %s }".formatted(count > 0 ? bucket() + ": " + count : "") : "";
        return "  %-16s { samples: %11d, unit: %5s, min: %8d, max: %8d, sum: %16d, sumsq: %18.0f%s }%n"
                .formatted(name + ":", count, unit, min, max, sum, squares, hist);
    }

    private String bucket() {
        long mean = sum / count;
        return mean >= 1 << 20 ? (mean >> 20) + "M" : Math.max(1, mean >> 10) + "K";
    }
}
