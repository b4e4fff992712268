package org.chroma.plugin.linux.internal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.chroma.spi.Machine;
import org.chroma.spi.Mount;

/** Finds the devices that something else than Lustre uses, or will use after the next boot. */
final class Uses {
    private static final Set<String> LUSTRE = Set.of("lustre", "lustre_tgt");
    private static final String SWAP = "swap";

    /** Formats that make a device part of something larger, whether or not that is running now. */
    private static final Set<String> MEMBERS = Set.of(
            "LVM2_member",
            "linux_raid_member",
            "isw_raid_member",
            "ddf_raid_member",
            "zfs_member",
            "crypto_LUKS",
            "ceph_bluestore",
            "drbd",
            "bcache",
            "VMFS_volume_member",
            "oracleasm");

    private final Machine machine;
    private final Function<String, String> numberOf;
    private final Lsblk lsblk;

    /** @param numberOf the number of the device at a path, empty where there is none */
    Uses(Machine machine, Function<String, String> numberOf, Lsblk lsblk) {
        this.machine = machine;
        this.numberOf = numberOf;
        this.lsblk = lsblk;
    }

    List<BlockScan.Use> find(Set<String> devices) throws IOException {
        TreeSet<BlockScan.Use> uses = new TreeSet<>(Comparator.comparing(BlockScan.Use::device)
                .thenComparing(BlockScan.Use::directory)
                .thenComparing(BlockScan.Use::type));
        Stream.of(mounted(), fstab(), swaps(), members())
                .flatMap(each -> each)
                .filter(use -> devices.contains(use.device()))
                .forEach(uses::add);
        return List.copyOf(uses);
    }

    private Stream<BlockScan.Use> mounted() throws IOException {
        return Mount.of(machine).stream()
                .filter(mount -> !LUSTRE.contains(mount.type()))
                .map(mount -> new BlockScan.Use(numberOfSource(mount.source()), mount.directory(), mount.type()));
    }

    private Stream<BlockScan.Use> fstab() throws IOException {
        return Mount.parse(readIfThere("/etc/fstab")).stream()
                .filter(mount -> !LUSTRE.contains(mount.type()))
                .map(mount -> new BlockScan.Use(
                        numberOfSource(mount.source()),
                        mount.type().equals(SWAP) ? "" : mount.directory(),
                        mount.type()));
    }

    private Stream<BlockScan.Use> swaps() throws IOException {
        return readIfThere("/proc/swaps")
                .lines()
                .filter(line -> line.startsWith("/"))
                .map(line -> new BlockScan.Use(numberOfSource(line.split("\\s+", 2)[0]), "", SWAP));
    }

    private Stream<BlockScan.Use> members() {
        return lsblk.entries().stream()
                .filter(entry -> MEMBERS.contains(entry.format()))
                .map(entry -> new BlockScan.Use(entry.number(), "", entry.format()));
    }

    private String numberOfSource(String source) {
        if (source.equals("/dev/root")) {
            String root = rootOfKernel();
            return root.equals(source) ? "" : numberOfSource(root);
        }
        int equals = source.indexOf('=');
        if (equals > 0 && !source.startsWith("/")) {
            String value = source.substring(equals + 1).replace("\"", "");
            return switch (source.substring(0, equals)) {
                case "UUID" -> numberWhere(Lsblk.Entry::uuid, value);
                case "LABEL" -> numberWhere(Lsblk.Entry::label, value);
                case "PARTUUID" -> numberWhere(Lsblk.Entry::partitionUuid, value);
                default -> "";
            };
        }
        return numberOf.apply(source);
    }

    private String numberWhere(Function<Lsblk.Entry, String> field, String value) {
        return lsblk.entries().stream()
                .filter(entry -> field.apply(entry).equals(value))
                .map(Lsblk.Entry::number)
                .findFirst()
                .orElse("");
    }

    /** Some kernels name the root filesystem's device only on their command line. */
    private String rootOfKernel() {
        try {
            return Stream.of(machine.read("/proc/cmdline").strip().split(" +", -1))
                    .filter(word -> word.startsWith("root="))
                    .map(word -> word.substring("root=".length()))
                    .reduce("", (first, second) -> second);
        } catch (IOException e) {
            return "";
        }
    }

    private String readIfThere(String path) throws IOException {
        try {
            return machine.read(path);
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}
