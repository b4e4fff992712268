package org.chroma.simulator.internal.programs.lustre;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chroma.simulator.internal.cluster.Cluster;
import org.chroma.simulator.internal.cluster.SimServer;
import org.chroma.simulator.internal.kernel.Obds;
import org.chroma.simulator.internal.kernel.Parameters;
import org.chroma.simulator.internal.lustre.ConfigLog;
import org.chroma.simulator.internal.programs.call.Call;
import org.chroma.simulator.internal.programs.call.Errno;
import org.chroma.simulator.internal.programs.call.Options;
import org.chroma.simulator.internal.programs.call.Program;
import org.jspecify.annotations.Nullable;

/** lctl. */
public final class Lctl implements Program {
    private static final Pattern TARGET_OR_FILESYSTEM = Pattern.compile("([^.=]+)\\.([^=]+)");

    @Override
    public Set<String> names() {
        return Set.of("lctl");
    }

    @Override
    public int run(Call call) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(call.arguments());
        String device = "";
        if (words.size() >= 2
                && (words.get(0).equals("--device") || words.get(0).equals("-d"))) {
            device = words.get(1);
            words.subList(0, 2).clear();
        }
        if (words.isEmpty()) {
            call.err("lctl: the interactive mode is not simulated\n");
            return 1;
        }
        String verb = words.remove(0);
        call.pauseMillis(150);
        return switch (verb) {
            case "--version", "version" -> {
                call.outf("lctl %s%n", Parameters.VERSION);
                yield 0;
            }
            case "network", "net" -> network(call, words);
            case "list_nids" -> listNids(call);
            case "which_nid" -> {
                words.forEach(w -> call.out(w + "\n"));
                yield words.isEmpty() ? 1 : 0;
            }
            case "ping" -> ping(call, words);
            case "dl", "device_list" -> devices(call);
            case "get_param" -> getParam(call, words);
            case "list_param" -> listParam(call, words);
            case "set_param" -> setParam(call, words);
            case "conf_param" -> confParam(call, words);
            case "llog_print" -> llogPrint(call, device, words);
            case "llog_catlist" -> llogCatlist(call);
            default -> {
                call.errf("Unknown command: %s%n", verb);
                yield 1;
            }
        };
    }

    private static boolean noLnet(Call call) {
        if (call.server().loaded("lnet")) {
            return false;
        }
        call.err("Writer error: failed to resolve Netlink family id\n");
        call.err("opening /dev/lnet failed: No such file or directory\nhint: the kernel modules may not be loaded\n");
        return true;
    }

    private static int network(Call call, List<String> words) throws IOException, InterruptedException {
        String what = words.isEmpty() ? "" : words.get(0);
        SimServer server = call.server();
        if (what.equals("up") || what.equals("configure")) {
            if (!server.loaded("lnet")) {
                call.err(
                        "opening /dev/lnet failed: No such file or directory\nhint: the kernel modules may not be loaded\n");
                call.err("LNET configure error 2: No such file or directory\n");
                return 255;
            }
            call.pauseMillis(1_000);
            server.lnet(true);
            call.out("LNET configured: New Created\n");
            return 0;
        }
        if (what.equals("down") || what.equals("unconfigure")) {
            if (!server.loaded("lnet")) {
                call.err(
                        "opening /dev/lnet failed: No such file or directory\nhint: the kernel modules may not be loaded\n");
                call.err("LNET unconfigure error 2: No such file or directory\n");
                return 255;
            }
            if (!server.targetMounts().isEmpty() || server.loaded("ptlrpc")) {
                call.err("LNET busy\n");
                return 255;
            }
            call.pauseMillis(500);
            server.lnet(false);
            call.out("LNET ready to unload\n");
            return 0;
        }
        call.errf("usage: network <up/down>%n");
        return 1;
    }

    private static int listNids(Call call) {
        if (noLnet(call)) {
            call.err("IOC_LIBCFS_GET_NI error 2: No such file or directory\n");
            return 1;
        }
        if (!call.server().lnetUp()) {
            call.err("Reader error: 'LNet stack down' at 0\nIOC_LIBCFS_GET_NI error 100: Network is down\n");
            return 1;
        }
        call.out(call.server().spec().nid() + "\n");
        return 0;
    }

    private static int ping(Call call, List<String> words) throws IOException, InterruptedException {
        String nid = words.isEmpty() ? "" : words.get(0);
        if (!nid.matches("[^@]+@[a-z]+\\d*")) {
            call.errf("Invalid NID argument \"%s\"%n", nid);
            return Errno.INVAL;
        }
        if (noLnet(call)) {
            return 1;
        }
        Optional<SimServer> peer = call.cluster().byNid(nid);
        if (!call.server().lnetUp() || peer.isEmpty()) {
            call.pauseMillis(6_000);
            call.outf("failed to ping %s: No route to host%n", nid);
            return 113;
        }
        if (!peer.get().answersLnet()) {
            // The real one waits for a dead peer where nothing can interrupt it.
            call.pauseMillis(176_000);
            call.outf("failed to ping %s: Input/output error%n", nid);
            return 5;
        }
        call.outf("12345-0@lo%n%s%n", nid);
        return 0;
    }

    private static int devices(Call call) {
        if (!call.server().loaded("obdclass")) {
            call.err("Writer error: failed to resolve Netlink family id\n");
            return 2;
        }
        call.out(new Obds(call.server()).text());
        return 0;
    }

    private static int getParam(Call call, List<String> words) {
        Options options;
        try {
            options = Options.parse(words, "n N F R y H");
        } catch (Options.BadOptionException e) {
            call.errf("get_param: %s%n", String.valueOf(e.getMessage()));
            return Errno.INVAL;
        }
        Parameters parameters = new Parameters(call.server());
        int rc = 0;
        for (String pattern : options.operands()) {
            List<String> names = parameters.matching(pattern);
            if (names.isEmpty()) {
                call.errf("error: get_param: param_path '%s': No such file or directory%n", pattern.replace('.', '/'));
                rc = 2;
            }
            for (String name : names) {
                if (options.has("N")) {
                    call.out(name + "\n");
                } else {
                    call.out((options.has("n") ? "" : name + "=") + shown(parameters.value(name), options.has("n")));
                }
            }
        }
        return rc;
    }

    /** A value of several lines begins on a line of its own. */
    private static String shown(String value, boolean alone) {
        String ended = value.endsWith("\n") || (value.isEmpty() && alone) ? value : value + "\n";
        boolean lines = ended.indexOf('\n') < ended.length() - 1 || value.endsWith("\n");
        return lines && !alone ? "\n" + ended : ended;
    }

    private static int listParam(Call call, List<String> words) {
        Options options;
        try {
            options = Options.parse(words, "R F D L");
        } catch (Options.BadOptionException e) {
            call.errf("list_param: %s%n", String.valueOf(e.getMessage()));
            return Errno.INVAL;
        }
        Parameters parameters = new Parameters(call.server());
        int rc = 0;
        for (String pattern : options.operands()) {
            TreeSet<String> names = new TreeSet<>(parameters.matching(pattern));
            if (options.has("R")) {
                String prefix = pattern.equals("*") ? "" : pattern + ".";
                parameters.names().stream().filter(n -> n.startsWith(prefix)).forEach(names::add);
            }
            if (names.isEmpty()) {
                call.errf("error: list_param: param_path '%s': No such file or directory%n", pattern.replace('.', '/'));
                rc = 2;
            }
            names.forEach(name -> call.out(name + "\n"));
        }
        return rc;
    }

    private static int setParam(Call call, List<String> words) {
        Options options;
        try {
            options = Options.parse(words, "P d n");
        } catch (Options.BadOptionException e) {
            call.errf("set_param: %s%n", String.valueOf(e.getMessage()));
            return Errno.INVAL;
        }
        int rc = 0;
        for (String setting : options.operands()) {
            int equals = setting.indexOf('=');
            if (options.has("P")) {
                rc = permanently(call, setting, equals, options.has("d"));
            } else if (equals < 0) {
                call.errf("error: set_param: setting %s: Invalid argument%n", setting);
                rc = Errno.INVAL;
            } else {
                rc = temporarily(call, setting.substring(0, equals), setting.substring(equals + 1));
            }
        }
        return rc;
    }

    private static int permanently(Call call, String setting, int equals, boolean delete) {
        Optional<Cluster.RunningMgs> mgs = call.cluster().mgsOn(call.server());
        if (mgs.isEmpty()) {
            call.errf("error: set_param: No such device%n");
            return Errno.NODEV;
        }
        String key = equals < 0 ? setting : setting.substring(0, equals);
        String value = delete || equals < 0 ? null : setting.substring(equals + 1);
        String subject = mgs.get().target().configuration().filesystems().stream()
                .filter(fs -> key.contains("." + fs + "-"))
                .findFirst()
                .orElse("general");
        mgs.get().target().configuration().setParam(subject, key, value, call.now());
        call.cluster().store().save(mgs.get().disk());
        return 0;
    }

    private static int temporarily(Call call, String pattern, String value) {
        Parameters parameters = new Parameters(call.server());
        List<String> names = parameters.matching(pattern);
        String path = pattern.replace('.', '/');
        if (names.isEmpty()) {
            call.errf("error: set_param: param_path '%s': No such file or directory%n", path);
            call.errf("error: set_param: setting '%s'='%s': No such file or directory%n", path, value);
            return 2;
        }
        for (String name : names) {
            String file = "/sys/fs/lustre/" + name.replace('.', '/');
            if (!Parameters.writable(name)) {
                call.errf("error: set_param: opening '%s': Permission denied%n", file);
                call.errf("error: set_param: setting '%s'='%s': Permission denied%n", path, value);
                return 13;
            }
            if (!Parameters.accepts(Map.entry(name, value), parameters.value(name))) {
                call.errf("error: set_param: setting %s=%s: Invalid argument%n", file, value);
                call.errf("error: set_param: setting '%s'='%s': Invalid argument%n", path, value);
                return Errno.INVAL;
            }
            call.server().temporaryParameters().put(name, value);
            call.outf("%s=%s%n", name, value);
        }
        call.server().save();
        return 0;
    }

    private static int confParam(Call call, List<String> words) {
        boolean delete = words.remove("-d");
        String setting = words.isEmpty() ? "" : words.get(0);
        int equals = setting.indexOf('=');
        @Nullable String value = equals < 0 ? null : setting.substring(equals + 1);
        Matcher key = TARGET_OR_FILESYSTEM.matcher(equals < 0 ? setting : setting.substring(0, equals));
        Optional<Cluster.RunningMgs> mgs = call.cluster().mgsOn(call.server());
        if (mgs.isEmpty()) {
            call.err("error: conf_param: No such device\n");
            return Errno.NODEV;
        }
        if (!key.matches()
                || (value == null && !delete)
                || !mgs.get()
                        .target()
                        .configuration()
                        .confParam(key.group(1), key.group(2), delete ? null : value, call.now())) {
            call.err("error: conf_param: Invalid argument\n");
            return Errno.INVAL;
        }
        call.cluster().store().save(mgs.get().disk());
        return 0;
    }

    private static int llogPrint(Call call, String device, List<String> words) {
        Optional<Cluster.RunningMgs> mgs = call.cluster().mgsOn(call.server());
        if (mgs.isEmpty() || !device.equals("MGS") || words.isEmpty()) {
            call.err("No device found for name %s: No such device\n".formatted(device.isEmpty() ? "MGS" : device));
            return Errno.NODEV;
        }
        Optional<ConfigLog> log = ConfigLog.of(mgs.get().target().configuration(), words.get(words.size() - 1));
        if (log.isEmpty()) {
            call.err("OBD_IOC_LLOG_PRINT failed: No such file or directory\n");
            return Errno.NOENT;
        }
        call.out(log.get().print());
        return 0;
    }

    private static int llogCatlist(Call call) {
        Optional<Cluster.RunningMgs> mgs = call.cluster().mgsOn(call.server());
        if (mgs.isEmpty()) {
            call.err("No device found for name MGS: No such device\n");
            return Errno.NODEV;
        }
        mgs.get().target().configuration().logs().forEach(name -> call.outf("config_log: %s%n", name));
        return 0;
    }
}
