package org.chroma.api.internal.metrics;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chroma.core.Alert;
import org.chroma.core.Cluster;
import org.chroma.core.ClusterView;
import org.chroma.core.ClusterView.PluginStatus;
import org.chroma.metrics.Exposition;
import org.chroma.metrics.Labels;
import org.chroma.metrics.MetricType;
import org.chroma.model.Filesystem;
import org.chroma.model.Host;
import org.chroma.model.Target;

/** Servers, targets, filesystems and what is wrong with them. */
record ClusterPart(ClusterView view, Cluster cluster, Names names) implements Part {
    /** What Whamcloud's exporter writes for the words of Lustre. */
    private static final Map<String, Integer> RECOVERY =
            Map.of("COMPLETE", 0, "INACTIVE", 1, "WAITING", 2, "WAITING_FOR_CLIENTS", 3, "RECOVERING", 4);

    private static final int RECOVERY_UNKNOWN = 5;

    @Override
    public void write(Exposition out) throws IOException {
        hosts(out);
        targets(out);
        filesystems(out);
        alerts(out);
        rest(out);
    }

    private void hosts(Exposition out) throws IOException {
        out.family("chroma_host_state", MetricType.GAUGE, "", "1 for the state that the server is in");
        for (Host host : cluster.hosts()) {
            out.sample(labels(host.id()).and("id", number(host.id().number())).and("state", word(host.state())), 1);
        }
        out.family(
                "chroma_host_last_contact_timestamp_seconds",
                MetricType.GAUGE,
                "seconds",
                "When the server last reported");
        for (Host host : cluster.hosts()) {
            if (host.lastContact() != null) {
                out.sample(labels(host.id()), host.lastContact().toEpochMilli() / 1e3);
            }
        }
        out.family("node_boot_time_seconds", MetricType.GAUGE, "seconds", "When the server booted");
        for (Host host : cluster.hosts()) {
            if (host.bootTime() != null) {
                out.sample(labels(host.id()), host.bootTime().toEpochMilli() / 1e3);
            }
        }
    }

    private void targets(Exposition out) throws IOException {
        out.family("chroma_target_state", MetricType.GAUGE, "", "1 for the state that the target is in");
        for (Target target : cluster.targets()) {
            out.sample(
                    labels(target.id()).and("id", number(target.id().number())).and("state", word(target.state())), 1);
        }
        out.family(
                "chroma_target_failed_over",
                MetricType.GAUGE,
                "",
                "1 if the target is running on a server other than its primary");
        for (Target target : cluster.targets()) {
            if (target.activeHost() != null) {
                boolean primary = target.primaryMount().host().equals(target.activeHost());
                out.sample(labels(target.id()), primary ? 0 : 1);
            }
        }
        out.family(
                "recovery_status",
                MetricType.GAUGE,
                "",
                "Recovery: 0 complete, 1 inactive, 2 waiting, 3 waiting for clients, 4 recovering, 5 unknown");
        for (Target target : cluster.targets()) {
            String status = target.recovery().get("status");
            if (status != null) {
                out.sample(labels(target.id()), RECOVERY.getOrDefault(status, RECOVERY_UNKNOWN));
            }
        }
    }

    private void filesystems(Exposition out) throws IOException {
        out.family("chroma_filesystem_state", MetricType.GAUGE, "", "1 for the state that the filesystem is in");
        for (Filesystem filesystem : cluster.filesystems()) {
            out.sample(
                    Labels.of("filesystem", filesystem.name())
                            .and("id", number(filesystem.id().number()))
                            .and("state", word(filesystem.state())),
                    1);
        }
    }

    private void alerts(Exposition out) throws IOException {
        out.family("chroma_alerts", MetricType.GAUGE, "", "Active alerts; a dismissed one has been seen by a user");
        count(
                out,
                view.alerts().stream().filter(Alert::active),
                alert -> Labels.of("type", alert.type().name())
                        .and("severity", alert.severity().name().toLowerCase(Locale.ROOT))
                        .and("dismissed", String.valueOf(alert.dismissed())));
    }

    private void rest(Exposition out) throws IOException {
        out.family("chroma_volumes", MetricType.GAUGE, "", "Volumes, and those that hold a target");
        long used = cluster.volumes().stream()
                .filter(volume -> cluster.targetOnVolume(volume.id()).isPresent())
                .count();
        out.sample(Labels.of("used", "true"), used);
        out.sample(Labels.of("used", "false"), cluster.volumes().size() - used);
        out.family(
                "chroma_storage_resources", MetricType.GAUGE, "", "Storage resources by the plugin that reports them");
        count(
                out,
                view.resources().values().stream(),
                resource -> Labels.of("plugin", resource.plugin()).and("type", resource.type()));
        out.family("chroma_plugins", MetricType.GAUGE, "", "Plugins, and whether they work");
        count(
                out,
                view.plugins().stream(),
                (PluginStatus plugin) -> Labels.of("plugin", plugin.name())
                        .and("kind", plugin.kind())
                        .and("healthy", String.valueOf(plugin.problem().isEmpty())));
    }

    /** Writes how many of the things have the same labels. */
    static <T> void count(Exposition out, Stream<T> things, Function<T, Labels> labels) throws IOException {
        Map<String, Labels> byText = new TreeMap<>();
        Map<String, Long> counts = things.map(labels)
                .peek(each -> byText.put(each.toString(), each))
                .collect(Collectors.groupingBy(Labels::toString, Collectors.counting()));
        for (Map.Entry<String, Labels> each : byText.entrySet()) {
            out.sample(each.getValue(), counts.getOrDefault(each.getKey(), 0L));
        }
    }

    private Labels labels(Object id) {
        Labels labels = names.of(id.toString());
        return labels == null ? Labels.NONE : labels;
    }

    private static String number(long id) {
        return String.valueOf(id);
    }

    private static String word(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
