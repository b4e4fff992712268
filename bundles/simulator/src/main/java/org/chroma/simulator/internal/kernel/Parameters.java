package org.chroma.simulator.internal.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.chroma.simulator.internal.cluster.Capacity;
import org.chroma.simulator.internal.cluster.Cluster;
import org.chroma.simulator.internal.cluster.Disk;
import org.chroma.simulator.internal.cluster.Mount;
import org.chroma.simulator.internal.cluster.SimServer;
import org.chroma.simulator.internal.lustre.LustreTarget;
import org.chroma.simulator.internal.lustre.MgsConfiguration;
import org.chroma.simulator.internal.lustre.ServerCounters;
import org.chroma.simulator.internal.lustre.TargetCounters;

/** What {@code lctl get_param} finds on a server. */
public final class Parameters {
    public static final String VERSION = "2.17.57";

    /** The one client of every filesystem. */
    private static final String CLIENT = "a3fcb3c3-45b8-46ee-9c87-d9017171892b";

    private final SimServer server;
    private final NavigableMap<String, Supplier<String>> all = new TreeMap<>();

    public Parameters(SimServer server) {
        this.server = server;
        if (server.loaded("lnet")) {
            lnet();
        }
        if (server.loaded("obdclass")) {
            fixed("version", VERSION);
            fixed("health_check", "healthy");
            fixed("timeout", "100");
            fixed("jobid_var", "disable");
            fixed("jobid_name", "%e.%u");
            fixed("debug_raw_pointers", "0");
            put("devices", () -> new Obds(server).text());
            for (Mount mount : server.targetMounts()) {
                server.disk(mount.serial()).ifPresent(disk -> target(mount, disk));
            }
        }
        server.temporaryParameters().forEach((name, value) -> {
            if (all.containsKey(name)) {
                put(name, () -> value);
            }
        });
    }

    private void fixed(String name, String value) {
        put(name, () -> value);
    }

    private void put(String name, Supplier<String> value) {
        all.put(name, value);
    }

    /** All names, sorted. */
    public List<String> names() {
        return List.copyOf(all.keySet());
    }

