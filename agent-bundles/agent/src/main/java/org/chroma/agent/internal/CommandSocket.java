package org.chroma.agent.internal;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.chroma.agent.ChromaAgent;
import org.chroma.protocol.Limits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where {@link ChromaAgent} reaches the running agent: a socket in the agent's own directory, which only its owner can
 * enter.
 */
final class CommandSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CommandSocket.class);

    private final Path file;
    private final CommandLine commands;
    private final ExecutorService executor;
    private final ServerSocketChannel server;

    CommandSocket(Path directory, CommandLine commands, ExecutorService executor) throws IOException {
        this.commands = commands;
        this.executor = executor;
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        file = directory.resolve(ChromaAgent.SOCKET);
        Files.deleteIfExists(file);
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(file));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Thread acceptor = Workers.named("chroma-command").newThread(this::accept);
        acceptor.start();
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                executor.execute(() -> serve(client));
            } catch (ClosedChannelException e) {
                LOG.debug("Closed", e);
            } catch (Throwable e) { // no file descriptor or no thread was left: there will be again
                LOG.error("A call of chroma-agent was not answered", e);
                if (!paused()) {
                    return;
                }
            }
        }
    }

    /** Lets what is short recover; false where the agent ends. */
    private static boolean paused() {
        try {
            TimeUnit.SECONDS.sleep(1);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            DataInputStream in = new DataInputStream(Channels.newInputStream(client));
            DataOutputStream out = new DataOutputStream(Channels.newOutputStream(client));
            int count = in.readInt();
            if (count < 0 || count > 100) {
                throw new IOException("Too many arguments");
            }
            List<String> arguments = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                arguments.add(new String(block(in), StandardCharsets.UTF_8));
            }
            byte[] stdin = block(in);
            int status = commands.run(
                    arguments,
                    new ByteArrayInputStream(stdin),
                    new Frames(out, ChromaAgent.STDOUT),
                    new Frames(out, ChromaAgent.STDERR));
            synchronized (out) {
                out.writeByte(ChromaAgent.EXIT);
                out.writeInt(status);
                out.flush();
            }
        } catch (IOException e) {
            LOG.debug("chroma-agent hung up", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] block(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > Limits.ACTION_BYTES) {
            throw new IOException("An argument is too long");
        }
        return in.readNBytes(length);
    }

    @Override
    public void close() {
        try {
            server.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("The command socket did not close", e);
        }
    }

    /** One of the command's output streams. */
    private static final class Frames extends OutputStream {
        private final DataOutputStream out;
        private final int stream;

        Frames(DataOutputStream out, int stream) {
            this.out = out;
            this.stream = stream;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            synchronized (out) {
                out.writeByte(stream);
                out.writeInt(length);
                out.write(bytes, offset, length);
                out.flush();
            }
        }
    }
}
