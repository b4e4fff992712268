package org.chroma.statistics;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.chroma.core.Cluster;
import org.chroma.model.Filesystem;
import org.chroma.model.Host;
import org.chroma.model.Target;

/**
 * Labels that say in Prometheus which object a reading belongs to: {@code entity="target/7"} always, and beside it the names by
 * which people and Lustre's exporters know the object.
 *
 * <pre>
 * host/3    entity="host/3",host="oss1.cluster"
 * target/7  entity="target/7",component="ost",target="lfs-OST0000",filesystem="lfs"
 * </pre>
 */
public final class ObjectLabels {
    /** What never changes while the object lives; all others may. */
    public static final String ENTITY = "entity";

    /** Every label that an object can have. */
    public static final Set<String> NAMES = Set.of(ENTITY, "host", "component", "target", "filesystem");

    private ObjectLabels() {}

    /**
     * Labels of an object as it is called now.
     *
     * @param entity key of the measured object, such as {@code target/7}
     */
    public static Map<String, String> of(Cluster cluster, String entity) {
        Map<String, String> labels = new TreeMap<>();
        labels.put(ENTITY, entity);
        int slash = entity.indexOf('/');
        String number = entity.substring(slash + 1);
        if (slash > 0 && number.matches("[0-9]{1,18}")) {
            switch (entity.substring(0, slash)) {
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
        return labels;
    }

    private static void target(Cluster cluster, Target target, Map<String, String> labels) {
        // Lustre's exporters call an MGT after its server.
        labels.put(
                "component",
                switch (target.kind()) {
                    case MGT -> "mgs";
                    case MDT, OST -> target.kind().name().toLowerCase(Locale.ROOT);
                });
        if (target.name() != null) {
            labels.put("target", target.name());
        }
        if (target.filesystem() != null) {
            cluster.filesystem(target.filesystem())
                    .map(Filesystem::name)
                    .ifPresent(name -> labels.put("filesystem", name));
        }
    }
}
