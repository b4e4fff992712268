package org.chroma.api.internal.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/** A real Prometheus that scrapes one address, each second. */
final class PrometheusServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final int port;
    private final Path log;
    private final HttpClient http = HttpClient.newHttpClient();

    /**
     * Starts it.
     *
     * @param more further lines of the scrape's configuration, not indented
     */
    PrometheusServer(Path directory, URI target, String more) throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path config = directory.resolve("prometheus.yml");
        Files.writeString(config, """
                global:
                  scrape_interval: 1s
                  scrape_timeout: 1s
                scrape_configs:
                  - job_name: chroma
                    metrics_path: %s
                    static_configs:
                      - targets: ["%s"]
                %s""".formatted(target.getPath(), target.getAuthority(), more.indent(4)));
        log = directory.resolve("prometheus.log");
        process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    /** The value of a query that has one series; waits until it has. */
    double value(String query) throws Exception {
        long limit = System.nanoTime() + PATIENCE.toNanos();
        String last = "nothing yet";
        while (System.nanoTime() < limit && process.isAlive()) {
            try {
                JsonNode answer = JSON.readTree(get("query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8)));
                OptionalDouble value = single(answer);
                if (value.isPresent()) {
                    return value.getAsDouble();
                }
                last = answer.toString();
            } catch (IOException notYet) {
                last = notYet.toString();
            }
            Thread.sleep(50);
        }
        throw new AssertionError("No value of %s: %s%n%s%n%s"
                .formatted(query, last, process.isAlive() ? get("targets") : "", Files.readString(log)));
    }

    private static OptionalDouble single(JsonNode answer) {
        JsonNode result = answer.path("data").path("result");
        return result.size() == 1
                ? OptionalDouble.of(
                        Double.parseDouble(result.path(0).path("value").path(1).asText()))
                : OptionalDouble.empty();
    }

    /** Types, units and help of a metric as Prometheus understood them. */
    JsonNode metadata(String metric) throws Exception {
        return JSON.readTree(get("metadata?metric=" + metric)).path("data").path(metric);
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    private String get(String path) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/" + path))
                                .timeout(Duration.ofSeconds(10))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
