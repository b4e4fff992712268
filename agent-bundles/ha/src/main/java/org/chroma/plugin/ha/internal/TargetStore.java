package org.chroma.plugin.ha.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chroma.spi.Machine;

/** The targets that were configured on a server, one file for each, which the resource agent reads, too. */
final class TargetStore {
    private static final String DIRECTORY = "/var/lib/chroma/targets";
    private static final String ENDING = ".json";
    private static final JsonMapper JSON = new JsonMapper();

    private final Machine machine;

    TargetStore(Machine machine) {
        this.machine = machine;
    }

    Optional<StoredTarget> find(String uuid) throws IOException {
        String path = path(uuid);
        String text;
        try {
            text = machine.read(path);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(text, StoredTarget.class));
        } catch (JsonProcessingException e) {
            throw new IOException("cannot parse " + path + ": " + e.getOriginalMessage(), e);
        }
    }

    /** The target with the UUID, which must be configured here. */
    StoredTarget get(String uuid) throws IOException {
        return find(uuid)
                .orElseThrow(
                        () -> new IOException("target %s is not configured on %s".formatted(uuid, machine.nodename())));
    }

    Optional<StoredTarget> findByLabel(String label) throws IOException {
        return all().stream().filter(target -> target.label().equals(label)).findFirst();
    }

    List<StoredTarget> all() throws IOException {
        List<String> names;
        try {
            names = machine.list(DIRECTORY);
        } catch (NoSuchFileException e) {
            return List.of();
        }
        List<StoredTarget> targets = new ArrayList<>();
        for (String name : names) {
            if (name.endsWith(ENDING)) {
                find(name.substring(0, name.length() - ENDING.length())).ifPresent(targets::add);
            }
        }
        return targets;
    }

    void save(StoredTarget target) throws IOException {
        machine.write(path(target.uuid()), JSON.writeValueAsString(target) + "\n");
    }

    void delete(String uuid) throws IOException {
        machine.delete(path(uuid));
    }

    private static String path(String uuid) {
        return DIRECTORY + "/" + StoredTarget.checkedUuid(uuid) + ENDING;
    }
}
