package org.chroma.simulator.internal.programs.pacemaker;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chroma.simulator.internal.cluster.Pacemaker;
import org.chroma.simulator.internal.cluster.SimServer;
import org.chroma.simulator.internal.pacemaker.Cib;
import org.chroma.simulator.internal.pacemaker.Xml;

/** How Pacemaker's tools show a failover cluster. */
public final class PacemakerView {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String FEATURES = "3.16.1";

    private PacemakerView() {}

    /** Takes over attributes and children of another element with the same id. */
    public static void merge(Xml into, Xml from) {
        into.merge(from);
    }

    private static String time(long seconds) {
        return TIME.format(Instant.ofEpochSecond(seconds));
    }

    private static String id(Pacemaker pacemaker, SimServer server) {
        return String.valueOf(pacemaker.pair().servers().indexOf(server) + 1);
    }

    /** {@code cibadmin -Q}. */
    public static Xml cib(Pacemaker pacemaker, long now) {
        Optional<SimServer> dc = pacemaker.coordinator();
        Xml cib = new Xml(
                "cib",
                "crm_feature_set",
                FEATURES,
                "validate-with",
                "pacemaker-3.9",
                "epoch",
                String.valueOf(pacemaker.cib().epoch()),
                "num_updates",
                "0",
                "admin_epoch",
                "0",
                "cib-last-written",
                time(now),
                "have-quorum",
                "1",
                "dc-uuid",
                dc.map(s -> id(pacemaker, s)).orElse("0"));
        cib.add(pacemaker.cib().configuration());
        cib.add(status(pacemaker));
        return cib;
    }

    /** {@code cibadmin -Q -o status}. */
    public static Xml status(Pacemaker pacemaker) {
        Xml status = new Xml("status");
        for (SimServer server : pacemaker.pair().servers()) {
            boolean online = pacemaker.online(server);
            String id = id(pacemaker, server);
            Xml node = status.add(new Xml(
                    "node_state",
                    "id",
                    id,
                    "uname",
                    server.name(),
                    "in_ccm",
                    String.valueOf(online),
                    "crmd",
                    online ? "online" : "offline",
                    "join",
                    online ? "member" : "down",
                    "expected",
                    online ? "member" : "down"));
            Xml resources = node.add(new Xml("lrm", "id", id)).add(new Xml("lrm_resources"));
            for (Xml p : pacemaker.cib().primitives()) {
                String name = p.get("id", "");
                List<Pacemaker.Operation> history = pacemaker.history(name, server.name());
                if (!history.isEmpty()) {
                    Xml resource = resources.add(new Xml(
                            "lrm_resource",
                            "id",
                            name,
                            "type",
                            p.get("type", ""),
                            "class",
                            p.get("class", "ocf"),
                            "provider",
                            p.get("provider", "")));
                    for (Pacemaker.Operation o : history) {
                        boolean monitor = o.task().equals("monitor");
                        String interval = monitor ? "20000" : "0";
                        resource.add(new Xml(
                                "lrm_rsc_op",
                                "id",
                                name + (monitor ? "_monitor_20000" : "_last_0"),
                                "operation_key",
                                "%s_%s_%s".formatted(name, o.task(), interval),
                                "operation",
                                o.task(),
                                "on_node",
                                server.name(),
                                "call-id",
                                String.valueOf(o.call()),
                                "rc-code",
                                String.valueOf(o.code()),
                                "op-status",
                                o.code() == 0 ? "0" : "4",
                                "interval",
                                interval,
                                "last-rc-change",
                                String.valueOf(o.time()),
                                "exec-time",
                                String.valueOf(o.millis())));
                    }
                }
            }
        }
        return status;
    }

