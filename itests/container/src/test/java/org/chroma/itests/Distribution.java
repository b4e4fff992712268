package org.chroma.itests;

import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.vmOptions;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.keepRuntimeFolder;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ops4j.pax.exam.Option;

/** How Pax Exam starts one of the distributions that the build made. */
final class Distribution {
    private static final Path ROOT =
            Path.of(System.getProperty("chroma.root")).toAbsolutePath().normalize();

    /** The system property that tells which distribution runs. */
    static final String SIDE = "chroma.exam.side";

    private Distribution() {}

    /**
     * The archive of a distribution, unpacked and started with an empty data directory and free ports.
     *
     * @param side {@code manager}, {@code agent} or {@code simulation}
     */
    static Option of(String side) throws IOException, InterruptedException {
        String version = System.getProperty("chroma.version");
        Path folder = ROOT.resolve("karaf-distribution").resolve(side).resolve("target");
        Path archive = folder.resolve("chroma-%s-%s.tar.gz".formatted(side, version));
        Path data = Files.createTempDirectory(
                Files.createDirectories(ROOT.resolve("itests/container/target/exam-data")), side + "-");
        if (side.equals("manager")) {
            makeKeys(folder.resolve("assembly"), data);
        }
        return composite(
                karafDistributionConfiguration()
                        .frameworkUrl(archive.toUri().toString())
                        .name("Chroma " + side)
                        .karafVersion("4.4.10")
                        .unpackDirectory(ROOT.resolve("itests/container/target/exam-" + side)
                                .toFile())
                        .useDeployFolder(false),
                keepRuntimeFolder(),
                // What the distribution's start script passes.
                vmOptions(
                        "-Xmx512m",
                        "-D" + SIDE + "=" + side,
                        "-XX:+UseSerialGC",
                        "-Djava.security.manager=allow",
                        "-Dchroma.data=" + data,
                        "-Dchroma.port=" + freePort(),
                        "-Dchroma.address=127.0.0.1",
                        "-Dchroma.url=",
                        "-Dchroma.console.port=" + freePort()),
                // The simulated cluster is written down by its start script; here it has nothing but its smallest size.
                side.equals("simulation")
                        ? editConfigurationFilePut("etc/org.chroma.simulator.cfg", "servers", "4")
                        : composite(),
                // Pax Exam's own bundles come from the local repository, and from nowhere else.
                editConfigurationFilePut(
                        "etc/org.ops4j.pax.url.mvn.cfg",
                        "org.ops4j.pax.url.mvn.localRepository",
                        System.getProperty("maven.local.repository")));
    }

    /** Lets the start script make what it makes before the first start. */
    private static void makeKeys(Path home, Path data) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        home.resolve("bin/chroma-manager").toString(), "prepare")
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("prepare.log").toFile());
        builder.environment().put("CHROMA_DATA", data.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        if (process.waitFor() != 0) {
            throw new IOException("chroma-manager prepare failed: " + Files.readString(data.resolve("prepare.log")));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
