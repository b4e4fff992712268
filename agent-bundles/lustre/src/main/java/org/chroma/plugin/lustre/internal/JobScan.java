package org.chroma.plugin.lustre.internal;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What users' jobs did.
 *
 * @param targets name of a target that runs here to the jobs that do most on it
 */
public record JobScan(Map<String, List<Job>> targets) {
    public JobScan {
        targets = targets.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, each -> List.copyOf(each.getValue())));
    }

    /**
     * One job.
     *
     * @param id as Lustre has it, for example {@code cp.500} or what a batch system calls it
     * @param readings by series, as {@code job_write_bytes}
     */
    public record Job(String id, Map<String, Long> readings) {
        public Job {
            readings = Map.copyOf(readings);
        }
    }
}
