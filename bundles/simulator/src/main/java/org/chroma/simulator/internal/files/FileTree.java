package org.chroma.simulator.internal.files;

import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.chroma.simulator.internal.cluster.SimServer;
import org.jspecify.annotations.Nullable;

/**
 * The files of a server at one moment: those of /proc, /sys and /dev as its state makes them, those that it came with,
 * and over both those that were written. Needs the cluster's lock.
 */
public final class FileTree {

    /** Something at a path. */
    sealed interface Entry {}

    /** A file, whose text is made when it is read. */
    record TextFile(Supplier<String> text) implements Entry {}

    /** A symbolic link to an absolute path. */
    record Link(String target) implements Entry {}

    /** A device node. */
    record Device() implements Entry {}

    /** A directory that may be empty. */
    record Directory() implements Entry {}

    private static final int MOST_LINKS = 40;

    private final NavigableMap<String, Entry> entries = new TreeMap<>();

    public FileTree(SimServer server) {
        Etc.add(server, entries);
        Proc.add(server, entries);
        Sys.add(server, entries);
        Dev.add(server, entries);
        server.madeDirectories().forEach(d -> entries.put(d, new Directory()));
        server.writtenFiles().forEach((path, text) -> {
            if (text == null) {
                entries.remove(path);
            } else {
                entries.put(path, new TextFile(() -> text));
            }
        });
    }

    static void directories(NavigableMap<String, Entry> entries, String... paths) {
        for (String path : paths) {
            entries.put(path, new Directory());
        }
    }

    static void text(NavigableMap<String, Entry> entries, String path, Supplier<String> text) {
        entries.put(path, new TextFile(text));
    }

    public boolean exists(String path) {
        return resolve(path).isPresent();
    }

    public boolean isDirectory(String path) {
        Optional<String> real = resolve(path);
        return real.isPresent()
                && !(entries.get(real.get()) instanceof TextFile)
                && !(entries.get(real.get()) instanceof Device);
    }

    public String read(String path) throws NoSuchFileException {
        String real = real(path);
        if (entries.get(real) instanceof TextFile file) {
            return file.text().get();
        }
        throw new NoSuchFileException(path, null, "is not a text file");
    }

    public List<String> list(String path) throws NoSuchFileException {
        String real = real(path);
        if (entries.get(real) instanceof TextFile || entries.get(real) instanceof Device) {
            throw new NoSuchFileException(path, null, "is not a directory");
        }
        String prefix = real.equals("/") ? "/" : real + "/";
        TreeSet<String> names = new TreeSet<>();
        for (String below : entries.tailMap(prefix, true).keySet()) {
            if (!below.startsWith(prefix)) {
                break;
            }
            String rest = below.substring(prefix.length());
            int slash = rest.indexOf('/');
            names.add(slash < 0 ? rest : rest.substring(0, slash));
        }
        names.remove("");
        return new ArrayList<>(names);
    }

    public String real(String path) throws NoSuchFileException {
        return resolve(path).orElseThrow(() -> new NoSuchFileException(path));
    }

    /** The path with all links followed and dots removed, where something is there. */
    public Optional<String> resolve(String path) {
        String current = "";
        List<String> rest = new ArrayList<>(List.of(path.split("/", -1)));
        int links = 0;
        while (!rest.isEmpty()) {
            String name = rest.remove(0);
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            if (name.equals("..")) {
                current = current.substring(0, Math.max(0, current.lastIndexOf('/')));
                continue;
            }
            String next = current + "/" + name;
            if (entries.get(next) instanceof Link link) {
                if (++links > MOST_LINKS) {
                    return Optional.empty();
                }
                rest.addAll(0, List.of(link.target().split("/", -1)));
                current = "";
            } else {
                current = next;
            }
        }
        return present(current) ? Optional.of(current.isEmpty() ? "/" : current) : Optional.empty();
    }

    private boolean present(String path) {
        if (path.isEmpty() || entries.containsKey(path)) {
            return true;
        }
        @Nullable String below = entries.higherKey(path + "/");
        return below != null && below.startsWith(path + "/");
    }
}
