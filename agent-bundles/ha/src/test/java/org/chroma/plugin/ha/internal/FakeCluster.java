package org.chroma.plugin.ha.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.chroma.spi.Machine;
import org.chroma.spi.Output;
import org.chroma.spi.OutputListener;
import org.chroma.testing.RecordedMachine;

/**
 * A Pacemaker cluster of two servers that obeys: a resource starts, after some looks, on the allowed server with the
 * highest score, and moves when told. It answers cibadmin, crm_resource and crm_mon with the exit codes of the real
 * ones.
 */
final class FakeCluster {
    private static final Pattern ATTRIBUTE = Pattern.compile("([a-z]+)=\"([^\"]*)\"");

    private final Map<String, String> primitives = new LinkedHashMap<>();
    private final Map<String, String> constraints = new LinkedHashMap<>();
    private final Map<String, String> roles = new LinkedHashMap<>();
    private final Map<String, String> running = new LinkedHashMap<>();
    private final List<String> commands = new ArrayList<>();

    /** Resources that fail to start, and those that never settle. */
    final Set<String> failing = new HashSet<>();

    final Set<String> stuck = new HashSet<>();

    /** How many answers of cibadmin are "not ready". */
    int notReady;

    private final Set<String> failed = new HashSet<>();
    private int delay;

    Machine server(RecordedMachine machine) {
        machine.install("crm_mon")
                .install("cibadmin")
                .install("crm_resource")
                .answer("chmod 755 /usr/lib/ocf/resource.d/chroma/Target", "");
        return new Member(machine);
    }

    List<String> commands() {
        return commands;
    }

    Map<String, String> running() {
        return running;
    }

    Set<String> resources() {
        return primitives.keySet();
    }

    Set<String> locations() {
        return constraints.keySet();
    }

    private Output answer(List<String> command) {
        commands.add(String.join(" ", command));
        return switch (command.get(0)) {
            case "crm_mon" -> crmMon(command);
            case "cibadmin" -> cibadmin(command);
            case "crm_resource" -> crmResource(command);
            default -> throw new AssertionError(command);
        };
    }

    private Output crmMon(List<String> command) {
        if (!command.equals(List.of("crm_mon", "-1", "-r", "--output-as=xml"))) {
            throw new AssertionError(command);
        }
        settle();
        String resources = primitives.keySet().stream().map(this::status).collect(Collectors.joining());
        return new Output(
                command,
                0,
                "<pacemaker-result api-version=\"2.25\"><resources>" + resources + "</resources></pacemaker-result>",
                "");
    }

    private String status(String id) {
        String node = running.get(id);
        return "<resource id=\"%s\" resource_agent=\"ocf:chroma:Target\" role=\"%s\" failed=\"%s\">%s</resource>"
                .formatted(
                        id,
                        node == null ? "Stopped" : "Started",
                        failed.contains(id),
                        node == null ? "" : "<node name=\"" + node + "\" id=\"1\" cached=\"true\"/>");
    }

    /** Two looks pass before anything happens. */
    private void settle() {
        if (delay-- > 0) {
            return;
        }
        for (String id : primitives.keySet()) {
            if (stuck.contains(id)) {
                continue;
            }
            if (!"Started".equals(roles.get(id))) {
                running.remove(id);
            } else if (failing.contains(id)) {
                failed.add(id);
            } else {
                best(id).ifPresent(node -> running.put(id, node));
            }
        }
    }

    private Optional<String> best(String id) {
        int stickiness = 1000;
        return constraints.values().stream()
                .filter(constraint -> attribute(constraint, "rsc").equals(id))
                .max(Comparator.comparingInt(constraint ->
                        score(constraint) + (attribute(constraint, "node").equals(running.get(id)) ? stickiness : 0)))
                .map(constraint -> attribute(constraint, "node"));
    }

    private static int score(String constraint) {
        String score = attribute(constraint, "score");
        return score.equals("INFINITY") ? 1_000_000 : Integer.parseInt(score);
    }

    private Output cibadmin(List<String> command) {
        if (notReady > 0) {
            notReady--;
            return new Output(command, 102, "", "Could not connect to the CIB: Transport endpoint is not connected");
        }
        if (command.get(1).equals("-Q")) {
            String section = command.get(3);
            return new Output(
                    command,
                    0,
                    "<%1$s>%2$s</%1$s>"
                            .formatted(section, String.join("", section(section).values())),
                    "");
        }
        Map<String, String> section = section(command.get(2));
        String xml = command.get(5);
        String id = attribute(xml, "id");
        if (command.get(3).equals("-C")) {
            if (section.putIfAbsent(id, xml) != null) {
                return new Output(command, 108, "", "Call cib_create failed: File exists");
            }
            return new Output(command, 0, "", "");
        }
        if (section.remove(id) == null) {
            return new Output(command, 105, "", "Call cib_delete failed: No such device or address");
        }
        return new Output(command, 0, "", "");
    }

    private Map<String, String> section(String name) {
        return name.equals("resources") ? primitives : constraints;
    }

    private Output crmResource(List<String> command) {
        String id = command.get(2);
        if (!primitives.containsKey(id)) {
            return new Output(command, 105, "", "crm_resource: Resource '" + id + "' not found");
        }
        delay = 2;
        switch (command.get(3)) {
            case "-p" -> roles.put(id, command.get(7));
            case "--cleanup" -> failed.remove(id);
            case "--move" ->
                constraints.put(
                        "cli-prefer-" + id,
                        "<rsc_location id=\"cli-prefer-%1$s\" rsc=\"%1$s\" node=\"%2$s\" score=\"INFINITY\"/>"
                                .formatted(id, command.get(5)));
            case "--clear" -> constraints.remove("cli-prefer-" + id);
            default -> throw new AssertionError(command);
        }
        return new Output(command, 0, "", "");
    }

    private static String attribute(String xml, String name) {
        Matcher matcher = ATTRIBUTE.matcher(xml);
        while (matcher.find()) {
            if (matcher.group(1).equals(name)) {
                return matcher.group(2);
            }
        }
        return "";
    }

    /** One server: its own files, the cluster's programs. */
    private final class Member implements Machine {
        private final RecordedMachine machine;

        Member(RecordedMachine machine) {
            this.machine = machine;
        }

        @Override
        public Output run(Duration limit, OutputListener listener, List<String> command) throws IOException {
            return command.get(0).startsWith("c") && !command.get(0).equals("chmod")
                    ? answer(command)
                    : machine.run(limit, listener, command);
        }

        @Override
        public String nodename() {
            return machine.nodename();
        }

        @Override
        public boolean has(String program) {
            return machine.has(program);
        }

        @Override
        public String read(String path) throws IOException {
            return machine.read(path);
        }

        @Override
        public List<String> list(String path) throws IOException {
            return machine.list(path);
        }

        @Override
        public boolean exists(String path) {
            return machine.exists(path);
        }

        @Override
        public String realPath(String path) throws IOException {
            return machine.realPath(path);
        }

        @Override
        public void write(String path, String content) {
            machine.write(path, content);
        }

        @Override
        public void createDirectories(String path) {
            machine.createDirectories(path);
        }

        @Override
        public void delete(String path) {
            machine.delete(path);
        }
    }
}
