package org.chroma.simulator.internal.files;

import java.util.Locale;
import java.util.NavigableMap;
import org.chroma.simulator.internal.cluster.BlockDevice;
import org.chroma.simulator.internal.cluster.Mount;
import org.chroma.simulator.internal.cluster.SimServer;
import org.chroma.simulator.internal.files.FileTree.Entry;
import org.chroma.simulator.internal.lustre.KernelModules;
import org.chroma.simulator.internal.lustre.ServerCounters;

/** /proc. */
final class Proc {
    private static final String BASE_MOUNTS = """
            sysfs /sys sysfs rw,nosuid,nodev,noexec,relatime 0 0
            proc /proc proc rw,nosuid,nodev,noexec,relatime 0 0
            udev /dev devtmpfs rw,nosuid,relatime,size=32891780k,nr_inodes=8222945,mode=755,inode64 0 0
            devpts /dev/pts devpts rw,nosuid,noexec,relatime,gid=5,mode=620,ptmxmode=000 0 0
            tmpfs /run tmpfs rw,nosuid,nodev,noexec,relatime,size=6580280k,mode=755,inode64 0 0
            /dev/vda / ext4 rw,noatime 0 0
            securityfs /sys/kernel/security securityfs rw,nosuid,nodev,noexec,relatime 0 0
            tmpfs /dev/shm tmpfs rw,nosuid,nodev,inode64 0 0
            tmpfs /run/lock tmpfs rw,nosuid,nodev,noexec,relatime,size=5120k,inode64 0 0
            cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid,nodev,noexec,relatime,nsdelegate,memory_recursiveprot 0 0
            debugfs /sys/kernel/debug debugfs rw,nosuid,nodev,noexec,relatime 0 0
            mqueue /dev/mqueue mqueue rw,nosuid,nodev,noexec,relatime 0 0
            hugetlbfs /dev/hugepages hugetlbfs rw,relatime,pagesize=2M 0 0
            """;
    private static final String BASE_FILESYSTEMS = """
            nodev\tsysfs
            nodev\ttmpfs
            nodev\tproc
            nodev\tcgroup2
            nodev\tdevtmpfs
            nodev\tdebugfs
            nodev\tpipefs
            nodev\tdevpts
            nodev\tmqueue
            \text3
            \text2
            \text4
            """;

    private final SimServer server;

    private Proc(SimServer server) {
        this.server = server;
    }

    static void add(SimServer server, NavigableMap<String, Entry> entries) {
        Proc proc = new Proc(server);
        FileTree.text(entries, "/proc/mounts", proc::mounts);
        FileTree.text(entries, "/proc/self/mounts", proc::mounts);
        FileTree.text(
                entries,
                "/proc/modules",
                () -> KernelModules.proc(
                        server.modules(), !server.targetMounts().isEmpty()));
        FileTree.text(
                entries,
                "/proc/filesystems",
                () -> BASE_FILESYSTEMS
                        + (server.loaded("obdclass") ? "\tlustre_tgt\n" : "")
                        + (server.loaded("lustre") ? "nodev\tlustre\n" : "")
                        + (server.loaded("ldiskfs") ? "\tldiskfs\n" : ""));
        FileTree.text(entries, "/proc/swaps", () -> "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n");
        FileTree.text(entries, "/proc/mdstat", () -> "Personalities : \nunused devices: <none>\n");
        FileTree.text(entries, "/proc/partitions", proc::partitions);
        FileTree.text(entries, "/proc/stat", proc::stat);
        FileTree.text(entries, "/proc/meminfo", proc::meminfo);
        FileTree.text(entries, "/proc/loadavg", proc::loadavg);
        FileTree.text(entries, "/proc/uptime", proc::uptime);
        FileTree.text(entries, "/proc/net/dev", proc::netDev);
        FileTree.text(
                entries,
                "/proc/cmdline",
                () -> "BOOT_IMAGE=/boot/vmlinuz-6.12.95+deb12-amd64 root=/dev/vda ro quiet\n");
        FileTree.text(entries, "/proc/sys/kernel/hostname", () -> server.name() + "\n");
        FileTree.text(entries, "/proc/sys/kernel/osrelease", () -> "6.12.95+deb12-amd64\n");
        FileTree.text(
                entries,
                "/proc/sys/kernel/random/boot_id",
                () -> Etc.id(server.spec(), "boot" + server.boots())
                                .replaceFirst("(.{8})(.{4})(.{4})(.{4})", "$1-$2-$3-$4-")
                        + "\n");
    }

