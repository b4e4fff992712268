package org.chroma.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.chroma.core.Command;
import org.chroma.core.Job;
import org.chroma.core.port.DataStore.Contents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashTest {
    private static final int CRASHES = 8;

    @TempDir
    Path folder = Path.of("");

    @Test
    void aKilledProcessLosesNoAcknowledgedCommitAndGivesNoNumberTwice() throws Exception {
        Path derby = folder.resolve("derby");
        Random random = new Random(42);
        Set<Long> acknowledged = new TreeSet<>();
        for (int crash = 0; crash < CRASHES; crash++) {
            for (long id : runAndKill(derby, 1 + random.nextInt(150), random.nextInt(3_000_000))) {
                assertThat(acknowledged.add(id))
                        .as("number %d was given before", id)
                        .isTrue();
            }

            try (TestDatabase database = TestDatabase.derby(derby)) {
                Contents contents = new JpaDataStore(database.database()).load();
                Set<Long> commands = new HashSet<>(
                        contents.commands().stream().map(Command::id).toList());
                assertThat(commands).containsAll(acknowledged);
                assertThat(contents.jobs().stream().map(Job::id)).containsExactlyInAnyOrderElementsOf(commands);
            }
        }
        assertThat(acknowledged).hasSizeGreaterThan(CRASHES);
    }

    /** Kills the process a random while after so many commits; answers what it had acknowledged by then. */
    private static List<Long> runAndKill(Path derby, int commits, int nanos) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dderby.stream.error.field=java.lang.System.err",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Committer.class.getName(),
                        derby.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).isEqualTo("ready");
            List<Long> acknowledged = new ArrayList<>();
            for (int i = 0; i < commits; i++) {
                acknowledged.add(number(output.readLine()));
            }
            LockSupport.parkNanos(nanos);
            // Unlike the process itself, its handle leaves what was printed readable.
            process.toHandle().destroyForcibly();
            output.lines().filter(line -> line.endsWith(" done")).forEach(line -> acknowledged.add(number(line)));
            return acknowledged;
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static long number(String line) {
        return Long.parseLong(line.substring(0, line.indexOf(' ')));
    }
}
