package org.chroma.itests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Chroma with a data directory and a port of its own, driven by its launcher as a user would. Closing it ends
 * everything that it started; the logs stay.
 */
final class Installation implements AutoCloseable {
    static final String PASSWORD = "end-to-end-password";
    private static final ObjectMapper JSON = new ObjectMapper();
    static final Path ROOT = Path.of(System.getProperty("chroma.root"));

    private final Path data;
    private final int port;
    private final Map<String, String> environment = new HashMap<>();

    private Installation(Path data, int port) {
        this.data = data;
        this.port = port;
    }

    /** A fresh one, named after the test that uses it. Nothing runs yet. */
    static Installation fresh(Class<?> test) {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path data = Path.of(System.getProperty("chroma.work"), test.getSimpleName());
            delete(data);
            Files.createDirectories(data);
            return new Installation(data, socket.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sets a variable of the launcher's environment. */
    Installation with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Path data() {
        return data;
    }

    int port() {
        return port;
    }

    String url() {
        return "https://127.0.0.1:" + port + "/";
    }

    /** Starts manager and simulated cluster; answers when the servers of the demo are added. */
    Installation demo(String... options) {
        List<String> arguments = new ArrayList<>(List.of("demo"));
        arguments.addAll(List.of(options));
        chroma(600, arguments.toArray(String[]::new)).expect(0);
        return this;
    }

    Rest rest() {
        return new Rest(url(), data.resolve("keys/ca.pem"), "admin", PASSWORD);
    }

    /** Runs the launcher or, by it, the command-line client. */
    Result chroma(String... arguments) {
        return chroma(300, arguments);
    }

    private Result chroma(int seconds, String... arguments) {
        List<String> command = new ArrayList<>(List.of(ROOT.resolve("chroma").toString()));
        command.addAll(List.of(arguments));
        try {
            Path out = Files.createTempFile(data.getParent(), "launcher", ".out");
            Path err = Files.createTempFile(data.getParent(), "launcher", ".err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            Map<String, String> environment = builder.environment();
            environment.put("CHROMA_DATA", data.toString());
            environment.put("CHROMA_PORT", String.valueOf(port));
            environment.put("CHROMA_ADMIN_PASSWORD", PASSWORD);
            environment.put("CHROMA_PREBUILT", "yes");
            environment.putAll(this.environment);
            Process process = builder.start();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " did not end within " + seconds + " s\n" + Files.readString(out)
                        + Files.readString(err));
            }
            Result result = new Result(command, process.exitValue(), Files.readString(out), Files.readString(err));
            Files.delete(out);
            Files.delete(err);
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    JsonNode status() {
        return json(chroma("status", "--output", "json").expect(0).out());
    }

    long managerPid() {
        return status().path("pids").path("manager").asLong();
    }

    void killAgents() {
        status().path("pids").path("agents").forEach(pid -> kill(pid.asLong()));
    }

    /** At once, as a power failure would: no signal handler runs. Waits until it is gone. */
    static void kill(long pid) {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow(() -> new AssertionError("no process " + pid));
        process.destroyForcibly();
        Wait.until("process " + pid + " is gone", 30, () -> !process.isAlive());
    }

    @Override
    public void close() {
        chroma("stop");
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** How the launcher ended. */
    record Result(List<String> command, int exitCode, String out, String err) {
        Result expect(int code) {
            if (exitCode != code) {
                throw new AssertionError("%s ended with %d instead of %d%n%s%s"
                        .formatted(String.join(" ", command), exitCode, code, out, err));
            }
            return this;
        }

        JsonNode json() {
            return Installation.json(out);
        }
    }
}
