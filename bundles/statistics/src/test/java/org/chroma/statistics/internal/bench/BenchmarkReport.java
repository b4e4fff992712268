package org.chroma.statistics.internal.bench;

import java.io.PrintStream;

/** Says what was measured against what is required, and against the peers. */
final class BenchmarkReport {
    private final Figures figures;
    private int missed;

    BenchmarkReport(Figures figures) {
        this.figures = figures;
    }

    void print(PrintStream out) {
        out.printf("%n--- Required%n");
        least(out, "ingest, million samples per CPU-second", figures.get("regular.ingest") / 1e6, 5);
        least(out, "ingest with jitter, million samples per CPU-second", figures.get("jittered.ingest") / 1e6, 5);
        most(out, "bytes per reading", figures.get("regular.readings"), 1.0);
        most(out, "bytes per reading with jitter", figures.get("jittered.readings"), 1.0);
        most(out, "bytes per sample on disk, resolutions and log included", figures.get("regular.disk"), 1.3);
        most(out, "bytes per sample on disk, the same with jitter", figures.get("jittered.disk"), 1.3);
        most(out, "one series, one day, 500 points, ms", figures.get("read.day"), 0.5);
        most(out, "sum of 1,000 series over an hour, ms", figures.get("read.sum1000"), 10);
        most(out, "sum of 10,000 series over an hour, ms", figures.get("read.sum10000"), 100);
        most(out, "latest of 10,000 targets, ms", figures.get("read.latest10000"), 10);
        most(out, "heap for 330,000 series, MB", figures.get("heap.330000") / 1e6, 512);
        most(out, "recovery after a crash at full load, s", figures.get("recovery"), 10);
        double[] cost = new double[ScalingBenchmark.SERIES.length];
        for (int i = 0; i < cost.length; i++) {
            cost[i] = figures.get("scaling." + ScalingBenchmark.SERIES[i]);
        }
        most(out, "cost per sample at 330,000 series against that at 10,000", cost[3] / cost[1], 1.25);
        out.printf("%n--- Against the peers, on the same machine in the same run%n");
        out.printf("%-70s %12s %12s %12s%n", "", "ingest", "disk", "Chroma is");
        double ours = figures.get("regular.ingest");
        out.printf("%-70s %9.3f M/s %8.2f B/s%n", "Chroma", ours / 1e6, figures.get("regular.disk"));
        for (Peer peer : PeerBenchmark.PEERS) {
            double theirs = figures.get(peer.id() + ".ingest");
            double disk = figures.get(peer.id() + ".disk");
            if (Double.isNaN(theirs)) {
                out.printf("%-70s %12s%n", peer.name(), "not measured");
                missed++;
            } else {
                out.printf(
                        "%-70s %9.3f M/s %8.2f B/s   %.1f times as fast, %.1f times as small%n",
                        peer.name(), theirs / 1e6, disk, ours / theirs, disk / figures.get("regular.disk"));
                missed += ours > theirs ? 0 : 1;
            }
        }
        out.printf(
                "%n%s%n", missed == 0 ? "Nothing is missed." : missed + " of these are MISSED or were not measured.");
    }

    private void least(PrintStream out, String what, double value, double bound) {
        line(out, what, value, "at least", bound, value >= bound);
    }

    private void most(PrintStream out, String what, double value, double bound) {
        line(out, what, value, "at most", bound, value <= bound);
    }

    private void line(PrintStream out, String what, double value, String relation, double bound, boolean met) {
        if (!met) {
            missed++;
        }
        out.printf(
                "%-70s %10.3f   %s %s   %s%n",
                what, value, relation, bound, met ? "met" : Double.isNaN(value) ? "NOT MEASURED" : "MISSED");
    }
}
