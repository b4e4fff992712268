package org.chroma.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The agent's distribution on this very machine, beside an sshd through which the manager reaches it. */
final class RealAgent implements AutoCloseable {
    private final Process process;
    private final Sshd sshd;

    private RealAgent(Process process, Sshd sshd) {
        this.process = process;
        this.sshd = sshd;
    }

    /**
     * Starts it below the data directory of an installation whose manager runs.
     *
     * @param settings further lines of the agent's configuration
     */
    static RealAgent start(Installation chroma, String... settings) throws IOException, InterruptedException {
        Path distribution = Installation.ROOT.resolve("karaf-distribution/agent/target/assembly");
        Path data = chroma.data().resolve("agent");
        Path configuration = Files.createDirectories(data.resolve("etc")).resolve("org.chroma.agent.cfg");
        Files.writeString(
                configuration, "action.address = 127.0.0.1\naction.port = 0\n" + String.join("\n", settings) + "\n");
        ProcessBuilder builder = new ProcessBuilder(
                        distribution.resolve("bin/chroma-agent").toString())
                .redirectErrorStream(true)
                .redirectOutput(chroma.data().resolve("agent.out").toFile());
        builder.environment().put("CHROMA_DATA", data.toString());
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            RealAgent agent = new RealAgent(
                    process,
                    Sshd.start(
                            chroma.data().resolve("sshd"),
                            chroma.data().resolve("keys/manager_key.pub"),
                            distribution,
                            data));
            Wait.until("the agent takes commands", 60, () -> {
                assertThat(process.isAlive()).as("the agent runs").isTrue();
                return Files.exists(data.resolve("agent/agent.sock"));
            });
            return agent;
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Under which the manager adds it. */
    String address() {
        return sshd.address();
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        sshd.close();
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
