package org.chroma.itests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher says in one sentence what is wrong, before it builds or starts anything. */
class LauncherTest {
    private static final Path ROOT =
            Path.of(System.getProperty("chroma.root")).toAbsolutePath().normalize();

    private static final String MAVEN_LOG = "itests/container/src/test/resources/maven.log";

    @TempDir
    private Path directory;

    @Test
    void tellsThatNothingRuns() throws Exception {
        Result result = chroma(Map.of(), "status", "--output", "json");
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("\"state\": \"stopped\"").contains("\"manager\": null");
    }

    @Test
    void hasNothingToStop() throws Exception {
        Result result = chroma(Map.of(), "stop");
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).startsWith("Nothing runs in");
    }

    @Test
    void takesAProcessThatOnlyWaitsForItsParentForDead() throws Exception {
        Process parent = new ProcessBuilder(
                        "bash",
                        "-c",
                        "(until grep -q sleep /proc/$$/comm; do sleep 0.1; done) & echo $!; exec sleep 300")
                .start();
        try {
            String id = new BufferedReader(new InputStreamReader(parent.getInputStream(), UTF_8)).readLine();
            String[] stat = stat(id);
            for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30); !stat[0].equals("Z"); stat = stat(id)) {
                assertThat(System.nanoTime()).as("the child ends").isLessThan(end);
            }
            String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id"));
            Path run = Files.createDirectories(directory.resolve("data/run"));
            Files.writeString(run.resolve("manager.process"), id + " " + stat[19] + " " + boot);

            assertThat(chroma(Map.of(), "status", "--output", "json").out())
                    .contains("\"state\": \"stopped\"")
                    .contains("\"manager\": null");
            assertThat(chroma(Map.of(), "stop").out()).startsWith("Nothing runs in");
        } finally {
            parent.destroyForcibly();
        }
    }

    /** What the kernel tells of a process, from its state on. */
    private static String[] stat(String id) throws IOException {
        String stat = Files.readString(Path.of("/proc", id, "stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    }

    /** The client's jar is whole: it keeps a database without a manager and has nothing to say but the answer. */
    @Test
    void keepsDatabasesWithoutAManager() throws Exception {
        String store = directory.resolve("load.r3d").toString();
        for (String[] words : new String[][] {
            {"create", store, "--start", "1000000000", "--step", "10", "DS:a:GAUGE:20:0:U", "RRA:AVERAGE:0.5:1:9"},
            {"update", store, "1000000010:1", "1000000020:3"},
            {"fetch", store, "AVERAGE", "--start", "1000000010", "--end", "1000000019"}
        }) {
            String[] all = Stream.concat(Stream.of("r3d"), Stream.of(words)).toArray(String[]::new);
            Result result = chroma(Map.of(), all);
            assertThat(result.err()).isEmpty();
            assertThat(result.exitCode()).isZero();
            assertThat(result.out()).matches(words[0].equals("fetch") ? "(?s).*\n1000000020: 3\\.0{10}e\\+00\n" : "");
        }
        assertRefused(chroma(Map.of(), "r3d", "info", "/nonexistent"), "/nonexistent: not an r3d database");
    }

    @Test
    void refusesPortInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            assertRefused(
                    chroma(Map.of("CHROMA_PORT", port), "run"),
                    "Port " + port + " is in use by another program: choose another one with CHROMA_PORT.");
        }
    }

    @Test
    void refusesPortThatIsNone() throws Exception {
        for (String port : List.of("0", "-1", "65536", "https", "080")) {
            assertRefused(
                    chroma(Map.of("CHROMA_PORT", port), "run"),
                    "CHROMA_PORT is " + port + ", and must be a number from 1 to 65535.");
        }
    }

    @Test
    void refusesMissingJdk() throws Exception {
        assertRefused(
                chroma(Map.of("JAVA_HOME", "/nonexistent"), "run"),
                "JAVA_HOME is /nonexistent, but there is no bin/java in it.");
    }

    @Test
    void refusesWrongJdk() throws Exception {
        Path java = Files.createDirectories(directory.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho '    java.specification.version = 25' >&2\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        String home = directory.resolve("jdk").toString();
        assertRefused(
                chroma(Map.of("JAVA_HOME", home), "run"),
                "JAVA_HOME is " + home + ", which is Java 25, but Chroma needs Java 17 or 21.");
    }

    @Test
    void refusesDataDirectoryThatCannotBe() throws Exception {
        assertRefused(
                chroma(Map.of("CHROMA_DATA", "/dev/null"), "run"),
                "The data directory /dev/null cannot be made: choose another one with CHROMA_DATA.");
    }

    @Test
    void refusesUnwritableDataDirectory() throws Exception {
        // Not even the administrator writes to /proc.
        assertRefused(chroma(Map.of("CHROMA_DATA", "/proc/self"), "run"), null);
    }

    @Test
    void refusesUnknownOptions() throws Exception {
        assertRefused(chroma(Map.of(), "run", "--fast"), "run takes no arguments, but was given: --fast");
        assertRefused(
                chroma(Map.of(), "status", "--output", "xml"),
                "status knows the outputs human and json, but was given: xml");
    }

    /** On a log that Maven wrote; of libraries it tells names and sizes, and not where they come from. */
    @Test
    void tellsHowFarTheBuildIs() throws Exception {
        assertThat(show(".mvn/progress <" + MAVEN_LOG).lines())
                .containsExactly("[5/34] core", "[6/34] statistics", "[7/34] cli", "files fetched: 5 (10.4 MB)");
        assertThat(show(".mvn/progress all <" + MAVEN_LOG))
                .contains("[INFO] Building Chroma :: core 2.0.0 ")
                .contains("[INFO] Compiling ")
                .doesNotContain("Downloading", "repo.example")
                .endsWith("files fetched: 5 (10.4 MB)\n");
    }

    /** A terminal has one line, which is renewed, and is gone at the end. */
    @Test
    void renewsTheLineOfATerminal() throws Exception {
        assertThat(show("script --quiet --return --command '.mvn/progress <" + MAVEN_LOG + "' /dev/null"))
                .contains("\rReading what is to be built, files fetched: 1 (0.0 MB), ")
                .contains("\r[7/34] cli, files fetched: 5 (10.4 MB), ")
                .endsWith("\r\u001b[K")
                .doesNotContain("\n", "repo.example");
    }

    private String show(String command) throws Exception {
        Result result = run(List.of("bash", "-c", command), Map.of());
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        return result.out();
    }

    @Test
    void scriptsAreClean() throws Exception {
        Result result = run(
                List.of(
                        "shellcheck",
                        "--external-sources",
                        "chroma",
                        ".ci/install",
                        ".ci/run",
                        ".mvn/progress",
                        "karaf-distribution/manager/src/main/assembly/bin/chroma-manager",
                        "karaf-distribution/agent/src/main/assembly/bin/chroma-agent"),
                Map.of());
        assertThat(result.out() + result.err()).isEmpty();
    }

    private static void assertRefused(Result result, @Nullable String sentence) {
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines()).hasSize(1);
        if (sentence != null) {
            assertThat(result.err().strip()).isEqualTo(sentence);
        }
    }

    private Result chroma(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("./chroma"));
        command.addAll(List.of(arguments));
        return run(command, environment);
    }

    private Result run(List<String> command, Map<String, String> environment) throws Exception {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(ROOT.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("CHROMA_DATA", directory.resolve("data").toString());
        builder.environment().put("CHROMA_PREBUILT", "yes");
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(command + " did not end");
        }
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private record Result(int exitCode, String out, String err) {}
}
