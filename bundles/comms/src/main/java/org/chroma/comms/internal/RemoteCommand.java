package org.chroma.comms.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.session.ClientSession;
import org.chroma.spi.OutputListener;
import org.jspecify.annotations.Nullable;

/** One command over an SSH connection: its input, its live standard error, its standard output, its end. */
final class RemoteCommand {
    private static final Duration OPEN = Duration.ofSeconds(15);
    private static final int LINE_LENGTH = 4_000;

    private RemoteCommand() {}

    /**
     * How a command ended.
     *
     * @param status null where the connection was lost before it ended
     */
    record Ended(@Nullable Integer status, String stdout) {}

    /** It did not end in its time. */
    static final class TimeoutException extends IOException {
        TimeoutException(String message) {
            super(message);
        }
    }

    /**
     * Runs it and waits.
     *
     * @param line the command; it must have nothing in it that came from outside
     * @param outputLimit of standard output, in bytes
     * @throws InterruptedException when this thread is interrupted; the other side is told to stop
     */
    static Ended run(
            ClientSession session, String line, byte[] stdin, int outputLimit, Duration limit, OutputListener console)
            throws IOException, InterruptedException {
        Bounded stdout = new Bounded(outputLimit);
        ChannelExec channel = session.createExecChannel(line);
        try {
            channel.setIn(new ByteArrayInputStream(stdin));
            channel.setOut(stdout);
            channel.setErr(new Lines(console));
            channel.open().verify(OPEN);
            wait(channel, line, limit);
            if (stdout.exceeded) {
                throw new IOException("The answer of %s is larger than %,d bytes".formatted(line, outputLimit));
            }
            return new Ended(channel.getExitStatus(), stdout.toString(UTF_8));
        } finally {
            // Not at once: the other side shall hear that the channel is closed.
            channel.close(false);
        }
    }

    /** By a latch: MINA's own wait swallows an interrupt. */
    private static void wait(ChannelExec channel, String line, Duration limit)
            throws IOException, InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        channel.addCloseFutureListener(future -> closed.countDown());
        if (!closed.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new TimeoutException("%s did not end within %d s".formatted(line, limit.toSeconds()));
        }
    }

    private static final class Bounded extends ByteArrayOutputStream {
        private final int limit;
        private volatile boolean exceeded;

        Bounded(int limit) {
            this.limit = limit;
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            if (size() + length > limit) {
                exceeded = true;
            } else {
                super.write(bytes, offset, length);
            }
        }
    }

    /** Cuts a stream into lines. */
    private static final class Lines extends OutputStream {
        private final OutputListener listener;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        Lines(OutputListener listener) {
            this.listener = listener;
        }

        @Override
        public synchronized void write(int value) {
            if (value == '\n') {
                emit();
            } else if (value != '\r' && line.size() < LINE_LENGTH) {
                line.write(value);
            }
        }

        @Override
        public synchronized void close() {
            if (line.size() > 0) {
                emit();
            }
        }

        private void emit() {
            String text = line.toString(UTF_8);
            line.reset();
            listener.line(text);
        }
    }
}
