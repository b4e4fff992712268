package org.chroma.api.internal.resource;

import java.io.IOException;
import java.io.Reader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Properties;
import org.chroma.statistics.internal.FilledStatistics;

/**
 * Charts over HTTP: the manager's REST interface above the real store, against what Prometheus took for the same in the benchmark of
 * statistics. Arguments: directory; file with the figures of that, which may be absent.
 */
final class MetricBenchmark {
    private static final int SERVERS = 1_000;
    private static final int LONG_LIVED = 100;
    private static final int READS = 100;

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
        try (FilledStatistics filled = new FilledStatistics(directory, SERVERS, LONG_LIVED, 400);
                RestServer server = new RestServer(filled.statistics())) {
            server.manager.addServers(SERVERS, 0);
            new MetricBenchmark(server, peers).run(filled.now());
        }
        System.exit(0); // whatever threads the server's parts left
    }

    private void run(Instant end) throws IOException, InterruptedException {
        int[] next = {0};
        measure(
                "one series, one day, up to 500 points",
                "prometheus.day",
                () -> "/api/host/"
                        + (1 + next[0]++ % LONG_LIVED) + "/metric/?metrics=s25&max_points=500&begin="
                        + end.minusSeconds(86_400) + "&end=" + end);
        measure(
                "sum of 1,000 series over an hour",
                "prometheus.sum1000",
                () -> "/api/host/metric/?metrics=s25&reduce_fn=sum&max_points=500&begin=" + end.minusSeconds(3_600)
                        + "&end=" + end);
    }

    private interface Question {
        String path();
    }

    private void measure(String what, String peer, Question question) throws IOException, InterruptedException {
        double[] times = new double[READS];
        int length = 0;
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < READS; i++) {
                HttpRequest request =
                        HttpRequest.newBuilder(server.uri(question.path())).build();
                long begun = System.nanoTime();
                HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
                times[i] = (System.nanoTime() - begun) / 1e6;
                length = response.body().length();
                if (response.statusCode() != 200 || !response.body().contains("\"s25\"")) {
                    throw new IOException("The manager answers " + response.statusCode() + ": " + response.body());
                }
            }
        }
        Arrays.sort(times);
        double median = times[READS / 2];
        double theirs = Double.parseDouble(peers.getProperty(peer, "NaN"));
        System.out.printf(
                "%s: median %.2f ms, 95 %% within %.2f ms, %,d bytes; Prometheus %.2f ms: %s%n",
                what,
                median,
                times[READS * 95 / 100],
                length,
                theirs,
                Double.isNaN(theirs) ? "NOT MEASURED" : median < theirs ? "met" : "MISSED");
    }
}
