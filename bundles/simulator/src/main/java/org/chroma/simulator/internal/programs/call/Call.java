package org.chroma.simulator.internal.programs.call;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.chroma.simulator.internal.cluster.BlockDevice;
import org.chroma.simulator.internal.cluster.Cluster;
import org.chroma.simulator.internal.cluster.SimServer;
import org.chroma.simulator.internal.files.FileTree;
import org.chroma.spi.Output;
import org.chroma.spi.OutputListener;
import org.chroma.spi.ProgramTimeoutException;

/** One run of a program on one server: its arguments, its output, and the time it takes. */
public final class Call {
    private final SimServer server;
    private final String program;
    private final List<String> arguments;
    private final OutputListener listener;
    private final Duration limit;
    private final long deadline;
    private final int boots;
    private final StringBuilder out = new StringBuilder();
    private final StringBuilder err = new StringBuilder();
    private final List<String> unheard = new ArrayList<>();
    private final StringBuilder partialOut = new StringBuilder();
    private final StringBuilder partialErr = new StringBuilder();

    public Call(SimServer server, String program, List<String> arguments, OutputListener listener, Duration limit) {
        this.server = server;
        this.program = program;
        this.arguments = arguments;
        this.listener = listener;
        this.limit = limit;
        this.deadline = saturatedAdd(System.nanoTime(), limit);
        this.boots = server.boots();
    }

    private static long saturatedAdd(long now, Duration limit) {
        long nanos = limit.toDays() > 365 ? Duration.ofDays(365).toNanos() : limit.toNanos();
        return now + nanos;
    }

    public SimServer server() {
        return server;
    }

    public Cluster cluster() {
        return server.cluster();
    }

    /** The name under which it was called, without its directory. */
    public String program() {
        return program;
    }

    public List<String> arguments() {
        return arguments;
    }

    public FileTree files() {
        return new FileTree(server);
    }

    /** The device that a path means, links followed. */
    public Optional<BlockDevice> device(String path) {
        String node = files().resolve(path).orElse(path);
        return server.devices().stream().filter(d -> d.node().equals(node)).findFirst();
    }

    /** Seconds since 1970. */
    public long now() {
        return cluster().clock().millis() / 1000;
    }

    public void out(String text) {
        out.append(text);
        hear(partialOut, text);
    }

    @SuppressWarnings("AnnotateFormatMethod")
    public void outf(String format, Object... values) {
        out(format.formatted(values));
    }

    public void err(String text) {
        err.append(text);
        hear(partialErr, text);
    }

    @SuppressWarnings("AnnotateFormatMethod")
    public void errf(String format, Object... values) {
        err(format.formatted(values));
    }

    private void hear(StringBuilder partial, String text) {
        if (listener == OutputListener.NONE) {
            return;
        }
        partial.append(text);
        int end = partial.indexOf("\n");
        while (end >= 0) {
            unheard.add(partial.substring(0, end));
            partial.delete(0, end + 1);
            end = partial.indexOf("\n");
        }
    }

    /** Tells the listener what was printed; must be called without the cluster's lock. */
    public void flush(boolean all) {
        if (all) {
            for (StringBuilder partial : List.of(partialOut, partialErr)) {
                if (!partial.isEmpty()) {
                    unheard.add(partial.toString());
                    partial.setLength(0);
                }
            }
        }
        unheard.forEach(listener::line);
        unheard.clear();
    }

    /**
     * Takes as long as the real thing does, times the cluster's factor, and lets others go on meanwhile.
     *
     * @throws ServerDownException when the server lost its power
     */
    public void pause(Duration real) throws IOException, InterruptedException {
        pauseFor(cluster().duration(real));
    }

    /** {@link #pause(Duration)} in milliseconds. */
    public void pauseMillis(long real) throws IOException, InterruptedException {
        pause(Duration.ofMillis(real));
    }

    /** Waits so long, whatever the cluster's factor. */
    public void pauseFor(Duration time) throws IOException, InterruptedException {
        release();
        long until = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < until) {
            await(Math.min(until, deadline) - System.nanoTime());
        }
    }

    /** Never goes on until the server is healed. */
    public void hang() throws IOException, InterruptedException {
        release();
        while (server.fault(program, arguments).filter(f -> f.hangs()).isPresent()) {
            await(deadline - System.nanoTime());
        }
    }

    private void release() {
        cluster().lock().unlock();
        try {
            flush(false);
        } finally {
            cluster().lock().lock();
        }
    }

    // Callers loop, each with its own reason to go on.
    @SuppressWarnings("WaitNotInLoop")
    private void await(long nanos) throws IOException, InterruptedException {
        if (nanos > 0) {
            cluster().changed().await(nanos, TimeUnit.NANOSECONDS);
        }
        if (!server.powered() || server.boots() != boots) {
            throw new ServerDownException(server.name());
        }
        if (System.nanoTime() >= deadline) {
            throw new ProgramTimeoutException(command(), limit);
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(program);
        command.addAll(arguments);
        return command;
    }

    public Output output(List<String> command, int exitCode) {
        return new Output(command, exitCode, out.toString(), err.toString());
    }
}
