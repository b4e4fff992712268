package org.chroma.simulator.internal.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.chroma.simulator.internal.programs.CommandLine;
import org.chroma.spi.Machine;
import org.chroma.spi.Output;
import org.chroma.spi.OutputListener;
import org.chroma.spi.ProgramMissingException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One command line that somebody runs on a simulated server over SSH: a program with its arguments, and nothing more.
 */
final class Shell implements Command {
    private static final Logger LOG = LoggerFactory.getLogger(Shell.class);
    private static final int NOT_FOUND = 127;
    private static final Duration LIMIT = Duration.ofHours(1);

    private final Machine machine;
    private final String line;
    private final AgentCommand agent;
    private final Executor executor;
    private @Nullable InputStream in;
    private @Nullable OutputStream out;
    private @Nullable OutputStream err;
    private @Nullable ExitCallback callback;
    private volatile @Nullable Thread thread;

    Shell(Machine machine, String line, AgentCommand agent, Executor executor) {
        this.machine = machine;
        this.line = line;
        this.agent = agent;
        this.executor = executor;
    }

    @Override
    public void setInputStream(InputStream stream) {
        in = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
        out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {
        err = stream;
    }

    @Override
    public void setExitCallback(ExitCallback exit) {
        callback = exit;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) {
        executor.execute(this::run);
    }

    private void run() {
        InputStream input = in;
        OutputStream output = out;
        OutputStream error = err;
        ExitCallback exit = callback;
        if (input == null || output == null || error == null || exit == null) {
            throw new IllegalStateException("started before its streams were set");
        }
        thread = Thread.currentThread();
        int status = 255;
        try {
            status = run(CommandLine.words(line), input, output, error);
            output.flush();
            error.flush();
        } catch (InterruptedException e) {
            LOG.debug("{} was cut off: {}", machine.nodename(), line);
        } catch (IOException e) {
            LOG.debug("{} could not end {}", machine.nodename(), line, e);
        } finally {
            thread = null;
            exit.onExit(status);
        }
    }

    private int run(List<String> words, InputStream input, OutputStream output, OutputStream error)
            throws IOException, InterruptedException {
        if (words.isEmpty()) {
            return 0;
        }
        String program = words.get(0);
        if (program.equals("chroma-agent")) {
            return agent.run(machine, words.subList(1, words.size()), input, output, error);
        }
        try {
            Output ended = machine.run(LIMIT, OutputListener.NONE, words);
            output.write(ended.stdout().getBytes(StandardCharsets.UTF_8));
            error.write(ended.stderr().getBytes(StandardCharsets.UTF_8));
            return ended.exitCode();
        } catch (ProgramMissingException e) {
            error.write(
                    "bash: line 1: %s: command not found%n".formatted(program).getBytes(StandardCharsets.UTF_8));
            return NOT_FOUND;
        }
    }

    @Override
    public void destroy(ChannelSession channel) {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
