package org.chroma.simulator.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.chroma.simulator.internal.Lab;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersistenceTest {
    private static final List<String> QUESTIONS = List.of(
            "mds1 blkid -c /dev/null -o export",
            "mds1 tunefs.lustre --dryrun " + Lab.MDT0,
            "mds1 lctl list_nids",
            "mds1 lctl dl",
            "mds1 lsmod",
            "mds1 lctl --device MGS llog_print lfs-client",
            "mds1 cibadmin -Q -o configuration",
            "oss1 mount -t lustre",
            "oss1 cat /etc/made.conf");

    @TempDir
    private Path directory;

    @Test
    void aSimulatorThatStartsAgainFindsAllAsItWas() throws IOException {
        List<String> before;
        try (Lab lab = new Lab(directory)) {
            lab.filesystem();
            lab.ok("mds1", "lctl conf_param lfs.sys.timeout=60");
            lab.ok("mds1", "cibadmin -o resources -C -X '<primitive id=\"r\" class=\"ocf\" type=\"Dummy\"/>'");
            lab.machine("oss1").write("/etc/made.conf", "made\n");
            before = answers(lab);
        }
        try (Lab lab = new Lab(directory)) {
            assertThat(answers(lab)).isEqualTo(before);
        }
    }

    @Test
    void whatIsKeptIsKeptAtOnce() throws IOException {
        // Not closed: the process may be killed at any moment.
        Lab killed = new Lab(directory);
        killed.filesystem();
        Lab lab = new Lab(directory);
        assertThat(answers(lab).subList(0, 3)).isEqualTo(answers(killed).subList(0, 3));
        assertThat(lab.server("oss1").targetMounts()).hasSize(1);
        lab.close();
        killed.close();
    }

    @Test
    void noHalfWrittenFileIsLeft() throws IOException {
        try (Lab lab = new Lab(directory)) {
            lab.filesystem();
        }
        try (var files = Files.walk(directory)) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(file.toString()).endsWith(".json"));
        }
    }

    private static List<String> answers(Lab lab) {
        return QUESTIONS.stream()
                .map(q -> lab.run(q.substring(0, 4), q.substring(5)).stdout())
                .toList();
    }
}
