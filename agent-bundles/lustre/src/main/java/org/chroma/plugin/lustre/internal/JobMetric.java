package org.chroma.plugin.lustre.internal;

import java.util.List;
import java.util.Optional;
import org.chroma.spi.Metric;
import org.chroma.spi.Metric.About;
import org.chroma.spi.Metric.Family;
import org.chroma.spi.Metric.Total;

/** What is counted of users' jobs. Operations are those that Lustre names; which ones, its version decides. */
final class JobMetric {
    /** What names of series of jobs begin with. */
    static final String PREFIX = "job_";

    private static final Metric OPERATIONS = Metric.counter(PREFIX + "*")
            .unit("requests")
            .help("Requests of the job: *")
            .about(About.JOB)
            .total(Total.SUM)
            .family(Family.counter("lustre_job_stats", "Operations of the job by kind"))
            .label("operation", "*")
            .build();

    private static final List<Metric> ALL = List.of(
            moved("read_bytes", "bytes", "Bytes that the job read"),
            moved("write_bytes", "bytes", "Bytes that the job wrote"),
            moved("read_samples", "requests", "Reads of the job"),
            moved("write_samples", "requests", "Writes of the job"),
            OPERATIONS);

    private JobMetric() {}

    private static Metric moved(String what, String unit, String help) {
        return Metric.counter(PREFIX + what)
                .unit(unit)
                .help(help)
                .about(About.JOB)
                .total(Total.SUM)
                .family(Family.counter("lustre_job_" + what, help))
                .build();
    }

    static List<Metric> all() {
        return ALL;
    }

    /** The metric of a series; empty for what is no series of a job. */
    static Optional<Metric> ofSeries(String series) {
        return ALL.stream()
                .filter(metric -> metric.declares(series))
                .findFirst()
                .map(metric -> metric.isOpen() ? metric.named(series.substring(PREFIX.length())) : metric);
    }
}
