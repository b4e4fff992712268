package org.chroma.agent.process.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.chroma.spi.Output;
import org.chroma.spi.OutputListener;
import org.chroma.spi.ProgramTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One program from its start to its end, or to the point where we stop waiting.
 *
 * <p>A child in uninterruptible sleep (Lustre puts programs there for minutes) does not die of SIGKILL. So nothing here
 * waits without a limit: neither for the child, nor for its pipes, which a grandchild may keep open.
 */
public final class ProgramRun {
    private static final Duration AFTER_KILL = Duration.ofSeconds(2);
    private static final Duration AFTER_EXIT = Duration.ofSeconds(2);
    private static final int LONGEST_LINE = 8192;

    private final List<String> command;
    private final ProcessBuilder builder;
    private final OutputListener listener;
    private final int outputLimit;
    private final AtomicLong printed = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> deaf = new AtomicReference<>();
    private final Object oneAtATime = new Object();

    /**
     * @param command as it was asked for, for messages and the answer
     * @param outputLimit bytes of standard output and standard error together
     */
    public ProgramRun(List<String> command, ProcessBuilder builder, OutputListener listener, int outputLimit) {
        this.command = List.copyOf(command);
        this.builder = builder;
        this.listener = listener;
        this.outputLimit = outputLimit;
    }

    /**
     * Starts the program and waits for its end, at most as long as the limit says.
     *
     * @throws IOException also when the listener failed; the program ran to its end all the same
     */
    public Output await(Duration limit) throws IOException, InterruptedException {
        Process process = builder.start();
        Reader stdout = new Reader(process, process.getInputStream());
        Reader stderr = new Reader(process, process.getErrorStream());
        stdout.start();
        stderr.start();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ProgramTimeoutException(command, limit);
            }
            long deadline = System.nanoTime() + AFTER_EXIT.toNanos();
            stdout.join(millisUntil(deadline));
            stderr.join(millisUntil(deadline));
            if (printed.get() > outputLimit) {
                throw new IOException("%s printed more than %d bytes and was killed"
                        .formatted(String.join(" ", command), outputLimit));
            }
            Throwable failure = deaf.get();
            if (failure != null) {
                throw new IOException(
                        "%s ended with exit code %d, but what listened to its output failed: %s"
                                .formatted(String.join(" ", command), process.exitValue(), failure),
                        failure);
            }
            return new Output(command, process.exitValue(), stdout.text(), stderr.text());
        } finally {
            kill(process);
        }
    }

    private static long millisUntil(long deadline) {
        // join(0) would wait for ever.
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
    }

    private static void kill(Process process) {
        if (!process.isAlive()) {
            return;
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        boolean interrupted = Thread.interrupted();
        try {
            // Only to leave no zombie in the ordinary case; a child that does not die is left behind.
            process.waitFor(AFTER_KILL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Collects one stream and passes its lines on. */
    private final class Reader extends Thread {
        private final Process process;
        private final InputStream in;
        private final ByteArrayOutputStream all = new ByteArrayOutputStream();
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        Reader(Process process, InputStream in) {
            super("output of " + command.get(0));
            setDaemon(true);
            this.process = process;
            this.in = in;
        }

        @Override
        public void run() {
            byte[] buffer = new byte[8192];
            try {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    if (printed.addAndGet(n) > outputLimit) {
                        process.destroyForcibly();
                        return;
                    }
                    synchronized (all) {
                        all.write(buffer, 0, n);
                    }
                    passOn(buffer, n);
                }
            } catch (IOException e) {
                // The stream was closed under us because the program was killed: what came until then counts.
                return;
            } finally {
                endLine();
            }
        }

        private void passOn(byte[] buffer, int n) {
            for (int i = 0; i < n; i++) {
                if (buffer[i] == '\n') {
                    tell();
                } else {
                    line.write(buffer[i]);
                    if (line.size() >= LONGEST_LINE) {
                        tell();
                    }
                }
            }
        }

        private void endLine() {
            if (line.size() > 0) {
                tell();
            }
        }

        /**
         * A listener that fails is told no more; the program's pipes are emptied all the same, or it would stand still.
         */
        private void tell() {
            String text = line.toString(StandardCharsets.UTF_8);
            line.reset();
            synchronized (oneAtATime) {
                if (deaf.get() != null) {
                    return;
                }
                try {
                    listener.line(text);
                } catch (Throwable failed) {
                    deaf.set(failed);
                }
            }
        }

        String text() {
            synchronized (all) {
                return all.toString(StandardCharsets.UTF_8);
            }
        }
    }
}
