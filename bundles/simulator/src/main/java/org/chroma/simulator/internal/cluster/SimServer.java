package org.chroma.simulator.internal.cluster;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.chroma.simulator.internal.lustre.KernelModules;
import org.jspecify.annotations.Nullable;

/**
 * One simulated server: its power, kernel, devices, mounts and files. All methods need the cluster's lock, except those
 * that answer what never changes.
 */
public final class SimServer {
    private static final int[] SD_MAJORS = {8, 65, 66, 67, 68, 69, 70, 71, 128, 129, 130, 131, 132, 133, 134, 135};

    private final Cluster cluster;
    private final ServerSpec spec;
    private final Pair pair;
    private final Map<String, Disk> localDisks;
    private final ServerState state;
    private @Nullable List<BlockDevice> devices;
    private int devicesOfBoot;

    SimServer(Cluster cluster, ServerSpec spec, Pair pair, Map<String, Disk> localDisks, ServerState state) {
        this.cluster = cluster;
        this.spec = spec;
        this.pair = pair;
        this.localDisks = localDisks;
        this.state = state;
    }

    public String name() {
        return spec.name();
    }

    public ServerSpec spec() {
        return spec;
    }

    public Pair pair() {
        return pair;
    }

    public Cluster cluster() {
        return cluster;
    }

    ServerState state() {
        return state;
    }

    public boolean powered() {
        return state.powered;
    }

    public boolean network() {
        return state.powered && state.network;
    }

    public Instant bootTime() {
        return Instant.ofEpochMilli(state.bootTime);
    }

    public int boots() {
        return state.boots;
    }

    void networkSwitch(boolean on) {
        state.network = on;
        save();
    }

    void boot() {
        state.powered = true;
        state.boots++;
        state.bootTime = cluster.clock().millis();
        state.mounts.clear();
        state.modules.clear();
        state.lnetUp = false;
        state.parameters.clear();
        state.services.clear();
        state.pastReceived = 0;
        state.pastSent = 0;
        state.files.keySet().removeIf(f -> f.startsWith("/run/") || f.startsWith("/tmp/"));
        for (Disk disk : localDisks.values()) {
            localMount(disk)
                    .ifPresent(point -> state.mounts.put(
                            point, new Mount(point, disk.serial(), "ext4", "", "rw,relatime", state.bootTime, 0)));
        }
        save();
    }

    void powerOff() {
        targetMounts().forEach(m -> cluster.counters().unmounted(this, m));
        state.powered = false;
        state.mounts.clear();
        state.modules.clear();
        state.lnetUp = false;
        save();
    }

    private static Optional<String> localMount(Disk disk) {
        return switch (disk.serial().replaceFirst("^.*-", "")) {
            case "HOME" -> Optional.of("/home");
            case "LOCAL" -> Optional.of("/srv/local");
            default -> Optional.empty();
        };
    }

    /** Keeps what the server is now. */
    public void save() {
        cluster.store().save(this);
    }

    // Kernel modules and LNet

    /** Lustre's modules that are loaded. */
    public Set<String> modules() {
        return Collections.unmodifiableSet(state.modules);
    }

    public boolean loaded(String module) {
        return state.modules.contains(module);
    }

    /** Loads a module and what it needs; answers those that were not loaded before, in order. */
    public List<String> load(String module) {
        List<String> added = new ArrayList<>();
        for (String needed : KernelModules.closure(module)) {
            if (state.modules.add(needed)) {
                added.add(needed);
            }
        }
        if (!added.isEmpty()) {
            save();
        }
        return added;
    }

    public void unload(String module) {
        state.modules.remove(module);
        if (module.equals("lnet")) {
            state.lnetUp = false;
        }
        save();
    }

    public boolean lnetUp() {
        return state.lnetUp;
    }

    public void lnet(boolean up) {
        state.lnetUp = up;
        if (up) {
            state.modules.add("ksocklnd");
        } else {
            state.modules.remove("ksocklnd");
        }
        save();
    }

    /** Reachable over the storage network. */
    public boolean answersLnet() {
        return state.powered && state.lnetUp;
    }

    /** Parameters that were set until the next boot. */
    public Map<String, String> temporaryParameters() {
        return state.parameters;
    }

    // Services

    public boolean running(String unit) {
        return state.services.getOrDefault(unit, Services.runsByDefault(unit));
    }

    public boolean enabled(String unit) {
        return state.enabled.getOrDefault(unit, Services.runsByDefault(unit));
    }

    public void run(String unit, boolean on) {
        state.services.put(unit, on);
        save();
    }

    public void enable(String unit, boolean on) {
        state.enabled.put(unit, on);
        save();
    }

    // Mounts

    public Collection<Mount> mounts() {
        return Collections.unmodifiableCollection(state.mounts.values());
    }

    public List<Mount> targetMounts() {
        return state.mounts.values().stream().filter(Mount::isTarget).toList();
    }

    public Optional<Mount> mountAt(String point) {
        return Optional.ofNullable(state.mounts.get(point));
    }

    public Optional<Mount> mountOf(Disk disk) {
        return state.mounts.values().stream()
                .filter(m -> m.serial().equals(disk.serial()))
                .findFirst();
    }

    public Optional<Mount> service(String name) {
        return state.mounts.values().stream()
                .filter(m -> m.service().equals(name))
                .findFirst();
    }

