package org.chroma.metrics;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.chroma.core.Cluster;
import org.chroma.model.Filesystem;
import org.chroma.model.Host;
import org.chroma.model.Target;
import org.chroma.statistics.EntityInfo;

/**
 * Labels that say in Prometheus which object a reading belongs to: {@code entity="target/7"} always, and beside it the
 * names by which people and Lustre's exporters know the object. Where a target runs is none of them, as each failover
 * would make other series of all that is measured of it.
 *
 * <pre>
 * host/3               entity="host/3",host="oss1.cluster"
 * target/7             entity="target/7",component="ost",target="lfs-OST0000",filesystem="lfs"
 * target/7/job/cp.500
 * entity="target/7/job/cp.500",component="ost",target="lfs-OST0000",filesystem="lfs",jobid="cp.500"
 * </pre>
 */
public final class ObjectLabels {
    /** What never changes while the object lives; all others may. */
    public static final String ENTITY = "entity";

    /** Every label that an object can have. */
    public static final Set<String> NAMES = Set.of(ENTITY, "host", "component", "target", "filesystem", "jobid");

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private ObjectLabels() {}

    /**
     * Labels of an object as it is called now.
     *
     * @param entity key of the measured object, such as {@code target/7}, or of a job on one
     */
    public static Map<String, String> of(Cluster cluster, String entity) {
        Map<String, String> labels = new TreeMap<>();
        labels.put(ENTITY, entity);
        int job = entity.indexOf(EntityInfo.JOB);
        if (job >= 0 && job + EntityInfo.JOB.length() < entity.length()) {
            labels.put("jobid", entity.substring(job + EntityInfo.JOB.length()));
        }
        object(cluster, job < 0 ? entity : entity.substring(0, job), labels);
        return labels;
    }

    private static void object(Cluster cluster, String key, Map<String, String> labels) {
        int slash = key.indexOf('/');
        String number = key.substring(slash + 1);
        if (slash > 0 && NUMBER.matcher(number).matches()) {
            switch (key.substring(0, slash)) {
                case "host" ->
                    cluster.host(Host.KIND.id(Long.parseLong(number)))
                            .ifPresent(host -> labels.put("host", host.label()));
                case "target" ->
                    cluster.target(Target.KIND.id(Long.parseLong(number)))
                            .ifPresent(target -> target(cluster, target, labels));
                default -> {
                    // Other objects have no name but their key.
                }
            }
        }
    }

    private static void target(Cluster cluster, Target target, Map<String, String> labels) {
        // Lustre's exporters call an MGT after its server.
        labels.put(
                "component",
                switch (target.kind()) {
                    case MGT -> "mgs";
                    case MDT, OST -> target.kind().name().toLowerCase(Locale.ROOT);
                });
        labels.put("target", target.name() == null ? cluster.nameOf(target) : target.name());
        if (target.filesystem() != null) {
            cluster.filesystem(target.filesystem())
                    .map(Filesystem::name)
                    .ifPresent(name -> labels.put("filesystem", name));
        }
    }
}
