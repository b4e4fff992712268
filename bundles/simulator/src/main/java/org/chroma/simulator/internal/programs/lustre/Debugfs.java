package org.chroma.simulator.internal.programs.lustre;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.chroma.simulator.internal.cluster.BlockDevice;
import org.chroma.simulator.internal.cluster.Disk;
import org.chroma.simulator.internal.lustre.ConfigLog;
import org.chroma.simulator.internal.lustre.LustreTarget;
import org.chroma.simulator.internal.lustre.MgsConfiguration;
import org.chroma.simulator.internal.programs.call.Call;
import org.chroma.simulator.internal.programs.call.Options;
import org.chroma.simulator.internal.programs.call.Program;

/** debugfs: the CONFIGS directory of an MGT. */
public final class Debugfs implements Program {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d-MMM-yyyy HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    /** What a dumped log begins with, for llog_reader to read. */
    static final String DUMP = "simulated configuration log\n";

    private record Entry(int inode, boolean directory, int bytes, String name) {}

    @Override
    public Set<String> names() {
        return Set.of("debugfs");
    }

    @Override
    public int run(Call call) {
        Options options;
        try {
            options = Options.parse(call.arguments(), "c w R: i f:");
        } catch (Options.BadOptionException e) {
            call.errf("debugfs: %s%n", String.valueOf(e.getMessage()));
            return 1;
        }
        String path = options.operands().isEmpty() ? "" : options.operands().get(0);
        call.errf("debugfs %s%n", Dumpe2fs.VERSION);
        Optional<BlockDevice> device = call.device(path);
        if (device.isEmpty()) {
            call.errf("%s: No such file or directory while opening filesystem%n", path);
            return 0;
        }
        Disk disk = device.get().disk();
        if (device.get().content() == null
                || disk.content() == null
                || !disk.content().type().equals("ext4")) {
            call.errf("%s: Bad magic number in super-block while opening filesystem%n", path);
            return 0;
        }
        if (options.has("c")) {
            call.errf("%s: catastrophic mode - not reading inode or group bitmaps%n", path);
        }
        List<String> request = List.of(options.value("R", "").trim().split("\\s+", -1));
        String verb = request.get(0);
        String last = request.get(request.size() - 1);
        LustreTarget target = disk.target();
        boolean mgs = target != null && target.has(LustreTarget.MGS);
        MgsConfiguration configuration = target != null && mgs ? target.configuration() : new MgsConfiguration();
        switch (verb) {
            case "ls" -> {
                if (!last.equals("CONFIGS") || target == null) {
                    call.errf("%s: File not found by ext2_lookup %n", last);
                } else {
                    list(call, entries(configuration), request.contains("-p"));
                }
            }
            case "dump" -> dump(call, configuration, request.size() > 2 ? request.get(1) : "", last);
            case "rm" -> {
                if (!options.has("w")) {
                    call.err("rm: Filesystem opened read/only\n");
                } else if (call.cluster().mountedOn(disk, call.server().pair()).isPresent()) {
                    call.errf("%s: Device or resource busy while opening filesystem%n", path);
                } else if (!last.startsWith("CONFIGS/") || !configuration.deleteLog(last.substring(8))) {
                    call.errf("rm: File not found by ext2_lookup while trying to resolve filename%n");
                } else {
                    call.cluster().store().save(disk);
                }
            }
            default -> call.errf("debugfs: Unknown request \"%s\".  Type \"?\" for a request list.%n", verb);
        }
        return 0;
    }

    private static List<Entry> entries(MgsConfiguration configuration) {
        List<Entry> entries = new ArrayList<>();
        entries.add(new Entry(13, true, 4096, "."));
        entries.add(new Entry(2, true, 4096, ".."));
        entries.add(new Entry(14, false, 12288, "mountdata"));
        entries.add(new Entry(115, false, 8192, "nodemap"));
        int inode = 184;
        for (String log : configuration.logs()) {
            int bytes = ConfigLog.of(configuration, log).map(ConfigLog::bytes).orElse(0);
            entries.add(new Entry(inode++, false, bytes, log));
        }
        return entries;
    }

    private static void list(Call call, List<Entry> entries, boolean parsable) {
        String day = DAY.format(Instant.ofEpochSecond(call.now()));
        for (Entry e : entries) {
            String mode = e.directory() ? "040755" : "100644";
            if (parsable) {
                call.outf("/%d/%s/0/0/%s/%s/%n", e.inode(), mode, e.name(), e.directory() ? "" : e.bytes());
            } else {
                call.outf(
                        "%7d  %6s (%d)      0      0 %7d %17s %s%n",
                        e.inode(), mode.replaceFirst("^0", " "), e.directory() ? 2 : 1, e.bytes(), day, e.name());
            }
        }
        call.out("\n");
    }

    private static void dump(Call call, MgsConfiguration configuration, String file, String to) {
        String log = file.startsWith("CONFIGS/") ? file.substring(8) : file;
        Optional<ConfigLog> found = ConfigLog.of(configuration, log);
        if (found.isEmpty()) {
            call.errf("%s: File not found by ext2_lookup %n", file);
            return;
        }
        call.server().write(to, DUMP + found.get().read(call.now()));
    }
}
