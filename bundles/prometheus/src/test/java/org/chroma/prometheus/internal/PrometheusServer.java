package org.chroma.prometheus.internal;

import java.io.Closeable;
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
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real Prometheus with a database of its own, on a free port of this machine. */
final class PrometheusServer implements Closeable {
    /** VictoriaMetrics stands in for it with {@code -Dchroma.endpoint=victoria-metrics}. */
    private static final boolean VICTORIA = "victoria-metrics".equals(System.getProperty("chroma.endpoint"));

    private final Path directory;
    private final int port;
    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable Process process;

    PrometheusServer(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Files.writeString(directory.resolve("prometheus.yml"), "global: {scrape_interval: 1h}\n");
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    String writeUrl() {
        return url() + "/api/v1/write";
    }

    /** Starts it on what it has, and waits until it answers. */
    void start() throws IOException, InterruptedException {
        Path log = directory.resolve("log");
        Process started = new ProcessBuilder(VICTORIA ? victoria() : prometheus())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        process = started;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!ready()) {
            if (!started.isAlive() || System.nanoTime() > deadline) {
                throw new IOException("prometheus does not start: " + Files.readString(log));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private List<String> prometheus() {
        return List.of(
                "prometheus",
                "--config.file=" + directory.resolve("prometheus.yml"),
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--web.enable-remote-write-receiver",
                "--log.level=warn");
    }

    private List<String> victoria() {
        return List.of(
                "victoria-metrics",
                "-storageDataPath=" + directory.resolve("data"),
                "-httpListenAddr=127.0.0.1:" + port,
                "-retentionPeriod=100y",
                "-search.latencyOffset=0s",
                "-search.disableCache",
                "-loggerLevel=WARN");
    }

    private boolean ready() throws InterruptedException {
        try {
            return client.send(
                                    HttpRequest.newBuilder(URI.create(url() + (VICTORIA ? "/health" : "/-/ready")))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Waits until what was taken can be asked for: at once with Prometheus, a second later with VictoriaMetrics. */
    void settle() throws IOException, InterruptedException {
        if (VICTORIA && process != null) {
            client.send(
                    HttpRequest.newBuilder(URI.create(url() + "/internal/force_flush"))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        }
    }

    /**
     * Whether it is the real one: it refuses what is older than what it has, and its rates are PromQL's to the letter.
     */
    static boolean isPrometheus() {
        return !VICTORIA;
    }

    /**
     * Ends it at once, as a power cut does; VictoriaMetrics, which promises nothing of its last seconds, is asked to
     * end.
     */
    void kill() throws InterruptedException {
        Process running = process;
        if (running != null) {
            if (VICTORIA) {
                running.destroy();
            } else {
                running.destroyForcibly();
            }
            if (!running.waitFor(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("prometheus cannot be killed");
            }
            process = null;
        }
    }

    /** The answer to an instant query, as it comes. */
    String query(String promQl, long seconds) throws IOException, InterruptedException {
        URI uri = URI.create(url() + "/api/v1/query?time=" + seconds + "&query="
                + URLEncoder.encode(promQl, StandardCharsets.UTF_8));
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Override
    public void close() {
        try {
            kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
