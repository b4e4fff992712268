package org.chroma.simulator.internal.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.chroma.simulator.Simulator;
import org.chroma.simulator.SimulatorClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes orders from other processes of the same user: a line of JSON each, answered by a line of JSON. */
final class ControlSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);
    private static final int LINE = 10_000;

    private final ObjectMapper mapper = new ObjectMapper();
    private final Simulator simulator;
    private final ServerSocketChannel server;
    private final List<Path> files = new ArrayList<>();

    /**
     * Begins to listen.
     *
     * @param directory where {@link SimulatorClient} looks
     */
    ControlSocket(Path directory, Simulator simulator) throws IOException {
        this.simulator = simulator;
        Path socket = SimulatorClient.socket(directory);
        Files.deleteIfExists(socket);
        if (socket.getParent() != null) {
            Files.createDirectories(socket.getParent());
        }
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        files.add(socket);
        Thread thread = new Thread(this::accept, "chroma-simulator-control");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (server.isOpen()) {
            try (SocketChannel client = server.accept()) {
                serve(client);
            } catch (ClosedChannelException e) {
                LOG.debug("closed", e);
            } catch (IOException e) {
                LOG.warn("an order to the simulator was not understood: {}", e.getMessage());
            }
        }
    }

    private void serve(SocketChannel client) throws IOException {
        BufferedReader in = new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8));
        Writer out = Channels.newWriter(client, StandardCharsets.UTF_8);
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (line.length() >= LINE) {
                throw new IOException("a line of more than " + LINE + " characters");
            }
            line.append((char) c);
        }
        out.write(mapper.writeValueAsString(answer(line.toString())) + "\n");
        out.flush();
    }

    private ObjectNode answer(String line) {
        ObjectNode answer = mapper.createObjectNode();
        try {
            JsonNode order = mapper.readTree(line);
            List<String> arguments = new ArrayList<>();
            order.path("arguments").forEach(a -> arguments.add(a.asText()));
            Object result = carryOut(order.path("verb").asText(), arguments);
            answer.put("ok", true).set("result", mapper.valueToTree(result));
        } catch (JsonProcessingException e) {
            answer.put("ok", false).put("error", "not a line of JSON");
        } catch (IllegalArgumentException e) {
            answer.put("ok", false).put("error", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("the simulator could not carry out {}", line, e);
            answer.put("ok", false).put("error", "the simulator failed: " + e);
        }
        return answer;
    }

    private Object carryOut(String verb, List<String> arguments) {
        switch (verb) {
            case "list" -> {
                check(verb, arguments, 0);
                return simulator.servers();
            }
            case "power-off" -> simulator.powerOff(check(verb, arguments, 1));
            case "power-on" -> simulator.powerOn(check(verb, arguments, 1));
            case "network-off" -> simulator.networkOff(check(verb, arguments, 1));
            case "network-on" -> simulator.networkOn(check(verb, arguments, 1));
            case "fail" -> simulator.fail(check(verb, arguments, -2), rest(arguments));
            case "hang" -> simulator.hang(check(verb, arguments, -2), rest(arguments));
            case "heal" -> simulator.heal(check(verb, arguments, 1));
            case "write" -> simulator.write(check(verb, arguments, 2), rate(arguments.get(1)));
            case "add-pair" -> {
                return simulator.addPair(number(check(verb, arguments, 1)));
            }
            default ->
                throw new IllegalArgumentException(
                        "the simulator knows list, power-off, power-on, network-off, network-on, fail, hang, heal, write and add-pair, not '%s'"
                                .formatted(verb));
        }
        return simulator.servers();
    }

    /** The first argument, where there are as many as there must be; negative for at least as many. */
    private static String check(String verb, List<String> arguments, int count) {
        boolean enough = count < 0 ? arguments.size() >= -count : arguments.size() == count;
        if (!enough) {
            throw new IllegalArgumentException(
                    switch (verb) {
                        case "list" -> "usage: list";
                        case "fail", "hang" -> "usage: %s SERVER COMMAND".formatted(verb);
                        case "write" -> "usage: write FILESYSTEM BYTES_PER_SECOND";
                        case "add-pair" -> "usage: add-pair DISKS_PER_SERVER";
                        default -> "usage: %s SERVER".formatted(verb);
                    });
        }
        return arguments.isEmpty() ? "" : arguments.get(0);
    }

    private static String rest(List<String> arguments) {
        return String.join(" ", arguments.subList(1, arguments.size()));
    }

    private static int number(String text) {
        if (!text.matches("\\d{1,3}")) {
            throw new IllegalArgumentException("not a number of disks: " + text);
        }
        return Integer.parseInt(text);
    }

    /** Bytes per second, with K, M, G or T for powers of 1024; {@code default} for the mild load. */
    static long rate(String text) {
        if (text.equals("default")) {
            return -1;
        }
        if (!text.matches("\\d{1,12}[KMGTkmgt]?")) {
            throw new IllegalArgumentException(
                    "not a rate: %s; give bytes per second, for example 500M or 2G, or default".formatted(text));
        }
        char unit = Character.toUpperCase(text.charAt(text.length() - 1));
        int power = "KMGT".indexOf(unit) + 1;
        long value = Long.parseLong(power > 0 ? text.substring(0, text.length() - 1) : text);
        long factor = 1L << (10 * power);
        if (value > (1L << 50) / factor) {
            throw new IllegalArgumentException("more than a pebibyte per second: " + text);
        }
        return value * factor;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
