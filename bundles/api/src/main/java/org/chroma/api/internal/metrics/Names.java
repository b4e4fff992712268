package org.chroma.api.internal.metrics;

import java.util.HashMap;
import java.util.Map;
import org.chroma.core.Cluster;
import org.chroma.metrics.Labels;
import org.chroma.metrics.ObjectLabels;
import org.chroma.model.Host;
import org.chroma.model.Target;
import org.chroma.statistics.EntityInfo;
import org.jspecify.annotations.Nullable;

/**
 * The labels of servers, targets and jobs on them: what they are called wherever Prometheus has them, and with a target
 * the server on which it runs now.
 */
final class Names {
    private final Cluster cluster;

    /** What is there, by its key; for a target that runs, its server besides. */
    private final Map<String, Labels> present = new HashMap<>();

    Names(Cluster cluster) {
        this.cluster = cluster;
        for (Host host : cluster.hosts()) {
            present.put(host.id().toString(), Labels.NONE);
        }
        for (Target target : cluster.targets()) {
            present.put(
                    target.id().toString(),
                    target.activeHost() == null
                            ? Labels.NONE
                            : cluster.host(target.activeHost())
                                    .map(host -> Labels.of("host", host.label()))
                                    .orElse(Labels.NONE));
        }
    }

    /**
     * Labels of an object by its key as {@code target/7}, or {@code target/7/job/cp.500}; null where it is not there.
     */
    @Nullable
    Labels of(String key) {
        int job = key.indexOf(EntityInfo.JOB);
        Labels now = present.get(job < 0 ? key : key.substring(0, job));
        return now == null ? null : Labels.of(ObjectLabels.of(cluster, key)).and(now);
    }
}
