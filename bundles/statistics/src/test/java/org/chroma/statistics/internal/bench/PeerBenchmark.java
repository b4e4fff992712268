package org.chroma.statistics.internal.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs the workload on the peers. Arguments: directory, size. A peer that is not installed is said to be missing. */
final class PeerBenchmark {
    static final List<Peer> PEERS = List.of(
            new RrdToolPeer(1), new RrdToolPeer(30), new Rrd4jPeer(false), new Rrd4jPeer(true), new PrometheusPeer());

    private PeerBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Path.of(arguments[0]);
        BenchmarkSize size = BenchmarkSize.named(arguments[1]);
        Figures figures = new Figures(directory.resolve("figures"));
        for (Peer peer : PEERS) {
            String missing = peer.missing();
            if (missing.isEmpty()) {
                Path place = Files.createDirectories(directory.resolve(peer.id()));
                peer.run(size, place, figures);
                System.out.printf(
                        "%s: %.3f million samples per CPU-second; %.2f bytes per sample%s%s%n",
                        peer.name(),
                        figures.get(peer.id() + ".ingest") / 1e6,
                        figures.get(peer.id() + ".disk"),
                        read("one series, one day", figures.get(peer.id() + ".day")),
                        read("sum of 1,000 series over an hour", figures.get(peer.id() + ".sum1000")));
                DiskUse.delete(place);
            } else {
                System.out.println(peer.name() + ": NOT MEASURED, " + missing + " is not installed");
            }
        }
    }

    private static String read(String what, double millis) {
        return Double.isNaN(millis) ? "" : "; %s %.3f ms".formatted(what, millis);
    }
}