    /** {@code crm_mon -1 -r --output-as=xml}. */
    public static Xml mon(Pacemaker pacemaker, long now, String request) {
        Xml result = new Xml("pacemaker-result", "api-version", "2.25", "request", request);
        result.add(new Xml(
                "pacemakerd",
                "sys_from",
                "pacemakerd",
                "state",
                "running",
                "last_updated",
                ISO.format(Instant.ofEpochSecond(now))));
        Optional<SimServer> dc = pacemaker.coordinator();
        List<Xml> primitives = pacemaker.cib().primitives();
        long disabled = primitives.stream()
                .filter(p -> "Stopped".equals(Cib.meta(p).get("target-role")))
                .count();
        Xml summary = result.add(new Xml("summary"));
        summary.add(new Xml("stack", "type", "corosync"));
        summary.add(new Xml(
                "current_dc",
                "present",
                "true",
                "version",
                Pacemaker.VERSION,
                "name",
                dc.map(SimServer::name).orElse(""),
                "id",
                dc.map(s -> id(pacemaker, s)).orElse("0"),
                "with_quorum",
                "true",
                "mixed_version",
                "false"));
        summary.add(new Xml("last_update", "time", time(now)));
        summary.add(new Xml(
                "nodes_configured",
                "number",
                String.valueOf(pacemaker.pair().servers().size())));
        summary.add(new Xml(
                "resources_configured",
                "number",
                String.valueOf(primitives.size()),
                "disabled",
                String.valueOf(disabled),
                "blocked",
                "0"));
        summary.add(new Xml(
                "cluster_options",
                "stonith-enabled",
                pacemaker.cib().property("stonith-enabled", "true"),
                "symmetric-cluster",
                "true",
                "no-quorum-policy",
                "stop",
                "maintenance-mode",
                "false",
                "stop-all-resources",
                "false",
                "stonith-timeout-ms",
                "60000",
                "priority-fencing-delay-ms",
                "0"));
        nodes(pacemaker, result, dc);
        Xml resources = result.add(new Xml("resources"));
        primitives.forEach(p -> resources.add(resource(pacemaker, p)));
        history(pacemaker, result);
        result.add(new Xml("status", "code", "0", "message", "OK"));
        return result;
    }

    private static void nodes(Pacemaker pacemaker, Xml result, Optional<SimServer> dc) {
        Xml nodes = result.add(new Xml("nodes"));
        for (SimServer server : pacemaker.pair().servers()) {
            boolean online = pacemaker.online(server);
            long running = pacemaker.cib().primitives().stream()
                    .filter(p -> pacemaker
                            .runsOn(p.get("id", ""))
                            .filter(server.name()::equals)
                            .isPresent())
                    .count();
            nodes.add(new Xml(
                    "node",
                    "name",
                    server.name(),
                    "id",
                    id(pacemaker, server),
                    "online",
                    String.valueOf(online),
                    "standby",
                    "false",
                    "standby_onfail",
                    "false",
                    "maintenance",
                    "false",
                    "pending",
                    "false",
                    "unclean",
                    "false",
                    "health",
                    "green",
                    "feature_set",
                    FEATURES,
                    "shutdown",
                    "false",
                    "expected_up",
                    String.valueOf(online),
                    "is_dc",
                    String.valueOf(dc.filter(d -> d == server).isPresent()),
                    "resources_running",
                    String.valueOf(running),
                    "type",
                    "member"));
        }
    }

    private static Xml resource(Pacemaker pacemaker, Xml primitive) {
        String id = primitive.get("id", "");
        Optional<String> node = pacemaker.runsOn(id);
        boolean wanted = !"Stopped".equals(Cib.meta(primitive).get("target-role"));
        boolean failed = wanted
                && node.isEmpty()
                && !pacemaker.pending(id)
                && pacemaker.pair().servers().stream()
                        .anyMatch(s -> pacemaker.failure(id, s.name()).isPresent());
        Xml resource = new Xml(
                "resource",
                "id",
                id,
                "resource_agent",
                Cib.agent(primitive),
                "role",
                node.isPresent() ? "Started" : "Stopped",
                "target_role",
                wanted ? "Started" : "Stopped",
                "active",
                String.valueOf(node.isPresent()),
                "orphaned",
                "false",
                "blocked",
                "false",
                "managed",
                "true",
                "failed",
                String.valueOf(failed),
                "failure_ignored",
                "false",
                "nodes_running_on",
                node.isPresent() ? "1" : "0");
        if (pacemaker.pending(id)) {
            resource.set("pending", node.isPresent() ? "Stopping" : "Starting");
        }
        node.ifPresent(n -> pacemaker.pair().servers().stream()
                .filter(s -> s.name().equals(n))
                .forEach(s -> resource.add(new Xml("node", "name", n, "id", id(pacemaker, s), "cached", "true"))));
        return resource;
    }

