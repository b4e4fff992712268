package org.chroma.api.internal.resource;

import java.io.IOException;
import java.io.Reader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Properties;
import org.chroma.statistics.internal.bench.FilledStatistics;

/**
 * Charts over HTTP: the manager's REST interface above the real store, against what Prometheus took for the same in the
 * benchmark of statistics. Arguments: directory; file with the figures of that, which may be absent.
 */
final class MetricBenchmark {
    private static final int SERVERS = 1_000;
    private static final int LONG_LIVED = 100;
    /** As many as the peers are given in the benchmark of statistics. */
    private static final int PEER_STEPS = 1_200;

    private static final int READS = 300;
    private static final Duration WARMING = Duration.ofSeconds(15);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final RestServer server;
    private final Properties peers;

    private MetricBenchmark(RestServer server, Properties peers) {
        this.server = server;
        this.peers = peers;
    }

    public static void main(String[] arguments) throws Exception {
        Properties peers = new Properties();
        Path figures = Path.of(arguments[1]);
        if (Files.exists(figures)) {
            try (Reader in = Files.newBufferedReader(figures)) {
                peers.load(in);
            }
        }
        Path directory = Files.createTempDirectory(Files.createDirectories(Path.of(arguments[0])), "metrics");
        System.out.printf("%n--- Over HTTP, %,d servers%n", SERVERS);
        try (FilledStatistics filled = new FilledStatistics(directory, SERVERS, LONG_LIVED, PEER_STEPS);
                RestServer server = new RestServer(filled.statistics())) {
            server.manager.addServers(SERVERS, 0);
            new MetricBenchmark(server, peers).run(filled.now());
        }
        System.exit(0); // whatever threads the server's parts left
    }

    private void run(Instant end) throws IOException, InterruptedException {
        int[] next = {0};
        measure(
                "one series, one day of which the last 3 h 20 min were written, as with the peer",
                "prometheus.day",
                () -> day(LONG_LIVED + next[0]++ % LONG_LIVED, end));
        measure("one series, the whole day", "", () -> day(next[0]++ % LONG_LIVED, end));
        measure(
                "sum of 1,000 series over an hour",
                "prometheus.sum1000",
                () -> "/api/host/metric/?metrics=s25&reduce_fn=sum&max_points=500&begin=" + end.minusSeconds(3_600)
                        + "&end=" + end);
    }

    private static String day(int server, Instant end) {
        return "/api/host/" + (1 + server) + "/metric/?metrics=s25&max_points=500&begin=" + end.minusSeconds(86_400)
                + "&end=" + end;
    }

    private interface Question {
        String path();
    }

    /** Length of the answer. */
    private int ask(Question question) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(server.uri(question.path())).build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200 || !response.body().contains("\"s25\"")) {
            throw new IOException("The manager answers " + response.statusCode() + ": " + response.body());
        }
        return response.body().length();
    }

    private void measure(String what, String peer, Question question) throws IOException, InterruptedException {
        // A manager runs for months; what is asked of it each few seconds is long compiled.
        long warm = System.nanoTime() + WARMING.toNanos();
        while (System.nanoTime() < warm) {
            ask(question);
        }
        double[] times = new double[READS];
        int length = 0;
        for (int i = 0; i < READS; i++) {
            long begun = System.nanoTime();
            length = ask(question);
            times[i] = (System.nanoTime() - begun) / 1e6;
        }
        Arrays.sort(times);
        double median = times[READS / 2];
        System.out.printf(
                "%s: median %.2f ms, 95 %% within %.2f ms, %,d bytes%s%n",
                what, median, times[READS * 95 / 100], length, peer.isEmpty() ? "" : verdict(median, peer));
    }

    private String verdict(double ours, String peer) {
        double theirs = Double.parseDouble(peers.getProperty(peer, "NaN"));
        return "; Prometheus %.2f ms: %s"
                .formatted(theirs, Double.isNaN(theirs) ? "NOT MEASURED" : ours < theirs ? "met" : "MISSED");
    }
}
