package org.chroma.simulator.internal.cluster;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** A pair of servers and its shared disks, before it is built. */
public record PairLayout(String name, List<ServerSpec> servers, List<Disk> disks) {
    public static final long GIB = 1L << 30;
    public static final long TIB = 1L << 40;
    private static final String DOMAIN = ".cluster.example";

    /**
     * Two metadata servers with an MGT and two MDTs.
     *
     * @param number of the first server
     */
    public static PairLayout metadata(int number) {
        List<ServerSpec> servers = List.of(
                new ServerSpec("mds1", "mds1" + DOMAIN, number, "mds", false, true),
                new ServerSpec("mds2", "mds2" + DOMAIN, number + 1, "mds", false, true));
        List<Disk> disks = List.of(
                shared("mds", number, "MGT", 0, 10 * GIB),
                shared("mds", number, "MDT0", 1, 512 * GIB),
                shared("mds", number, "MDT1", 2, 512 * GIB));
        return new PairLayout("mds", servers, disks);
    }

    /**
     * Two object storage servers.
     *
     * @param pair from 1: the pair 1 is oss1 and oss2
     * @param number of the first server
     * @param osts disks for each server
     */
    public static PairLayout objects(int pair, int number, int osts, boolean multipath, boolean localStorage) {
        String name = "oss" + (2 * pair - 1);
        List<ServerSpec> servers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            String server = "oss" + (2 * pair - 1 + i);
            servers.add(new ServerSpec(server, server + DOMAIN, number + i, name, multipath, localStorage));
        }
        List<Disk> disks = new ArrayList<>();
        for (int i = 0; i < 2 * osts; i++) {
            disks.add(shared(name, number, "OST" + i, i, 4 * TIB));
        }
        return new PairLayout(name, servers, disks);
    }

    /** Servers of any name with as many equal disks as wanted. */
    public static PairLayout of(String name, List<ServerSpec> servers, int disks, long bytes) {
        List<Disk> shared = new ArrayList<>();
        for (int i = 0; i < disks; i++) {
            shared.add(shared(name, servers.get(0).number(), "DISK" + i, i, bytes));
        }
        return new PairLayout(name, servers, shared);
    }

    private static Disk shared(String pair, int number, String name, int lun, long bytes) {
        String serial = pair.toUpperCase(Locale.ROOT) + "-" + name;
        return new Disk(serial, "5000c5%06x%04x".formatted(number, lun), bytes);
    }

    /** A server's own disks: the one with its system, and where wanted an LVM volume and a local filesystem. */
    static List<Disk> localDisks(ServerSpec spec) {
        List<Disk> disks = new ArrayList<>();
        disks.add(local(spec, "ROOT", 40 * GIB, DiskContent.ext4("root", uuid(spec, "ROOT"))));
        if (spec.localStorage()) {
            disks.add(local(spec, "PV", 20 * GIB, DiskContent.lvmMember(LogicalVolume.lvmUuid(spec.name() + "-pv"))));
            disks.add(local(spec, "LOCAL", 20 * GIB, DiskContent.ext4("local", uuid(spec, "LOCAL"))));
            disks.add(local(spec, "HOME", 10 * GIB, DiskContent.ext4("home", uuid(spec, "HOME"))));
        }
        return disks;
    }

    private static Disk local(ServerSpec spec, String name, long bytes, DiskContent content) {
        Disk disk = new Disk(spec.name().toUpperCase(Locale.ROOT) + "-" + name, "0", bytes);
        disk.format(content);
        return disk;
    }

    private static String uuid(ServerSpec spec, String disk) {
        return UUID.nameUUIDFromBytes((spec.fqdn() + disk).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
