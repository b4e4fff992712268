package org.chroma.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Orders to the simulator from a command line: prints its servers as they are afterwards. */
public final class SimulatorCommand {
    private SimulatorCommand() {}

    /**
     * Has one order carried out. Exit code: 0 done, 2 the order makes no sense, 3 no simulator answers.
     *
     * @param arguments the simulator's data directory, the verb, and what comes behind it; {@code --output json}
     *     anywhere for programs
     */
    public static void main(String... arguments) {
        System.exit(run(System.out, System.err, new ArrayList<>(Arrays.asList(arguments))));
    }

    static int run(PrintStream out, PrintStream err, List<String> arguments) {
        int output = arguments.indexOf("--output");
        boolean json = output >= 0
                && output + 1 < arguments.size()
                && arguments.get(output + 1).equals("json");
        if (json) {
            arguments.subList(output, output + 2).clear();
        }
        if (arguments.size() < 2) {
            err.println(
                    "Usage: sim VERB …, one of list, power-off SERVER, power-on SERVER, network-off SERVER, network-on SERVER,"
                            + " fail SERVER COMMAND, hang SERVER COMMAND, heal SERVER, write FILESYSTEM RATE or add-pair DISKS");
            return 2;
        }
        try {
            JsonNode servers = new SimulatorClient(Path.of(arguments.get(0)))
                    .order(
                            arguments.get(1),
                            arguments.subList(2, arguments.size()).toArray(String[]::new));
            out.println(json ? servers.toPrettyString() : table(servers));
            return 0;
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            return 2;
        } catch (IOException e) {
            err.println("No simulated cluster runs: " + e.getMessage());
            return 3;
        }
    }

    static String table(JsonNode servers) {
        return StreamSupport.stream(servers.spliterator(), false)
                .map(server -> "%-8s %-26s %-4s %-10s %s %s"
                        .formatted(
                                server.path("name").asText(),
                                server.path("address").asText(),
                                server.path("powered").asBoolean() ? "on" : "off",
                                server.path("network").asBoolean() ? "" : "no network",
                                words(server.path("targets")),
                                server.path("waiting").asBoolean() ? "(not added yet)" : words(server.path("faults")))
                        .stripTrailing())
                .collect(Collectors.joining("\n"));
    }

    private static String words(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(" "));
    }
}
