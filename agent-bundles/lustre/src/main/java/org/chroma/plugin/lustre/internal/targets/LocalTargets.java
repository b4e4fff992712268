package org.chroma.plugin.lustre.internal.targets;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.chroma.model.Nid;
import org.chroma.model.action.DetectedTargets.LocalTarget;
import org.chroma.spi.Machine;
import org.chroma.spi.Mount;
import org.chroma.spi.OutputListener;
import org.jspecify.annotations.Nullable;

/** The targets on a server's disks. */
final class LocalTargets {
    private static final Set<String> BACKING = Set.of("ext2", "ext3", "ext4");
    private static final List<String> ALIASES = List.of("/dev/disk/by-id", "/dev/disk/by-path", "/dev/mapper");

    private final Machine machine;
    private final OutputListener console;
    private final Map<String, String> mountPoints = new HashMap<>();
    private final Map<String, List<String>> aliases = new HashMap<>();
    private final Map<Key, LocalTarget> found = new LinkedHashMap<>();

    /** A disk that is reached by several paths is one target. */
    private record Key(String uuid, String name) {}

    private LocalTargets(Machine machine, OutputListener console) {
        this.machine = machine;
        this.console = console;
    }

    /** All that were registered, sorted by name. What is wrong with a disk goes to the console and stops nothing. */
    static List<LocalTarget> of(Machine machine, OutputListener console) throws IOException, InterruptedException {
        LocalTargets scan = new LocalTargets(machine, console);
        scan.readMounts();
        scan.readAliases();
        for (Signature signature : Signature.ofAll(machine)) {
            if (BACKING.contains(signature.type()) && !signature.uuid().isEmpty()) {
                scan.look(signature);
            }
        }
        return scan.found.values().stream()
                .sorted(Comparator.comparing(LocalTarget::name).thenComparing(LocalTarget::uuid))
                .toList();
    }

    private void readMounts() throws IOException {
        for (Mount mount : Mount.of(machine)) {
            if (TargetsPlugin.isTarget(mount)) {
                mountPoints.putIfAbsent(mount.realSource(machine), mount.directory());
            }
        }
    }

    private void readAliases() throws IOException {
        for (String directory : ALIASES) {
            for (String name : names(directory)) {
                String path = directory + "/" + name;
                realPath(path)
                        .ifPresent(real -> aliases.computeIfAbsent(real, key -> new ArrayList<>())
                                .add(path));
            }
        }
    }

    private List<String> names(String directory) throws IOException {
        try {
            return machine.list(directory);
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }

    /** Empty where a link leads nowhere. */
    private Optional<String> realPath(String path) throws IOException {
        try {
            return Optional.of(machine.realPath(path));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    private void look(Signature signature) throws IOException, InterruptedException {
        Optional<TargetData> data;
        try {
            data = TargetData.of(machine, new Device(signature.device()));
        } catch (IOException | IllegalArgumentException unreadable) {
            console.line("%s is skipped: %s".formatted(signature.device(), unreadable.getMessage()));
            return;
        }
        if (data.isEmpty()) {
            return;
        }
        boolean mounted = mountPoints.containsKey(realPath(signature.device()).orElse(signature.device()));
        boolean unregistered = !mounted && data.get().neverRegistered();
        if (unregistered || !TargetData.isRegistered(data.get().name())) {
            console.line("%s holds %s, which was never registered"
                    .formatted(signature.device(), data.get().name()));
            return;
        }
        add(signature, data.get().name(), data.get());
        if (data.get().holdsMgtBesides()) {
            add(signature, "MGS", data.get());
        }
    }

    private void add(Signature signature, String name, TargetData data) throws IOException {
        String real = realPath(signature.device()).orElse(signature.device());
        Set<String> devices = new LinkedHashSet<>(List.of(signature.device(), real));
        devices.addAll(aliases.getOrDefault(real, List.of()));
        @Nullable String mountPoint = mountPoints.get(real);
        Key key = new Key(signature.uuid(), name);
        LocalTarget other = found.get(key);
        if (other != null) {
            devices.addAll(other.devices());
            mountPoint = mountPoint == null ? other.mountPoint() : mountPoint;
        }
        found.put(
                key,
                new LocalTarget(
                        name,
                        signature.uuid(),
                        List.copyOf(devices),
                        mountPoint,
                        nids(data, "mgsnode"),
                        nids(data, "failover.node")));
    }

    private static List<String> nids(TargetData data, String parameter) {
        return NidGroups.parse(data.values(parameter)).groups().stream()
                .flatMap(List::stream)
                .map(Nid::text)
                .distinct()
                .toList();
    }
}
