package org.chroma.api.internal.metrics;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.chroma.api.internal.resource.Metrics;
import org.chroma.core.Cluster;
import org.chroma.model.Filesystem;
import org.chroma.model.Host;
import org.chroma.model.Target;
import org.chroma.model.TargetKind;
import org.chroma.statistics.Labels;
import org.jspecify.annotations.Nullable;

/** The labels of all servers and targets: those that Lustre's exporters write, and the filesystem and server besides. */
final class Names {
    private final Map<String, Labels> labels = new HashMap<>();

    Names(Cluster cluster) {
        for (Host host : cluster.hosts()) {
            labels.put(host.id().toString(), Labels.of("host", host.label()));
        }
        for (Target target : cluster.targets()) {
            labels.put(target.id().toString(), of(target, cluster));
        }
    }

    /** Labels of an object by its key as {@code target/7}, or {@code target/7/job/cp.500}; null where it is not there. */
    @Nullable
    Labels of(String key) {
        int job = key.indexOf(Metrics.JOB);
        if (job < 0) {
            return labels.get(key);
        }
        Labels object = labels.get(key.substring(0, job));
        return object == null ? null : object.and("jobid", key.substring(job + Metrics.JOB.length()));
    }

    private static Labels of(Target target, Cluster cluster) {
        Labels labels = Labels.of("component", component(target))
                .and("target", target.name() == null ? cluster.nameOf(target.id()) : target.name());
        if (target.filesystem() != null) {
            labels = labels.and(
                    "filesystem",
                    cluster.filesystem(target.filesystem())
                            .map(Filesystem::name)
                            .orElse(""));
        }
        if (target.activeHost() != null) {
            labels = labels.and(
                    "host", cluster.host(target.activeHost()).map(Host::label).orElse(""));
        }
        return labels;
    }

    /** As exporters say it: an MGT is the component {@code mgs}. */
    static String component(Target target) {
        return target.kind() == TargetKind.MGT ? "mgs" : target.kind().name().toLowerCase(Locale.ROOT);
    }
}