    public void mount(Mount mount) {
        state.mounts.put(mount.point(), mount);
        if (mount.isTarget()) {
            cluster.counters().mounted(this, mount);
        }
        save();
    }

    public void unmount(Mount mount) {
        state.mounts.remove(mount.point());
        if (mount.isTarget()) {
            cluster.counters().unmounted(this, mount);
        }
        save();
    }

    public long pastReceived() {
        return state.pastReceived;
    }

    public long pastSent() {
        return state.pastSent;
    }

    public void addPast(long received, long sent) {
        state.pastReceived += received;
        state.pastSent += sent;
    }

    // Faults

    public List<Fault> faults() {
        return List.copyOf(state.faults);
    }

    void add(Fault fault) {
        state.faults.removeIf(f -> f.command().equals(fault.command()));
        state.faults.add(fault);
        save();
    }

    void heal() {
        state.faults.clear();
        save();
    }

    public Optional<Fault> fault(String program, List<String> arguments) {
        return state.faults.stream().filter(f -> f.hits(program, arguments)).findFirst();
    }

    // Files that were written

    /** Files that differ from those the server came with; null for a deleted one. */
    public Map<String, @Nullable String> writtenFiles() {
        return Collections.unmodifiableMap(state.files);
    }

    public Set<String> madeDirectories() {
        return Collections.unmodifiableSet(state.directories);
    }

    public void write(String path, @Nullable String content) {
        state.files.put(path, content);
        save();
    }

    public void makeDirectory(String path) {
        if (state.directories.add(path)) {
            save();
        }
    }

    public void removeDirectory(String path) {
        if (state.directories.remove(path)) {
            save();
        }
    }

    // Devices

    public Optional<Disk> disk(String serial) {
        Disk local = localDisks.get(serial);
        return Optional.ofNullable(local != null ? local : pair.disks().get(serial));
    }

    /** The devices in the kernel's order; what is on them may change, they themselves only with a boot. */
    public List<BlockDevice> devices() {
        List<BlockDevice> known = devices;
        if (known == null || devicesOfBoot != state.boots) {
            known = List.copyOf(findDevices());
            devices = known;
            devicesOfBoot = state.boots;
        }
        return known;
    }

    private List<BlockDevice> findDevices() {
        List<BlockDevice> found = new ArrayList<>();
        List<Disk> shared = new ArrayList<>(pair.disks().values());
        // As on real servers the order in which disks are found is not the same on both, nor after each boot.
        Collections.shuffle(shared, new Random(31L * spec.name().hashCode() + state.boots));
        int sequence = 10;
        int vd = 0;
        for (Disk disk : localDisks.values()) {
            if (!disk.serial().endsWith("-HOME")) {
                String name = "vd" + (char) ('a' + vd);
                found.add(new BlockDevice(
                        name, name, 254, 16 * vd++, "disk", disk, null, List.of(), null, null, sequence++, false));
            }
        }
        int sd = 0;
        int paths = spec.multipath() ? 2 : 1;
        Map<Disk, List<String>> members = new LinkedHashMap<>();
        for (int path = 0; path < paths; path++) {
            for (Disk disk : shared) {
                String name = "sd" + letters(sd);
                String address = "%d:0:0:%d".formatted(path, pair.lun(disk));
                found.add(new BlockDevice(
                        name,
                        name,
                        SD_MAJORS[sd / 16 % SD_MAJORS.length],
                        sd % 16 * 16,
                        "disk",
                        disk,
                        address,
                        List.of(),
                        null,
                        null,
                        sequence++,
                        spec.multipath()));
                members.computeIfAbsent(disk, d -> new ArrayList<>()).add(name);
                sd++;
            }
        }
        int dm = 0;
        if (spec.multipath()) {
            List<Disk> byLun = new ArrayList<>(pair.disks().values());
            for (Disk disk : byLun) {
                List<String> parents = members.getOrDefault(disk, List.of());
                found.add(new BlockDevice(
                        "dm-" + dm,
                        "mpath" + letters(dm),
                        252,
                        dm++,
                        "mpath",
                        disk,
                        null,
                        parents,
                        "mpath-3" + disk.wwn(),
                        multipathTable(disk, parents, found),
                        sequence++,
                        false));
            }
        }
        for (LogicalVolume volume : LogicalVolume.of(this)) {
            found.add(volume.device(dm++, sequence++, found));
        }
        return found;
    }

    private static String multipathTable(Disk disk, List<String> parents, List<BlockDevice> devices) {
        StringBuilder table = new StringBuilder(
                "0 %d multipath 0 0 1 1 service-time 0 %d 2".formatted(disk.bytes() / 512, parents.size()));
        for (String parent : parents) {
            devices.stream()
                    .filter(d -> d.kname().equals(parent))
                    .forEach(d -> table.append(' ').append(d.majorMinor()).append(" 1 1"));
        }
        return table.append(' ').toString();
    }

    private static String letters(int number) {
        String last = String.valueOf((char) ('a' + number % 26));
        return number < 26 ? last : letters(number / 26 - 1) + last;
    }

    /** The device through which the server uses a disk: the multipath device rather than one of its paths. */
    public Optional<BlockDevice> deviceOf(String serial) {
        return devices().stream()
                .filter(d -> d.disk().serial().equals(serial) && !d.member())
                .findFirst();
    }

    Map<String, Disk> localDisks() {
        return localDisks;
    }
}
