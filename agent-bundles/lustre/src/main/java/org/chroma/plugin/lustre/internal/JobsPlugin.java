package org.chroma.plugin.lustre.internal;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chroma.spi.DevicePlugin;
import org.chroma.spi.Machine;
import org.chroma.spi.PluginName;
import org.osgi.service.component.annotations.Component;

/** Reads what users' jobs do on the targets: of each target those that do most. */
@Component
@PluginName("lustre-jobs")
public final class JobsPlugin implements DevicePlugin<JobScan> {
    static final List<String> PATTERNS = List.of("obdfilter.*.job_stats", "mdt.*.job_stats");

    /** Jobs of a target that are reported; there may be thousands. */
    static final int MOST = 10;

    @Override
    public JobScan scan(Machine machine) throws IOException, InterruptedException {
        Map<String, List<JobScan.Job>> targets = new HashMap<>();
        for (Parameter parameter : GetParam.of(machine, PATTERNS)) {
            List<JobScan.Job> jobs = JobStats.busiest(JobStats.parse(parameter.value()), MOST).stream()
                    .map(job -> new JobScan.Job(job.id(), job.readings()))
                    .toList();
            if (!jobs.isEmpty()) {
                targets.put(parameter.target(), jobs);
            }
        }
        return new JobScan(targets);
    }
}
