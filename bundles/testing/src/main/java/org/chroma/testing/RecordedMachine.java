package org.chroma.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.chroma.spi.Machine;
import org.chroma.spi.Output;
import org.chroma.spi.OutputListener;
import org.chroma.spi.ProgramMissingException;
import org.chroma.spi.ProgramTimeoutException;

/**
 * A server that answers programs from a table of recorded outputs, and keeps files in memory.
 *
 * <pre>{@code
 * RecordedMachine oss1 = new RecordedMachine("oss1")
 *         .answer("lctl list_nids", "10.10.10.1@tcp\n")
 *         .recording(Path.of("src/test/resources/lustre-2.17/mount_mgt"))
 *         .file("/proc/mounts", "…");
 * }</pre>
 *
 * <p>A program that appears in no answer is not installed. A program that does, asked with other arguments, is an error
 * of the test: it fails at once and says what was asked. Several answers to one command are given in turn, the last one
 * again and again.
 */
public final class RecordedMachine implements Machine {
    private final String nodename;
    private final Map<List<String>, Deque<Answer>> answers = new HashMap<>();
    private final Set<String> installed = new HashSet<>();
    private final TreeMap<String, String> files = new TreeMap<>();
    private final Map<String, String> links = new HashMap<>();
    private final Set<String> directories = new TreeSet<>();
    private final List<String> commands = new ArrayList<>();

    private record Answer(int exitCode, String stdout, String stderr, boolean hangs, Runnable effect) {}

    public RecordedMachine(String nodename) {
        this.nodename = nodename;
    }

    /** The command, its words parted by single blanks, succeeds and prints the text. */
    public RecordedMachine answer(String command, String stdout) {
        return answer(command, 0, stdout, "");
    }

    /** The command, its words parted by single blanks, ends like this. */
    public RecordedMachine answer(String command, int exitCode, String stdout, String stderr) {
        return answer(List.of(command.split(" ", -1)), new Answer(exitCode, stdout, stderr, false, () -> {}));
    }

    /** The command succeeds and changes something, for example a file of this machine. */
    public RecordedMachine answer(String command, Runnable effect) {
        return answer(List.of(command.split(" ", -1)), new Answer(0, "", "", false, effect));
    }

    /** The command, for arguments that have blanks in them, ends like this. */
    public RecordedMachine answer(List<String> command, int exitCode, String stdout, String stderr) {
        return answer(command, new Answer(exitCode, stdout, stderr, false, () -> {}));
    }

    /** The command never ends. */
    public RecordedMachine hang(String command) {
        return answer(List.of(command.split(" ", -1)), new Answer(0, "", "", true, () -> {}));
    }

    /**
     * The command ends as it was recorded in files: {@code name.out}, and where they exist {@code name.err} and {@code
     * name.rc}.
     *
     * @param name the files' path without its ending
     */
    public RecordedMachine recording(String command, Path name) {
        return recording(List.of(command.split(" ", -1)), name);
    }

    /** The same for arguments that have blanks in them. */
    public RecordedMachine recording(List<String> command, Path name) {
        String exitCode = text(name, ".rc");
        return answer(
                command,
                exitCode.isBlank() ? 0 : Integer.parseInt(exitCode.strip()),
                text(name, ".out"),
                text(name, ".err"));
    }

    private static String text(Path name, String ending) {
        Path file = Path.of(name + ending);
        try {
            if (!Files.exists(file) && !ending.equals(".out")) {
                return "";
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The program is there, though no answer names it. */
    public RecordedMachine install(String program) {
        installed.add(program);
        return this;
    }

    /** A file with this content. */
    public RecordedMachine file(String path, String content) {
        files.put(path, content);
        return this;
    }

    /** A symbolic link that leads to the path, which need not exist otherwise. */
    public RecordedMachine link(String path, String target) {
        links.put(path, target);
        return this;
    }

    /** Every command that was run, in order, its words parted by single blanks. */
    public List<String> commands() {
        return List.copyOf(commands);
    }

    private RecordedMachine answer(List<String> command, Answer answer) {
        answers.computeIfAbsent(List.copyOf(command), key -> new ArrayDeque<>()).add(answer);
        installed.add(command.get(0));
        return this;
    }

    @Override
    public String nodename() {
        return nodename;
    }

    @Override
    public synchronized Output run(Duration limit, OutputListener listener, List<String> command) throws IOException {
        commands.add(String.join(" ", command));
        if (!has(command.get(0))) {
            throw new ProgramMissingException(command.get(0));
        }
        Deque<Answer> recorded = answers.get(command);
        if (recorded == null || recorded.isEmpty()) {
            throw new AssertionError(nodename + " has no recorded answer to: " + command);
        }
        Answer answer = recorded.size() > 1 ? recorded.remove() : recorded.element();
        if (answer.hangs()) {
            throw new ProgramTimeoutException(command, limit);
        }
        answer.stdout().lines().forEach(listener::line);
        answer.stderr().lines().forEach(listener::line);
        answer.effect().run();
        return new Output(command, answer.exitCode(), answer.stdout(), answer.stderr());
    }

    @Override
    public boolean has(String program) {
        return installed.contains(program);
    }

    @Override
    public String read(String path) throws IOException {
        String content = files.get(followed(path));
        if (content == null) {
            throw new NoSuchFileException(path);
        }
        return content;
    }

    @Override
    public List<String> list(String path) throws IOException {
        String prefix = path.endsWith("/") ? path : path + "/";
        TreeSet<String> names = new TreeSet<>();
        for (Set<String> paths : List.of(files.keySet(), links.keySet(), directories)) {
            paths.stream()
                    .filter(each -> each.startsWith(prefix))
                    .map(each -> each.substring(prefix.length()).split("/", 2)[0])
                    .forEach(names::add);
        }
        if (names.isEmpty() && !directories.contains(path)) {
            throw new NoSuchFileException(path);
        }
        return List.copyOf(names);
    }

    @Override
    public boolean exists(String path) {
        return files.containsKey(path)
                || links.containsKey(path)
                || directories.contains(path)
                || files.keySet().stream().anyMatch(each -> each.startsWith(path + "/"));
    }

    @Override
    public String realPath(String path) throws IOException {
        if (links.containsKey(path) || exists(path)) {
            return followed(path);
        }
        throw new NoSuchFileException(path);
    }

    private String followed(String path) {
        String real = path;
        for (String target = links.get(real); target != null; target = links.get(real)) {
            real = target;
        }
        return real;
    }

    @Override
    public void write(String path, String content) {
        files.put(followed(path), content);
    }

    @Override
    public void createDirectories(String path) {
        directories.add(path);
    }

    @Override
    public void delete(String path) {
        files.remove(path);
        links.remove(path);
    }

    @Override
    public String toString() {
        return nodename;
    }
}
