package org.chroma.simulator.internal.cluster;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the cluster in small JSON files, one for each disk, server and pair, so that a change of one costs little in a
 * cluster of thousands. A file is replaced in one step: a crash leaves the old or the new one.
 */
public final class ClusterStore {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .visibility(PropertyAccessor.ALL, Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, Visibility.ANY)
            .visibility(PropertyAccessor.CREATOR, Visibility.ANY)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** What of a disk is kept; its size and names follow from the cluster's layout. */
    private static final class DiskState {
        @Nullable
        DiskContent content;

        long usedBytes;
        long usedObjects;
    }

    private final @Nullable Path directory;

    private ClusterStore(@Nullable Path directory) {
        this.directory = directory;
    }

    /** Keeps everything below a directory, which is made where it is missing. */
    public static ClusterStore in(Path directory) throws IOException {
        for (String kind : new String[] {"disks", "servers", "pairs"}) {
            Files.createDirectories(directory.resolve(kind));
        }
        return new ClusterStore(directory);
    }

    /** Keeps nothing. */
    public static ClusterStore none() {
        return new ClusterStore(null);
    }

    public void save(Disk disk) {
        DiskState state = new DiskState();
        state.content = disk.content();
        state.usedBytes = disk.usedBytes();
        state.usedObjects = disk.usedObjects();
        save("disks/" + disk.serial(), state);
    }

    void load(Disk disk) {
        load("disks/" + disk.serial(), DiskState.class).ifPresent(state -> {
            disk.format(state.content);
            disk.use(state.usedBytes, state.usedObjects);
        });
    }

    boolean knows(Disk disk) {
        return directory != null && Files.exists(directory.resolve("disks/" + disk.serial() + ".json"));
    }

    void save(SimServer server) {
        save("servers/" + server.name(), server.state());
    }

    Optional<ServerState> loadServer(String name) {
        return load("servers/" + name, ServerState.class);
    }

    public <T> void save(String name, T state) {
        if (directory == null) {
            return;
        }
        Path file = directory.resolve(name + ".json");
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.write(fresh, MAPPER.writeValueAsBytes(state));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the simulated cluster in " + file, e);
        }
    }

    public <T> Optional<T> load(String name, Class<T> type) {
        if (directory == null) {
            return Optional.empty();
        }
        Path file = directory.resolve(name + ".json");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(MAPPER.readValue(Files.readAllBytes(file), type));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the simulated cluster's " + file, e);
        }
    }
}
