package org.chroma.plugin.ha.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the very script that Pacemaker runs, with programs that only note what they were called with. */
class ResourceAgentTest {
    private static final int SUCCESS = 0;
    private static final int ERROR = 1;
    private static final int UNIMPLEMENTED = 3;
    private static final int NOT_INSTALLED = 5;
    private static final int NOT_CONFIGURED = 6;
    private static final int NOT_RUNNING = 7;
    private static final String UUID = "0bbfd6ba-a1cf-4c54-b78f-00e008093677";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @BeforeEach
    void install() throws Exception {
        Files.writeString(directory.resolve("Target"), ResourceAgent.script());
        Files.writeString(directory.resolve("mounts"), "/dev/vda / ext4 rw 0 0\n");
        Files.createDirectories(directory.resolve("targets"));
        Files.writeString(
                directory.resolve("targets/" + UUID + ".json"),
                "{\"uuid\":\"%s\",\"label\":\"l\",\"device\":\"/dev/sdf\",\"mountPoint\":\"%s\",\"primary\":true,\"cluster\":true}\n"
                        .formatted(UUID, mountPoint()));
        program("modprobe", "exit 0");
        program(
                "mount",
                "echo \"/dev/sdf " + mountPoint() + " lustre rw,svname=x 0 0\" >> " + directory.resolve("mounts"));
        program("umount", "echo > " + directory.resolve("mounts"));
    }

    @Test
    void startsMonitorsAndStops() throws Exception {
        assertThat(agent("monitor")).isEqualTo(NOT_RUNNING);
        assertThat(agent("start")).isEqualTo(SUCCESS);
        assertThat(Path.of(mountPoint())).isDirectory();
        assertThat(agent("monitor")).isEqualTo(SUCCESS);
        assertThat(agent("status")).isEqualTo(SUCCESS);
        assertThat(agent("start")).isEqualTo(SUCCESS);
        assertThat(agent("stop")).isEqualTo(SUCCESS);
        assertThat(agent("monitor")).isEqualTo(NOT_RUNNING);
        assertThat(agent("stop")).isEqualTo(SUCCESS);

        assertThat(calls())
                .containsExactly(
                        "modprobe lustre", "mount -t lustre /dev/sdf " + mountPoint(), "umount " + mountPoint());
    }

    @Test
    void tellsFailures() throws Exception {
        program("mount", "echo 'The MGS does not answer' >&2; exit 110");
        assertThat(agent("start")).isEqualTo(ERROR);

        program("mount", "exit 0");
        assertThat(agent("start")).isEqualTo(ERROR);

        program("modprobe", "exit 1");
        assertThat(agent("start")).isEqualTo(NOT_INSTALLED);

        Files.writeString(directory.resolve("mounts"), "/dev/sdf " + mountPoint() + " lustre_tgt rw 0 0\n");
        program("umount", "exit 32");
        assertThat(agent("stop")).isEqualTo(ERROR);
        assertThat(agent("monitor")).isEqualTo(SUCCESS);
    }

    @Test
    void isNotConfusedByOtherMounts() throws Exception {
        Files.writeString(
                directory.resolve("mounts"),
                "/dev/sdf %1$s ext4 rw 0 0%n/dev/sdf %1$s2 lustre rw 0 0%n".formatted(mountPoint()));

        assertThat(agent("monitor")).isEqualTo(NOT_RUNNING);
    }

    @Test
    void knowsAServerThatTheTargetWasNeverConfiguredOn() throws Exception {
        Files.delete(directory.resolve("targets/" + UUID + ".json"));

        assertThat(agent("monitor")).isEqualTo(NOT_RUNNING);
        assertThat(agent("stop")).isEqualTo(SUCCESS);
        assertThat(agent("start")).isEqualTo(NOT_INSTALLED);
    }

    @Test
    void refusesWhatIsNoUuid() throws Exception {
        assertThat(agent("start", "../../etc/passwd")).isEqualTo(NOT_CONFIGURED);
        assertThat(agent("start", "")).isEqualTo(NOT_CONFIGURED);
        assertThat(agent("promote")).isEqualTo(UNIMPLEMENTED);
        assertThat(calls()).isEmpty();
    }

    @Test
    void describesItself() throws Exception {
        assertThat(agent("meta-data")).isEqualTo(SUCCESS);
        String metadata = Files.readString(directory.resolve("output"));
        // pcs knows this version of the interface and refuses others.
        assertThat(metadata).contains("<version>1.0</version>");
        assertThat(Xml.elements(metadata.replaceFirst("<!DOCTYPE[^>]*>", ""), "action"))
                .extracting(action -> action.getAttribute("name"))
                .containsExactly("start", "stop", "monitor", "validate-all", "meta-data");
    }

    private String mountPoint() {
        return directory.resolve("mnt/ost0").toString();
    }

    private int agent(String action) throws Exception {
        return agent(action, UUID);
    }

    private int agent(String action, String target) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        "sh", directory.resolve("Target").toString(), action)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile());
        builder.environment()
                .putAll(Map.of(
                        "PATH",
                        directory.resolve("bin") + ":/usr/bin:/bin",
                        "CHROMA_TARGETS",
                        directory.resolve("targets").toString(),
                        "CHROMA_MOUNTS",
                        directory.resolve("mounts").toString(),
                        "OCF_RESKEY_target",
                        target));
        Process process = builder.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private void program(String name, String body) throws IOException {
        Path program = directory.resolve("bin/" + name);
        Files.createDirectories(directory.resolve("bin"));
        Files.writeString(
                program, "#!/bin/sh\necho \"%s $*\" >> %s%n%s%n".formatted(name, directory.resolve("calls"), body));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private List<String> calls() throws IOException {
        Path calls = directory.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }
}