    private static void history(Pacemaker pacemaker, Xml result) {
        Xml all = new Xml("node_history");
        Xml failures = new Xml("failures");
        for (SimServer server : pacemaker.pair().servers()) {
            Xml node = new Xml("node", "name", server.name());
            for (Xml p : pacemaker.cib().primitives()) {
                String id = p.get("id", "");
                List<Pacemaker.Operation> operations = pacemaker.history(id, server.name());
                if (!operations.isEmpty()) {
                    Xml resource = node.add(
                            new Xml("resource_history", "id", id, "orphan", "false", "migration-threshold", "1000000"));
                    for (Pacemaker.Operation o : operations) {
                        Xml shown = resource.add(new Xml(
                                "operation_history",
                                "call",
                                String.valueOf(o.call()),
                                "task",
                                o.task(),
                                "rc",
                                String.valueOf(o.code()),
                                "rc_text",
                                text(o.code())));
                        if (o.task().equals("monitor")) {
                            shown.set("interval", "20000ms");
                        }
                        shown.set("last-rc-change", time(o.time()))
                                .set("exec-time", o.millis() + "ms")
                                .set("queue-time", "0ms");
                    }
                }
                pacemaker
                        .failure(id, server.name())
                        .ifPresent(o -> failures.add(new Xml(
                                "failure",
                                "op_key",
                                "%s_%s_0".formatted(id, o.task()),
                                "node",
                                server.name(),
                                "exitstatus",
                                text(o.code()),
                                "exitreason",
                                "",
                                "exitcode",
                                String.valueOf(o.code()),
                                "call",
                                String.valueOf(o.call()),
                                "status",
                                "complete",
                                "last-rc-change",
                                time(o.time()),
                                "queued",
                                "0",
                                "exec",
                                String.valueOf(o.millis()),
                                "interval",
                                "0",
                                "task",
                                o.task())));
            }
            if (!node.children().isEmpty()) {
                all.add(node);
            }
        }
        if (!all.children().isEmpty()) {
            result.add(all);
        }
        if (!failures.children().isEmpty()) {
            result.add(failures);
        }
    }

    private static String text(int code) {
        return switch (code) {
            case 0 -> "ok";
            case 5 -> "not installed";
            case 7 -> "not running";
            default -> "error";
        };
    }

    /** crm_mon's plain text. */
    public static String text(Pacemaker pacemaker, long now) {
        StringBuilder text = new StringBuilder("Cluster Summary:\n  * Stack: corosync\n");
        text.append("  * Current DC: %s (version %s) - partition with quorum%n"
                .formatted(pacemaker.coordinator().map(SimServer::name).orElse("NONE"), Pacemaker.VERSION));
        text.append("  * Last updated: ").append(time(now)).append('\n');
        int resources = pacemaker.cib().primitives().size();
        text.append("  * %d nodes configured%n  * %d resource instance%s configured%n%nNode List:%n"
                .formatted(pacemaker.pair().servers().size(), resources, resources == 1 ? "" : "s"));
        list(
                text,
                "Online",
                pacemaker.pair().servers().stream().filter(pacemaker::online).toList());
        list(
                text,
                "OFFLINE",
                pacemaker.pair().servers().stream()
                        .filter(s -> !pacemaker.online(s))
                        .toList());
        text.append("\nFull List of Resources:\n");
        for (Xml p : pacemaker.cib().primitives()) {
            String id = p.get("id", "");
            text.append("  * %s\t(%s):\t %s%n"
                    .formatted(
                            id,
                            Cib.agent(p),
                            pacemaker.runsOn(id).map(n -> "Started " + n).orElse("Stopped")));
        }
        if (resources == 0) {
            text.append("  * No resources\n");
        }
        return text.toString();
    }

    private static void list(StringBuilder text, String title, List<SimServer> servers) {
        if (!servers.isEmpty()) {
            StringBuilder names = new StringBuilder();
            servers.forEach(s -> names.append(s.name()).append(' '));
            text.append("  * %s: [ %s]%n".formatted(title, names));
        }
    }
}