    private String mounts() {
        StringBuilder text = new StringBuilder(BASE_MOUNTS);
        for (Mount mount : server.mounts()) {
            String device =
                    server.deviceOf(mount.serial()).map(BlockDevice::path).orElse("none");
            text.append("%s %s %s %s 0 0%n"
                    .formatted(device, mount.point().replace(" ", "\\040"), mount.fstype(), mount.options()));
        }
        return text.toString();
    }

    private String partitions() {
        StringBuilder text = new StringBuilder("major minor  #blocks  name\n\n");
        for (BlockDevice d : server.devices()) {
            text.append(
                    "%4d %8d %10d %s%n".formatted(d.major(), d.minor(), d.disk().bytes() / 1024, d.kname()));
        }
        return text.toString();
    }

    private ServerCounters counters() {
        return server.cluster().counters().server(server);
    }

    private String stat() {
        ServerCounters c = counters();
        StringBuilder text = new StringBuilder();
        text.append("cpu  %d 0 %d %d %d 0 %d 0 0 0%n"
                .formatted(c.user(), c.system(), c.idle(), c.waiting(), c.system() / 10));
        int n = ServerCounters.PROCESSORS;
        for (int i = 0; i < n; i++) {
            text.append("cpu%d %d 0 %d %d %d 0 %d 0 0 0%n"
                    .formatted(i, c.user() / n, c.system() / n, c.idle() / n, c.waiting() / n, c.system() / 10 / n));
        }
        long events = (c.user() + c.system()) * 12;
        text.append("intr ").append(events).append(" 117 9 0 0 8 0 7\n");
        text.append("ctxt ").append(events * 2).append('\n');
        text.append("btime ").append(server.bootTime().getEpochSecond()).append('\n');
        text.append("processes 3953\nprocs_running 1\nprocs_blocked 0\n");
        text.append("softirq ").append(events / 2).append(" 0 85166 19 10444 11112 0 89 150697 0 135727\n");
        return text.toString();
    }

    private String meminfo() {
        ServerCounters c = counters();
        long used = c.memoryUsed(server.targetMounts().size());
        long cached = c.memoryCached();
        long free = Math.max(1 << 20, c.memory() - used - cached);
        StringBuilder text = new StringBuilder();
        Object[][] rows = {
            {"MemTotal", c.memory()},
            {"MemFree", free},
            {"MemAvailable", free + cached * 9 / 10},
            {"Buffers", cached / 10},
            {"Cached", cached * 9 / 10},
            {"SwapCached", 0L},
            {"Active", cached / 3},
            {"Inactive", cached / 2},
            {"Unevictable", 0L},
            {"Mlocked", 0L},
            {"SwapTotal", 0L},
            {"SwapFree", 0L},
            {"Dirty", 396L},
            {"Writeback", 0L},
            {"AnonPages", used / 3},
            {"Mapped", 21476L},
            {"Shmem", 468L},
            {"Slab", used / 3},
            {"SReclaimable", used / 12},
            {"SUnreclaim", used / 4},
            {"KernelStack", 3280L},
            {"PageTables", 1088L},
            {"CommitLimit", c.memory() / 2},
            {"Committed_AS", 41808L},
            {"VmallocTotal", 34359738367L},
            {"VmallocUsed", 86956L},
            {"Percpu", 840L},
        };
        for (Object[] row : rows) {
            text.append("%-15s %8s kB%n".formatted(row[0] + ":", row[1]));
        }
        text.append("HugePages_Total:       0\nHugePages_Free:        0\nHugepagesize:       2048 kB\n");
        return text.toString();
    }

    private String loadavg() {
        ServerCounters c = counters();
        double load = 0.1 + 8.0 * (c.system() + c.user()) / Math.max(1, c.idle() + c.system() + c.user());
        return String.format(Locale.ROOT, "%.2f %.2f %.2f 1/206 4169%n", load, load, load);
    }

    private String uptime() {
        double up = (server.cluster().clock().millis() - server.bootTime().toEpochMilli()) / 1000.0;
        return String.format(Locale.ROOT, "%.2f %.2f%n", up, counters().idle() / 100.0);
    }

    private String netDev() {
        ServerCounters c = counters();
        StringBuilder text = new StringBuilder("""
                Inter-|   Receive                                                |  Transmit
                 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                """);
        row(text, "lo", 26395, 26395);
        long management = (server.cluster().clock().millis() - server.bootTime().toEpochMilli()) / 1000 * 2100;
        row(text, "eth0", management / 2, management);
        row(text, "eth1", c.received() + management / 9, c.sent() + management / 9);
        return text.toString();
    }

    private static void row(StringBuilder text, String name, long received, long sent) {
        text.append(
                "%6s: %7d %7d    0    0    0     0          0         0 %8d %7d    0    0    0     0       0          0%n"
                        .formatted(name, received, received / 1100, sent, sent / 1100));
    }
}
