package org.chroma.agent.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.chroma.spi.Machine;
import org.chroma.spi.Output;
import org.chroma.spi.OutputListener;
import org.chroma.spi.ProgramFailedException;
import org.chroma.spi.ProgramMissingException;
import org.chroma.spi.ProgramTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxMachineTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Machine machine = LinuxMachine.withDefaults();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void tellsOutputErrorsAndExitCodeApart() throws Exception {
        Output output = machine.run(LIMIT, "sh", "-c", "echo out; echo err >&2; exit 7");

        assertThat(output.exitCode()).isEqualTo(7);
        assertThat(output.stdout()).isEqualTo("out\n");
        assertThat(output.stderr()).isEqualTo("err\n");
        assertThatThrownBy(output::expectSuccess)
                .isInstanceOf(ProgramFailedException.class)
                .hasMessageContaining("exit code 7")
                .hasMessageContaining("err");
    }

    @Test
    void passesArgumentsAsTheyAre() throws Exception {
        Output output = machine.run(LIMIT, "printf", "%s|", "a b", "$HOME", "; rm -rf x", "*", "");

        assertThat(output.stdout()).isEqualTo("a b|$HOME|; rm -rf x|*||");
    }

    @Test
    void namesTheMissingProgram() {
        assertThat(machine.has("no-such-program")).isFalse();
        assertThat(machine.has("sh")).isTrue();
        assertThat(machine.has("/bin/sh")).isTrue();
        assertThat(machine.has("../bin/sh")).isFalse();
        assertThatThrownBy(() -> machine.run(LIMIT, "no-such-program"))
                .isInstanceOf(ProgramMissingException.class)
                .hasMessage("no-such-program is not installed on this server");
    }

    @Test
    void streamsLinesWhileTheProgramRuns() throws Exception {
        // The program ends only after the listener heard its first line and made the file.
        Path heard = directory.resolve("heard");
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        OutputListener listener = line -> {
            lines.add(line);
            try {
                Files.writeString(heard, "");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };

        machine.run(
                LIMIT,
                listener,
                List.of("sh", "-c", "echo first; while [ ! -e " + heard + " ]; do sleep 0.01; done; printf last"));

        assertThat(lines).containsExactly("first", "last");
    }

    /** More than a pipe holds: a program whose output nobody takes would stand still until its limit. */
    @Test
    void aListenerThatFailsLetsTheProgramRunToItsEnd() {
        Path ended = directory.resolve("ended");
        OutputListener failing = line -> {
            throw new StackOverflowError("too deep");
        };

        assertThatThrownBy(() ->
                        machine.run(LIMIT, failing, List.of("sh", "-c", "seq 1 100000; touch " + ended + "; exit 3")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("exit code 3")
                .hasMessageContaining("too deep");

        assertThat(ended).exists();
    }

    @Test
    void killsAProgramAndItsChildrenAtTheLimit() throws Exception {
        Path pid = directory.resolve("pid");

        assertThatThrownBy(() -> machine.run(
                        Duration.ofMillis(500), "sh", "-c", "sleep 600 & echo $! > " + pid + "; trap '' TERM; wait"))
                .isInstanceOf(ProgramTimeoutException.class)
                .hasMessageContaining("did not end within");

        long child = Long.parseLong(Files.readString(pid).strip());
        assertThat(ProcessHandle.of(child).map(ProcessHandle::onExit))
                .satisfiesAnyOf(
                        gone -> assertThat(gone).isEmpty(),
                        ending -> assertThat(ending.orElseThrow().get(10, TimeUnit.SECONDS))
                                .isNotNull());
    }

    @Test
    void doesNotWaitForAGrandchildThatKeepsThePipeOpen() throws Exception {
        Path pid = directory.resolve("pid");
        long begin = System.nanoTime();

        Output output = machine.run(LIMIT, "sh", "-c", "sleep 600 & echo $! > " + pid + "; echo done");

        assertThat(output.stdout()).isEqualTo("done\n");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LIMIT);
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void killsAProgramThatFloods() {
        Machine small = new LinuxMachine("/usr/bin:/bin", 10_000);

        assertThatThrownBy(() -> small.run(LIMIT, "yes"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("10000 bytes");
    }

    @Test
    void anInterruptEndsTheProgram() throws Exception {
        Path pid = directory.resolve("pid");
        CountDownLatch interrupted = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            try {
                machine.run(LIMIT, "sh", "-c", "echo $$ > " + pid + "; exec sleep 600");
            } catch (InterruptedException e) {
                interrupted.countDown();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        thread.start();
        while (!Files.exists(pid) || Files.readString(pid).isBlank()) {
            Thread.onSpinWait();
        }
        thread.interrupt();

        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        thread.join(10_000);
        assertThat(ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())))
                .isEmpty();
    }

    @Test
    void programsSeeNoEnvironmentOfTheAgentAndNoInput() throws Exception {
        assertThat(machine.run(LIMIT, "env").stdout().lines().map(line -> line.split("=", 2)[0]))
                .containsExactlyInAnyOrder("PATH", "LC_ALL", "HOME", "TERM");
        assertThat(machine.run(LIMIT, "cat").stdout()).isEmpty();
    }

    @Test
    void replacesAFileInOneStepAndKeepsItsPermissionsAndLinks() throws Exception {
        Path file = directory.resolve("etc/real.conf");
        Path link = directory.resolve("link.conf");
        machine.write(file.toString(), "one\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r--r--");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Files.createSymbolicLink(link, file);

        machine.write(link.toString(), "zwei ü\n");

        assertThat(machine.read(file.toString())).isEqualTo("zwei ü\n");
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        assertThat(machine.list(directory.resolve("etc").toString())).containsExactly("real.conf");
        assertThat(machine.realPath(link.toString()))
                .isEqualTo(file.toRealPath().toString());

        machine.delete(link.toString());
        machine.delete(link.toString());
        assertThat(machine.exists(link.toString())).isFalse();
        assertThat(machine.exists(file.toString())).isTrue();
    }

    @Test
    void saysWhatIsNotThere() {
        assertThatThrownBy(() -> machine.read("/no/such/file")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> machine.list("/no/such/directory")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> machine.realPath("/no/such/file")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> machine.read("relative")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsProc() throws Exception {
        assertThat(machine.read("/proc/meminfo")).startsWith("MemTotal:");
        assertThat(machine.nodename())
                .isEqualTo(machine.run(LIMIT, "uname", "-n").stdout().strip());
    }
}
