package org.chroma.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.chroma.spi.ProgramMissingException;
import org.chroma.spi.ProgramTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedMachineTest {
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final RecordedMachine machine = new RecordedMachine("oss1");

    @Test
    void givesAnswersInTurnAndTheLastAgain() throws Exception {
        machine.answer("lctl list_nids", 1, "", "down").answer("lctl list_nids", "10.10.10.1@tcp\n");

        assertThat(machine.run(LIMIT, "lctl", "list_nids").exitCode()).isEqualTo(1);
        assertThat(machine.run(LIMIT, "lctl", "list_nids").succeeded()).isTrue();
        assertThat(machine.run(LIMIT, "lctl", "list_nids").succeeded()).isTrue();
        assertThat(machine.commands()).containsOnly("lctl list_nids").hasSize(3);
    }

    @Test
    void readsRecordingsFromFiles(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("x.out"), "out");
        Files.writeString(directory.resolve("x.rc"), "19\n");
        machine.recording("tunefs.lustre --dryrun /dev/sda", directory.resolve("x"));

        assertThat(machine.run(LIMIT, "tunefs.lustre", "--dryrun", "/dev/sda"))
                .satisfies(output -> assertThat(output.exitCode()).isEqualTo(19))
                .satisfies(output -> assertThat(output.stdout()).isEqualTo("out"));
    }

    @Test
    void tellsAMissingProgramFromAMissingAnswer() {
        machine.install("lctl");

        assertThatThrownBy(() -> machine.run(LIMIT, "lnetctl")).isInstanceOf(ProgramMissingException.class);
        assertThatThrownBy(() -> machine.run(LIMIT, "lctl", "dl"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("[lctl, dl]");
        machine.hang("lctl ping 1@tcp");
        assertThatThrownBy(() -> machine.run(LIMIT, "lctl", "ping", "1@tcp"))
                .isInstanceOf(ProgramTimeoutException.class);
    }

    @Test
    void keepsFilesAndLinks() throws Exception {
        machine.file("/etc/fstab", "a").link("/dev/disk/by-id/x", "/dev/sda");

        machine.write("/etc/fstab", "b");

        assertThat(machine.read("/etc/fstab")).isEqualTo("b");
        assertThat(machine.realPath("/dev/disk/by-id/x")).isEqualTo("/dev/sda");
        assertThat(machine.list("/dev/disk/by-id")).containsExactly("x");
        machine.delete("/etc/fstab");
        assertThatThrownBy(() -> machine.read("/etc/fstab")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> machine.list("/nowhere")).isInstanceOf(NoSuchFileException.class);
    }
}