    /** A parameter's value. */
    public String value(String name) {
        Supplier<String> value = all.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no parameter " + name);
        }
        return value.get();
    }

    /**
     * The names that match a pattern as lctl reads it: {@code *} and {@code ?} within one part, braces with
     * alternatives.
     */
    public List<String> matching(String pattern) {
        Pattern regex = Pattern.compile(regex(pattern.replace('/', '.')));
        List<String> names = new ArrayList<>();
        for (String name : all.keySet()) {
            if (regex.matcher(name).matches()) {
                names.add(name);
            }
        }
        return names;
    }

    private static String regex(String pattern) {
        StringBuilder regex = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '*') {
                regex.append("[^.]*");
            } else if (c == '?') {
                regex.append("[^.]");
            } else if (c == '{') {
                depth++;
                regex.append("(?:");
            } else if (c == '}' && depth > 0) {
                depth--;
                regex.append(')');
            } else if (c == ',' && depth > 0) {
                regex.append('|');
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex + ")".repeat(depth);
    }

    private void lnet() {
        put("stats", () -> {
            ServerCounters c = server.cluster().counters().server(server);
            return "0 10 0 %d %d 0 0 %d %d 0 0"
                    .formatted(c.messages(c.sent()), c.messages(c.received()), c.sent(), c.received());
        });
        put("nis", () -> """
                nid                      status alive refs peer  rtr   max    tx   min
                """ + (server.lnetUp() ? """
                0@lo                         up     0    2    0    0     0     0     0
                %-24s     up    -1    1    8    0   256   256   252
                """.formatted(server.spec().nid()) : ""));
        put("peers", () -> "nid                      refs state  last   max   rtr   min    tx   min queue\n");
        fixed("routers", "ref  rtr_ref alive router");
        put("routes", () -> "Routing disabled\nnet      hops priority   state router\n");
    }

    private void target(Mount mount, Disk disk) {
        LustreTarget target = disk.target();
        if (target == null) {
            return;
        }
        String name = mount.service();
        Cluster cluster = server.cluster();
        Supplier<TargetCounters> counters = () -> cluster.counters().advance(server, mount);
        String osd = "osd-ldiskfs." + name + ".";
        capacity(osd, disk, target, mount);
        fixed(osd + "fstype", "ldiskfs");
        put(
                osd + "mntdev",
                () -> server.deviceOf(mount.serial()).map(d -> d.path()).orElse(""));
        fixed(osd + "read_cache_enable", "1");
        fixed(osd + "writethrough_cache_enable", "1");
        put(osd + "stats", () -> TargetCounters.header(now(), mount.since()));
        put(osd + "brw_stats", () -> counters.get().brwStats(now()));
        if (target.has(LustreTarget.MGS)) {
            mgs(target);
        }
        if (target.has(LustreTarget.MDT)) {
            String mdt = "mdt." + name + ".";
            exports(mdt, target, mount);
            put(mdt + "md_stats", () -> counters.get().stats(now()));
            put(mdt + "job_stats", () -> counters.get().jobStats(now(), "simulated.0"));
            put(mdt + "rename_stats", () -> "rename_stats:\n");
            fixed(mdt + "identity_upcall", "/usr/sbin/l_getidentity");
            put(
                    "mdd." + name + ".changelog_users",
                    () -> "current_index: 0\nID                            index (idle) mask\n");
            put("mds.MDS.mdt.stats", () -> service(mount, counters, "mds_getattr", "getattr"));
            fixed("mds.MDS.mdt.threads_started", "32");
            fixed("mds.MDS.mdt.threads_min", "32");
            fixed("mds.MDS.mdt.threads_max", "512");
        }
        if (target.has(LustreTarget.OST)) {
            String ost = "obdfilter." + name + ".";
            exports(ost, target, mount);
            capacity(ost, disk, target, mount);
            fixed(ost + "degraded", "0");
            fixed(ost + "fstype", "osd-ldiskfs");
            put(ost + "stats", () -> counters.get().stats(now()));
            put(ost + "job_stats", () -> counters.get().jobStats(now(), "simulated.0"));
            put("ost.OSS.ost_io.stats", () -> service(mount, counters, "ost_write", "write"));
            put("ost.OSS.ost.stats", () -> service(mount, counters, "ost_create", "create"));
            for (String service : new String[] {"ost", "ost_io", "ost_create", "ost_seq", "ost_out"}) {
                fixed("ost.OSS." + service + ".threads_started", "16");
                fixed("ost.OSS." + service + ".threads_min", "3");
                fixed("ost.OSS." + service + ".threads_max", "512");
            }
        }
    }

    private long now() {
        return server.cluster().clock().millis();
    }

    private String service(Mount mount, Supplier<TargetCounters> counters, String name, String of) {
        long count = counters.get().count(of);
        StringBuilder text = new StringBuilder(TargetCounters.header(now(), mount.since()));
        text.append("%-25s %d samples [usecs] 88 119617 %d %d%n"
                .formatted("req_waittime", count, count * 400, count * 160_000));
        text.append("%-25s %d samples [reqs] 0 0 0 0%n".formatted("req_qdepth", count));
        text.append("%-25s %d samples [reqs] 1 1 %d %d%n".formatted("req_active", count, count, count));
        text.append("%-25s %d samples [usecs] 88 119617 %d %d%n".formatted(name, count, count * 400, count * 160_000));
        return text.toString();
    }

    private void capacity(String prefix, Disk disk, LustreTarget target, Mount mount) {
        put(prefix + "kbytestotal", () -> String.valueOf(Capacity.totalKib(disk, target)));
        put(prefix + "kbytesfree", () -> fresh(mount, Capacity::freeKib, disk, target));
        put(prefix + "kbytesavail", () -> fresh(mount, Capacity::availableKib, disk, target));
        put(prefix + "filestotal", () -> String.valueOf(target.inodes()));
        put(prefix + "filesfree", () -> fresh(mount, Capacity::freeInodes, disk, target));
        fixed(prefix + "blocksize", "4096");
    }

    private interface Amount {
        long of(Disk disk, LustreTarget target);
    }

    /** What clients did until now counts. */
    private String fresh(Mount mount, Amount amount, Disk disk, LustreTarget target) {
        server.cluster().counters().advance(server, mount);
        return String.valueOf(amount.of(disk, target));
    }

    private void exports(String prefix, LustreTarget target, Mount mount) {
        boolean mdt = target.has(LustreTarget.MDT);
        fixed(prefix + "num_exports", mdt ? "8" : "4");
        fixed(prefix + "uuid", mount.service() + "_UUID");
        if (mdt) {
            fixed(prefix + "exports.0@lo.uuid", CLIENT + "\n" + mount.service() + "-lwp-MDT0000_UUID");
        }
        fixed(prefix + "instance", "1");
        fixed(prefix + "tot_dirty", "0");
        fixed(prefix + "tot_granted", mdt ? "4292608" : "8585216");
        fixed(prefix + "tot_pending", "0");
        fixed(prefix + "job_cleanup_interval", "600");
        put(prefix + "recovery_status", () -> recovery(mount));
    }

    private String recovery(Mount mount) {
        if (mount.recovery() == 0) {
            return "status: INACTIVE";
        }
        long left = mount.recovery() - now();
        long start = mount.since() / 1000;
        if (left > 0) {
            return """
                    status: RECOVERING
                    recovery_start: %d
                    time_remaining: %d
                    connected_clients: 1/2
                    req_replay_clients: 0
                    lock_repay_clients: 0
                    completed_clients: 1
                    evicted_clients: 0
                    replayed_requests: 0
                    queued_requests: 0
                    next_transno: 4294967608
                    """.formatted(start, Math.max(1, left / 1000));
        }
        return """
                status: COMPLETE
                recovery_start: %d
                recovery_duration: %d
                completed_clients: 2/2
                replayed_requests: 0
                last_transno: 4294967607
                VBR: DISABLED
                IR: DISABLED
                """.formatted(start, mount.recovery() / 1000 - start);
    }

    private void mgs(LustreTarget target) {
        MgsConfiguration configuration = target.configuration();
        fixed("mgs.MGS.num_exports", "2");
        fixed("mgs.MGS.uuid", "MGS");
        fixed("mgs.MGS.ir_timeout", "400");
        put("mgs.MGS.filesystems", () -> lines(configuration.filesystems()));
        put("mgs.MGS.mgs.stats", () -> TargetCounters.header(now(), now()));
        fixed("mgs.MGS.mgs.threads_started", "3");
        fixed("mgs.MGS.mgs.threads_min", "3");
        fixed("mgs.MGS.mgs.threads_max", "32");
        for (String fsname : configuration.filesystems()) {
            put("mgs.MGS.live." + fsname, () -> """
                    fsname: %s
                    flags: 0x20     gen: %d
                    %s
                    Secure RPC Config Rules:

                    imperative_recovery_state:
                        state: full
                        nonir_clients: 0
                        nidtbl_version: %d
                        notify_duration_total: 0.000000000
                        notify_duation_max: 0.000000000
                        notify_count: 0
                    """.formatted(
                            fsname,
                            configuration.targets(fsname).size() * 2,
                            lines(configuration.targets(fsname).stream()
                                    .map(MgsConfiguration.Registration::name)
                                    .sorted()
                                    .toList()),
                            configuration.targets(fsname).size() + 1));
        }
    }

    private static String lines(List<String> names) {
        StringBuilder text = new StringBuilder();
        names.forEach(name -> text.append(name).append('\n'));
        return text.toString();
    }

    /** Those that may be written, with the check of their values. */
    public static boolean writable(String name) {
        return !List.of("version", "health_check", "devices").contains(name) && !name.endsWith("recovery_status");
    }

    /** Whether the value is one that the parameter takes. */
    public static boolean accepts(Map.Entry<String, String> setting, String present) {
        return !present.matches("-?\\d+") || setting.getValue().matches("-?\\d+");
    }
}
