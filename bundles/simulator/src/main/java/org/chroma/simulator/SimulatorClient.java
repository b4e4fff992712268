package org.chroma.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * Gives orders to the simulator in another process, through a socket in the simulator's data directory.
 *
 * <pre>{@code
 * new SimulatorClient(data.resolve("simulator")).order("power-off", "oss1");
 * }</pre>
 */
public final class SimulatorClient {
    /** A Unix socket's path has room for little more than this. */
    private static final int LONGEST_PATH = 100;

    private final ObjectMapper mapper = new ObjectMapper();
    private final Path socket;

    /**
     * Prepares to ask.
     *
     * @param directory the simulator's data directory
     */
    public SimulatorClient(Path directory) {
        socket = socket(directory);
    }

    /**
     * Where the simulator with this data directory listens: in it, or elsewhere where that would be too long a path.
     */
    public static Path socket(Path directory) {
        Path inside = directory.toAbsolutePath().normalize().resolve("control");
        byte[] name = inside.toString().getBytes(StandardCharsets.UTF_8);
        return name.length <= LONGEST_PATH ? inside : Path.of("/tmp", "chroma-" + UUID.nameUUIDFromBytes(name));
    }

    /**
     * Has one order carried out.
     *
     * @param verb {@code list}, {@code power-off}, {@code power-on}, {@code network-off}, {@code network-on},
     *     {@code fail},
     *     {@code hang}, {@code heal}, {@code write} or {@code add-pair}
     * @param arguments what comes behind it, for example the server
     * @return the servers after it, or what was added
     * @throws IllegalArgumentException with a sentence that says what is wrong with the order
     * @throws IOException where no simulator answers
     */
    public JsonNode order(String verb, String... arguments) throws IOException {
        ObjectNode order = mapper.createObjectNode().put("verb", verb);
        order.set("arguments", mapper.valueToTree(List.of(arguments)));
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            Writer out = Channels.newWriter(channel, StandardCharsets.UTF_8);
            out.write(mapper.writeValueAsString(order) + "\n");
            out.flush();
            BufferedReader in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
            String line = in.readLine();
            if (line == null) {
                throw new IOException("the simulator hung up");
            }
            JsonNode answer = mapper.readTree(line);
            if (!answer.path("ok").asBoolean()) {
                throw new IllegalArgumentException(answer.path("error").asText());
            }
            return answer.path("result");
        }
    }
}
