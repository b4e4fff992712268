package org.chroma.plugin.lustre.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chroma.spi.DeviceDataHandler;
import org.chroma.spi.Metric;
import org.chroma.spi.Observation;
import org.chroma.spi.PluginName;
import org.chroma.spi.Sample;
import org.chroma.spi.Server;
import org.osgi.service.component.annotations.Component;

/** Turns what jobs did into counters of the targets, with the job as label. */
@Component
@PluginName("lustre-jobs")
public final class JobsHandler implements DeviceDataHandler<JobScan> {
    @Override
    public Class<JobScan> scanType() {
        return JobScan.class;
    }

    @Override
    public List<Metric> metrics() {
        return JobMetric.all();
    }

    @Override
    public Observation observe(Server server, JobScan scan) {
        List<Sample> samples = new ArrayList<>();
        scan.targets().forEach((name, jobs) -> {
            Sample.Subject target = Sample.Subject.target(name);
            for (JobScan.Job job : jobs) {
                Map<String, String> labels = Map.of(Sample.JOB, job.id());
                job.readings()
                        .forEach((series, value) -> JobMetric.ofSeries(series)
                                .ifPresent(metric -> samples.add(metric.reading(server, target, labels, value))));
            }
        });
        return Observation.ofSamples(samples);
    }
}
