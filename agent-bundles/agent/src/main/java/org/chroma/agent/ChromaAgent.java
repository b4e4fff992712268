package org.chroma.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * The command {@code chroma-agent}: hands its arguments to the running agent and prints what that answers. It needs
 * nothing but Java, so that it starts quickly:
 * {@code java -cp org.chroma.agent.jar org.chroma.agent.ChromaAgent DIRECTORY COMMAND…}.
 */
public final class ChromaAgent {
    /** The name of the running agent's socket in its directory. */
    public static final String SOCKET = "agent.sock";

    /** Begins a piece of standard output: then its length and its bytes. */
    public static final int STDOUT = 1;
    /** Begins a piece of standard error. */
    public static final int STDERR = 2;
    /** Begins the exit status, an int. */
    public static final int EXIT = 3;

    private static final int NOT_RUNNING = 3;

    private ChromaAgent() {}

    /**
     * Runs it.
     *
     * @param arguments the agent's directory, then the command
     */
    public static void main(String[] arguments) {
        if (arguments.length == 0) {
            System.err.println("usage: ChromaAgent DIRECTORY COMMAND…");
            System.exit(2);
        }
        List<String> all = List.of(arguments);
        System.exit(call(Path.of(all.get(0)), all.subList(1, all.size())));
    }

    private static int call(Path directory, List<String> command) {
        Path socket = directory.resolve(SOCKET);
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)));
            out.writeInt(command.size());
            for (String argument : command) {
                send(out, argument.getBytes(UTF_8));
            }
            send(out, command.equals(List.of("register")) ? System.in.readAllBytes() : new byte[0]);
            out.flush();
            return print(new DataInputStream(Channels.newInputStream(channel)));
        } catch (EOFException e) {
            System.err.println("The agent ended while it ran this command");
            return 1;
        } catch (IOException e) {
            System.err.println("The agent is not running here, or you may not use it (" + socket + ": " + e.getMessage()
                    + "); start it, and be its owner");
            return NOT_RUNNING;
        }
    }

    private static void send(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static int print(DataInputStream in) throws IOException {
        while (true) {
            int kind = in.readByte();
            if (kind == EXIT) {
                return in.readInt();
            }
            PrintStream stream = kind == STDOUT ? System.out : System.err;
            stream.write(in.readNBytes(in.readInt()));
            stream.flush();
        }
    }
}
