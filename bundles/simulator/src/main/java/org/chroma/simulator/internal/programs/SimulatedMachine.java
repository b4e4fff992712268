package org.chroma.simulator.internal.programs;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import org.chroma.simulator.internal.cluster.SimServer;
import org.chroma.simulator.internal.files.FileTree;
import org.chroma.simulator.internal.programs.call.ServerDownException;
import org.chroma.spi.Machine;
import org.chroma.spi.Output;
import org.chroma.spi.OutputListener;

/** A simulated server as plugins see it. */
public final class SimulatedMachine implements Machine {
    private final SimServer server;
    private final Programs programs;

    public SimulatedMachine(SimServer server, Programs programs) {
        this.server = server;
        this.programs = programs;
    }

    public SimServer server() {
        return server;
    }

    private interface Files<T> {
        T from(FileTree tree) throws IOException;
    }

    private <T> T files(Files<T> use) throws IOException {
        server.cluster().lock().lock();
        try {
            if (!server.powered()) {
                throw new ServerDownException(server.name());
            }
            return use.from(new FileTree(server));
        } finally {
            server.cluster().lock().unlock();
        }
    }

    private void change(String path, Runnable change) throws IOException {
        if (!path.startsWith("/")) {
            throw new NoSuchFileException(path, null, "is not an absolute path");
        }
        files(tree -> {
            change.run();
            return path;
        });
    }

    @Override
    public String nodename() {
        return server.name();
    }

    @Override
    public Output run(Duration limit, OutputListener listener, List<String> command)
            throws IOException, InterruptedException {
        return programs.run(server, limit, listener, command);
    }

    @Override
    public boolean has(String program) {
        return programs.has(program);
    }

    @Override
    public String read(String path) throws IOException {
        return files(tree -> tree.read(path));
    }

    @Override
    public List<String> list(String path) throws IOException {
        return files(tree -> tree.list(path));
    }

    @Override
    public boolean exists(String path) {
        try {
            return files(tree -> tree.exists(path));
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public String realPath(String path) throws IOException {
        return files(tree -> tree.real(path));
    }

    @Override
    public void write(String path, String content) throws IOException {
        change(path, () -> server.write(path, content));
    }

    @Override
    public void createDirectories(String path) throws IOException {
        change(path, () -> server.makeDirectory(path));
    }

    @Override
    public void delete(String path) throws IOException {
        change(path, () -> server.write(path, null));
    }
}
