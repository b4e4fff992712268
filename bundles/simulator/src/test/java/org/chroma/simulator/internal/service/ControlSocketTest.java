package org.chroma.simulator.internal.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chroma.simulator.SimulatedServer;
import org.chroma.simulator.Simulator;
import org.chroma.simulator.SimulatorClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlSocketTest {
    private static final class Recorder implements Simulator {
        private final List<String> orders = new ArrayList<>();

        private void note(Object... words) {
            orders.add(String.join(
                    " ", List.of(words).stream().map(String::valueOf).toList()));
        }

        @Override
        public List<SimulatedServer> servers() {
            return List.of(new SimulatedServer(
                    "oss1",
                    "oss1.x",
                    "root@127.77.0.13:1",
                    "n",
                    "oss1",
                    false,
                    true,
                    true,
                    List.of("lfs-OST0000"),
                    List.of(),
                    List.of()));
        }

        @Override
        public void powerOff(String server) {
            if (server.equals("nobody")) {
                throw new IllegalArgumentException("there is no simulated server 'nobody'");
            }
            note("powerOff", server);
        }

        @Override
        public void powerOn(String server) {
            note("powerOn", server);
        }

        @Override
        public void networkOff(String server) {
            note("networkOff", server);
        }

        @Override
        public void networkOn(String server) {
            note("networkOn", server);
        }

        @Override
        public void fail(String server, String command) {
            note("fail", server, command);
        }

        @Override
        public void hang(String server, String command) {
            note("hang", server, command);
        }

        @Override
        public void heal(String server) {
            note("heal", server);
        }

        @Override
        public void write(String filesystem, long bytesPerSecond) {
            note("write", filesystem, bytesPerSecond);
        }

        @Override
        public List<String> addPair(int disksPerServer) {
            note("addPair", disksPerServer);
            return List.of("oss3", "oss4");
        }
    }

    @TempDir
    private Path directory;

    private final Recorder recorder = new Recorder();
    private final List<ControlSocket> open = new ArrayList<>();

    private void listen(Path where) throws IOException {
        open.add(new ControlSocket(where, recorder));
    }

    @AfterEach
    void close() throws IOException {
        for (ControlSocket socket : open) {
            socket.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "power-off oss1, powerOff oss1",
        "power-on oss1, powerOn oss1",
        "network-off oss1, networkOff oss1",
        "network-on oss1, networkOn oss1",
        "fail oss1 mkfs.lustre, fail oss1 mkfs.lustre",
        "hang oss1 lctl ping, hang oss1 lctl ping",
        "heal oss1, heal oss1",
        "write lfs 500M, write lfs 524288000",
        "write lfs 0, write lfs 0",
        "write lfs default, write lfs -1",
        "add-pair 4, addPair 4",
    })
    void ordersArrive(String order, String done) throws IOException {
        listen(directory);
        send(order);
        assertThat(recorder.orders).containsExactly(done);
    }

    @Test
    void serversAreListed() throws IOException {
        listen(directory);
        var listed = new SimulatorClient(directory).order("list");
        assertThat(listed.get(0).get("name").asText()).isEqualTo("oss1");
        assertThat(listed.get(0).get("targets").get(0).asText()).isEqualTo("lfs-OST0000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "explode",
                "power-off",
                "power-off nobody",
                "power-off a b",
                "fail oss1",
                "write lfs",
                "write lfs fast",
                "write lfs -5",
                "write lfs 9999999999T",
                "add-pair many",
                "list all",
            })
    void ordersThatMakeNoSenseGetASentence(String order) throws IOException {
        listen(directory);
        assertThatThrownBy(() -> send(order))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .isNotBlank();
        assertThat(recorder.orders).isEmpty();
    }

    private void send(String order) throws IOException {
        String[] words = order.split(" ", -1);
        String[] arguments = Arrays.copyOfRange(words, 1, words.length);
        new SimulatorClient(directory).order(words[0], arguments);
    }

    @Test
    void aLongPathIsNoObstacle() throws IOException {
        Path deep = Files.createDirectories(directory.resolve("d".repeat(120)));
        listen(deep);
        assertThat(new SimulatorClient(deep).order("list")).hasSize(1);
    }

    @Test
    void withoutASimulatorNobodyAnswers() {
        assertThatThrownBy(() -> new SimulatorClient(directory).order("list")).isInstanceOf(IOException.class);
    }
}
