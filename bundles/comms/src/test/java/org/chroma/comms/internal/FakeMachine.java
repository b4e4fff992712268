package org.chroma.comms.internal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import org.chroma.spi.Machine;
import org.chroma.spi.Output;
import org.chroma.spi.OutputListener;
import org.chroma.spi.ProgramMissingException;

/** A machine that knows its name, and echoes. */
record FakeMachine(String nodename) implements Machine {

    @Override
    public Output run(Duration limit, OutputListener listener, List<String> command) throws IOException {
        return switch (command.get(0)) {
            case "hostname" -> new Output(command, 0, nodename + ".example.com\n", "");
            case "echo" -> {
                String text = String.join(" ", command.subList(1, command.size()));
                listener.line(text);
                yield new Output(command, 0, text + "\n", "");
            }
            default -> throw new ProgramMissingException(command.get(0));
        };
    }

    @Override
    public boolean has(String program) {
        return program.equals("hostname") || program.equals("echo");
    }

    @Override
    public String read(String path) throws IOException {
        throw new NoSuchFileException(path);
    }

    @Override
    public List<String> list(String path) throws IOException {
        throw new NoSuchFileException(path);
    }

    @Override
    public boolean exists(String path) {
        return false;
    }

    @Override
    public String realPath(String path) throws IOException {
        throw new NoSuchFileException(path);
    }

    @Override
    public void write(String path, String content) throws IOException {
        throw new IOException("read-only");
    }

    @Override
    public void createDirectories(String path) throws IOException {
        throw new IOException("read-only");
    }

    @Override
    public void delete(String path) throws IOException {
        throw new IOException("read-only");
    }
}
