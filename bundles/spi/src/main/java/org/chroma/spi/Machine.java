package org.chroma.spi;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The programs and files of one server. Plugins reach a server through this alone, so the same plugin works on a real
 * server, on a simulated one and on recorded outputs.
 *
 * <pre>{@code
 * Output out = machine.run(Duration.ofSeconds(20), "blkid", "-o", "export").expectSuccess();
 * String mounts = machine.read("/proc/mounts");
 * }</pre>
 */
@ProviderType
public interface Machine {

    /** The server's node name, as {@code uname -n} says it. */
    String nodename();

    /**
     * Runs a program and waits for its end. There is no shell: each argument reaches the program as it is.
     *
     * @param limit after which the program is killed and given up on, even where it cannot be killed
     * @param listener hears each line of output while the program runs
     * @param command the program's name (looked up in the system's directories) or absolute path, then its arguments
     * @return how it ended, whatever its exit code
     * @throws ProgramMissingException when there is no such program
     * @throws ProgramTimeoutException when the limit passed
     */
    Output run(Duration limit, OutputListener listener, List<String> command) throws IOException, InterruptedException;

    /** {@link #run(Duration, OutputListener, List)} with nobody listening. */
    default Output run(Duration limit, String... command) throws IOException, InterruptedException {
        return run(limit, OutputListener.NONE, List.of(command));
    }

    /** True where the program is found, so that a plugin can say plainly what is missing. */
    boolean has(String program);

    /**
     * The whole text of a file.
     *
     * @param path absolute
     * @throws java.nio.file.NoSuchFileException when it is not there
     */
    String read(String path) throws IOException;

    /**
     * The names, not paths, in a directory, sorted.
     *
     * @throws java.nio.file.NoSuchFileException when it is not there
     */
    List<String> list(String path) throws IOException;

    /** True where a file, directory, device or link exists at the path. */
    boolean exists(String path);

    /**
     * The path with every symbolic link followed, for example {@code /dev/disk/by-id/…} to {@code /dev/sdb}.
     *
     * @throws java.nio.file.NoSuchFileException when it is not there
     */
    String realPath(String path) throws IOException;

    /** Replaces a file's content in one step (a reader sees the old or the new one), making its directory. */
    void write(String path, String content) throws IOException;

    /** Makes a directory and those above it; nothing happens where it exists. */
    void createDirectories(String path) throws IOException;

    /** Deletes a file; nothing happens where there is none. */
    void delete(String path) throws IOException;
}
