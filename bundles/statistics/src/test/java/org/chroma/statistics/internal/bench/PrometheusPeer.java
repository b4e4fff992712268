package org.chroma.statistics.internal.bench;

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
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A real Prometheus, written to through remote write and read over HTTP; CPU time is that of its process. */
final class PrometheusPeer implements Peer {
    private static final Pattern SAMPLES = Pattern.compile("\"numSamples\":\\s*(\\d+)");
    private static final int TOGETHER = 100;
    private static final int READS = 100;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Override
    public String name() {
        return "Prometheus, remote write, without archives";
    }

    @Override
    public String id() {
        return "prometheus";
    }

    @Override
    public String missing() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "prometheus")))
                ? ""
                : "prometheus";
    }

    @Override
    public void run(BenchmarkSize size, Path directory, Figures figures) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path configuration = Files.writeString(directory.resolve("prometheus.yml"), "scrape_configs: []\n");
        Path data = directory.resolve("data");
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + data,
                        "--web.listen-address=127.0.0.1:" + port,
                        "--web.enable-remote-write-receiver",
                        "--log.level=error")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("prometheus.log").toFile())
                .start();
        try {
            URI base = URI.create("http://127.0.0.1:" + port + "/");
            awaitReady(process, base);
            double before = cpuSeconds(process);
            write(size, base.resolve("api/v1/write"));
            double samples = (double) size.peerEntities() * size.peerSteps() * Workload.SERIES;
            awaitBlock(process, data);
            figures.put(id() + ".ingest", samples / (cpuSeconds(process) - before));
            figures.put(id() + ".disk", blocks(data));
            figures.put(id() + ".disk.all", DiskUse.of(data) / samples);
            read(size, base, figures);
        } finally {
            process.destroy();
            process.waitFor(30, TimeUnit.SECONDS);
        }
    }

    private void awaitReady(Process process, URI base) throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try {
                HttpRequest request =
                        HttpRequest.newBuilder(base.resolve("-/ready")).build();
                if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > until) {
                    throw new IOException("Prometheus does not start; see prometheus.log", e);
                }
            }
            if (System.nanoTime() > until) {
                throw new IOException("Prometheus is not ready after a minute");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private void write(BenchmarkSize size, URI uri) throws IOException, InterruptedException {
        Workload workload = new Workload(size.peerEntities());
        RemoteWrite request = new RemoteWrite();
        long[] values = new long[Workload.SERIES];
        for (int t = 0; t < size.peerSteps(); t++) {
            workload.next();
            for (int e = 0; e < size.peerEntities(); e++) {
                workload.copy(e, values);
                for (int s = 0; s < values.length; s++) {
                    request.add(
                            Workload.time(e, t, false),
                            (double) values[s],
                            "__name__",
                            "w",
                            "counter",
                            "s" + s,
                            "target",
                            WorkloadStore.key(e));
                }
                if (e % TOGETHER == TOGETHER - 1 || e == size.peerEntities() - 1) {
                    send(uri, request.take());
                }
            }
        }
    }

    private void send(URI uri, byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Content-Encoding", "snappy")
                .header("Content-Type", "application/x-protobuf")
                .header("X-Prometheus-Remote-Write-Version", "0.1.0")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException("Prometheus answers " + response.statusCode() + ": " + response.body());
        }
    }

    /**
     * Its first block, without which nothing is known of the disk it needs; it looks once a minute whether one is due.
     */
    private static void awaitBlock(Process process, Path data) throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(150);
        while (Double.isNaN(blocks(data)) && process.isAlive() && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    /** Bytes per sample in blocks; NaN as long as there is none. */
    private static double blocks(Path data) throws IOException {
        double bytes = 0;
        double samples = 0;
        try (Stream<Path> all = Files.list(data)) {
            for (Path block :
                    all.filter(each -> Files.exists(each.resolve("meta.json"))).toList()) {
                if (block.getFileName().toString().contains(".tmp")) {
                    continue;
                }
                Matcher count = SAMPLES.matcher(Files.readString(block.resolve("meta.json")));
                if (count.find()) {
                    bytes += DiskUse.of(block);
                    samples += Double.parseDouble(count.group(1));
                }
            }
        }
        return bytes / samples;
    }

    private void read(BenchmarkSize size, URI base, Figures figures) throws IOException, InterruptedException {
        long end = Workload.T0 + 10L * (size.peerSteps() - 1);
        double[] times = new double[READS];
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < READS; i++) {
                String query = "rate(w{counter=\"s25\",target=\"%s\"}[1m])"
                        .formatted(WorkloadStore.key(i % size.peerEntities()));
                times[i] = query(base, query, end - 86_400, end, 300);
            }
        }
        figures.put(id() + ".day", Figures.median(times));
        // A thousand series: of one counter if there are as many targets, else of several.
        int counters = 1_000 / size.peerEntities();
        if (counters < 1 || counters > Workload.SERIES) {
            return;
        }
        String some = IntStream.range(0, counters).mapToObj(s -> "s" + (29 - s)).collect(Collectors.joining("|"));
        double[] sums = new double[READS / 5];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = query(base, "sum(rate(w{counter=~\"" + some + "\"}[1m]))", end - 3_600, end, 10);
        }
        figures.put(id() + ".sum1000", Figures.median(sums));
    }

    private double query(URI base, String query, long begin, long end, int step)
            throws IOException, InterruptedException {
        URI uri = base.resolve("api/v1/query_range?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8)
                + "&start=" + begin + "&end=" + end + "&step=" + step);
        long begun = System.nanoTime();
        HttpResponse<String> response =
                client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        double millis = (System.nanoTime() - begun) / 1e6;
        if (response.statusCode() != 200 || !response.body().contains("\"values\"")) {
            throw new IOException("Prometheus answers " + response.statusCode() + ": " + response.body());
        }
        return millis;
    }

    private static double cpuSeconds(Process process) {
        return process.toHandle()
                        .info()
                        .totalCpuDuration()
                        .map(Duration::toNanos)
                        .orElseThrow(() ->
                                new IllegalStateException("The system does not say what CPU time Prometheus took"))
                / 1e9;
    }
}
