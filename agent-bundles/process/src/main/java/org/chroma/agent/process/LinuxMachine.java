package org.chroma.agent.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.chroma.agent.process.internal.ProgramRun;
import org.chroma.spi.Machine;
import org.chroma.spi.Output;
import org.chroma.spi.OutputListener;
import org.chroma.spi.ProgramMissingException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * The server that this very process runs on. It is published only where the configuration
 * {@code org.chroma.agent.process} exists, so that an agent for simulated servers never touches the real one.
 */
@Component(
        service = Machine.class,
        configurationPid = LinuxMachine.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class LinuxMachine implements Machine {
    /** Configuration that makes this machine exist. */
    public static final String PID = "org.chroma.agent.process";

    private static final String DIRECTORIES = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final int OUTPUT_LIMIT = 16 * 1024 * 1024;
    private static final Set<PosixFilePermission> ORDINARY = PosixFilePermissions.fromString("rw-r--r--");

    private final List<Path> searchPath;
    private final int outputLimit;

    /** How programs are run. */
    public @interface Config {
        /** Directories where programs are looked for, in order, with colons; the environment's PATH is not used. */
        String search_path() default DIRECTORIES;

        /** The most that a program may print or a file may hold, in bytes; a program that prints more is killed. */
        int output_limit() default OUTPUT_LIMIT;
    }

    @Activate
    public LinuxMachine(Config config) {
        this(config.search_path(), config.output_limit());
    }

    /** The same with values of one's own. */
    public LinuxMachine(String searchPath, int outputLimit) {
        this.searchPath = Stream.of(searchPath.split(":", -1)).map(Path::of).toList();
        this.outputLimit = outputLimit;
    }

    /** A machine with the default configuration. */
    public static LinuxMachine withDefaults() {
        return new LinuxMachine(DIRECTORIES, OUTPUT_LIMIT);
    }

    @Override
    public String nodename() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read this server's node name", e);
        }
    }

    @Override
    public Output run(Duration limit, OutputListener listener, List<String> command)
            throws IOException, InterruptedException {
        if (command.isEmpty()) {
            throw new IllegalArgumentException("no program was given");
        }
        Path program = find(command.get(0)).orElseThrow(() -> new ProgramMissingException(command.get(0)));
        List<String> arguments = new ArrayList<>(command);
        arguments.set(0, program.toString());
        ProcessBuilder builder = new ProcessBuilder(arguments);
        // What programs print must not depend on who started the agent.
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH",
                        String.join(":", searchPath.stream().map(Path::toString).toList()),
                        "LC_ALL",
                        "C.UTF-8",
                        "HOME",
                        "/root",
                        "TERM",
                        "dumb"));
        builder.directory(Path.of("/").toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        return new ProgramRun(command, builder, listener, outputLimit).await(limit);
    }

    @Override
    public boolean has(String program) {
        return find(program).isPresent();
    }

    private Optional<Path> find(String program) {
        if (program.startsWith("/")) {
            return Optional.of(Path.of(program)).filter(LinuxMachine::isProgram);
        }
        if (program.isEmpty() || program.contains("/")) {
            return Optional.empty();
        }
        return searchPath.stream()
                .map(directory -> directory.resolve(program))
                .filter(LinuxMachine::isProgram)
                .findFirst();
    }

    private static boolean isProgram(Path path) {
        return Files.isRegularFile(path) && Files.isExecutable(path);
    }

    @Override
    public String read(String path) throws IOException {
        try (InputStream in = Files.newInputStream(absolute(path))) {
            // Files of /proc say that they are empty: read until the end, but not for ever.
            byte[] content = in.readNBytes(outputLimit + 1);
            if (content.length > outputLimit) {
                throw new IOException("%s is larger than %d bytes".formatted(path, outputLimit));
            }
            return new String(content, StandardCharsets.UTF_8);
        }
    }

    @Override
    public List<String> list(String path) throws IOException {
        try (Stream<Path> entries = Files.list(absolute(path))) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public boolean exists(String path) {
        return Files.exists(absolute(path), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public String realPath(String path) throws IOException {
        return absolute(path).toRealPath().toString();
    }

    @Override
    public void write(String path, String content) throws IOException {
        Path target = absolute(path);
        if (Files.exists(target)) {
            target = target.toRealPath();
        }
        Path directory = target.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException(path + " is not a file");
        }
        Files.createDirectories(directory);
        Set<PosixFilePermission> permissions = Files.exists(target) ? Files.getPosixFilePermissions(target) : ORDINARY;
        Path draft = Files.createTempFile(directory, ".chroma-", ".tmp");
        try {
            try (FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                // A power loss must not leave an empty file under the final name.
                out.force(true);
            }
            Files.setPosixFilePermissions(draft, permissions);
            try {
                Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                throw new IOException(path + " cannot be replaced in one step", e);
            }
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    @Override
    public void createDirectories(String path) throws IOException {
        Files.createDirectories(absolute(path));
    }

    @Override
    public void delete(String path) throws IOException {
        Files.deleteIfExists(absolute(path));
    }

    private static Path absolute(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("not an absolute path: " + path);
        }
        return Path.of(path);
    }

    @Override
    public String toString() {
        return nodename();
    }
}
