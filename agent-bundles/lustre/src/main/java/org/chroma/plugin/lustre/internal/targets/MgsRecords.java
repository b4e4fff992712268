package org.chroma.plugin.lustre.internal.targets;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chroma.model.Nid;
import org.chroma.model.action.DetectedTargets.RecordedFilesystem;
import org.chroma.model.action.DetectedTargets.RecordedTarget;
import org.chroma.spi.Machine;
import org.chroma.spi.Output;
import org.chroma.spi.OutputListener;

/**
 * What a running MGS has recorded: filesystems, their targets and parameters. Asked of the MGS itself, not read from
 * its disk.
 */
final class MgsRecords {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Pattern LISTED = Pattern.compile("config_log: (?<name>\\S+)");
    private static final String CLIENT = "-client";

    private final String fsname;
    private final Pattern owner;
    private final Map<String, Set<String>> nids = new TreeMap<>();
    private final Map<String, String> ofFilesystem = new TreeMap<>();
    private final Map<String, Map<String, String>> ofTargets = new TreeMap<>();
    private final Map<String, Set<String>> nodes = new LinkedHashMap<>();

    private MgsRecords(String fsname) {
        this.fsname = fsname;
        this.owner = Pattern.compile("(?<target>" + Pattern.quote(fsname) + "-(?:MDT|OST)[0-9a-f]{4})(?:-.*)?");
    }

    /** The filesystems that have at least one target, sorted by name. */
    static List<RecordedFilesystem> of(Machine machine, OutputListener console)
            throws IOException, InterruptedException {
        Set<String> logs = new TreeSet<>();
        machine.run(LIMIT, "lctl", "--device", "MGS", "llog_catlist")
                .expectSuccess()
                .stdout()
                .lines()
                .map(LISTED::matcher)
                .filter(Matcher::find)
                .forEach(listed -> logs.add(listed.group("name")));
        List<RecordedFilesystem> filesystems = new ArrayList<>();
        for (String log : logs) {
            if (log.endsWith(CLIENT)) {
                MgsRecords records = new MgsRecords(log.substring(0, log.length() - CLIENT.length()));
                // The clients' log names the targets; a target's own log has its parameters.
                records.take(log, machine, console);
                for (String target : records.nids.keySet()) {
                    if (logs.contains(target)) {
                        records.take(target, machine, console);
                    }
                }
                if (!records.nids.isEmpty()) {
                    filesystems.add(records.filesystem());
                }
            }
        }
        return filesystems;
    }

    private void take(String log, Machine machine, OutputListener console) throws IOException, InterruptedException {
        Output output = machine.run(LIMIT, "lctl", "--device", "MGS", "llog_print", log);
        if (!output.succeeded()) {
            console.line("The MGS does not show its log %s: %s"
                    .formatted(log, output.stderr().strip()));
            return;
        }
        ConfigRecord.parse(output.stdout()).forEach(record -> take(record, log.equals(fsname + CLIENT)));
    }

    private void take(ConfigRecord record, boolean ofClients) {
        switch (record.event()) {
            case "add_uuid" ->
                nodes.computeIfAbsent(record.value("node"), node -> new LinkedHashSet<>())
                        .add(record.value("nid"));
            case "setup" -> {
                Matcher target = owner.matcher(record.value("device"));
                if (ofClients && target.matches()) {
                    String node = record.value("node");
                    Set<String> known = new LinkedHashSet<>(Set.of(node));
                    known.addAll(nodes.getOrDefault(node, Set.of()));
                    nids.put(target.group("target"), known);
                }
            }
            case "conf_param" -> {
                Matcher target = owner.matcher(record.value("device"));
                if (target.matches()) {
                    record.setting(ofTargets.computeIfAbsent(target.group("target"), name -> new TreeMap<>()));
                } else if (ofClients) {
                    record.setting(ofFilesystem);
                }
            }
            case "set_timeout" -> {
                // Every log of the filesystem repeats it.
                if (ofClients) {
                    record.setting(ofFilesystem);
                }
            }
            default -> {
                // The rest describes how clients and servers are put together.
            }
        }
    }

    private RecordedFilesystem filesystem() {
        List<RecordedTarget> targets = new ArrayList<>();
        nids.forEach((name, known) -> targets.add(new RecordedTarget(
                name,
                known.stream().map(nid -> new Nid(nid).text()).distinct().toList(),
                ofTargets.getOrDefault(name, Map.of()))));
        return new RecordedFilesystem(fsname, targets, ofFilesystem);
    }
}
