package org.chroma.simulator.internal.programs.linux;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.chroma.simulator.internal.cluster.SimServer;
import org.chroma.simulator.internal.kernel.Parameters;
import org.chroma.simulator.internal.lustre.KernelModules;
import org.chroma.simulator.internal.programs.call.Call;
import org.chroma.simulator.internal.programs.call.Options;
import org.chroma.simulator.internal.programs.call.Program;

/** modprobe, rmmod, lsmod, modinfo and lustre_rmmod. */
public final class ModuleTools implements Program {

    @Override
    public Set<String> names() {
        return Set.of("modprobe", "rmmod", "lsmod", "modinfo", "lustre_rmmod");
    }

    @Override
    public int run(Call call) throws IOException, InterruptedException {
        try {
            return switch (call.program()) {
                case "modprobe" -> modprobe(call, Options.parse(call.arguments(), "v|verbose r|remove q|quiet a|all"));
                case "rmmod" -> rmmod(call, Options.parse(call.arguments(), "v|verbose f|force"));
                case "modinfo" -> modinfo(call, Options.parse(call.arguments(), "F|field:"));
                case "lsmod" -> lsmod(call);
                default -> lustreRmmod(call, Options.parse(call.arguments(), "h|help"));
            };
        } catch (Options.BadOptionException e) {
            call.errf("%s: %s%n", call.program(), String.valueOf(e.getMessage()));
            return 1;
        }
    }

    private static int modprobe(Call call, Options options) throws IOException, InterruptedException {
        if (options.operands().isEmpty()) {
            call.err("modprobe: ERROR: missing parameters. See -h.\n");
            return 1;
        }
        String module = options.operands().get(0).replace('-', '_');
        if (options.has("remove")) {
            return remove(call, module, "modprobe: FATAL: Module %s is in use.");
        }
        if (!KernelModules.isLustre(module)) {
            if (KernelModules.isBase(module)) {
                return 0;
            }
            call.errf("modprobe: FATAL: Module %s not found in directory %s%n", module, KernelModules.DIRECTORY);
            return 1;
        }
        call.pauseMillis(module.equals("lustre") ? 4_000 : 1_000);
        for (String loaded : call.server().load(module)) {
            if (options.has("verbose")) {
                String parameters = loaded.equals("lnet") ? "networks=tcp(eth1) " : "";
                call.outf("insmod %s %s%n", KernelModules.file(loaded), parameters);
            }
        }
        return 0;
    }

    private static boolean busy(SimServer server, String module) {
        return !KernelModules.users(module, server.modules()).isEmpty()
                || (!server.targetMounts().isEmpty() && !module.equals("ksocklnd"));
    }

    private static int remove(Call call, String module, String inUse) throws IOException, InterruptedException {
        if (!call.server().loaded(module)) {
            return 0;
        }
        if (busy(call.server(), module)) {
            call.errf(inUse + "%n", module);
            return 1;
        }
        call.pauseMillis(300);
        call.server().unload(module);
        return 0;
    }

    private static int rmmod(Call call, Options options) {
        int rc = 0;
        for (String module : options.operands()) {
            SimServer server = call.server();
            if (!server.loaded(module)) {
                call.errf("rmmod: ERROR: Module %s is not currently loaded%n", module);
                rc = 1;
            } else if (busy(server, module)) {
                call.errf(
                        "rmmod: ERROR: Module %s is in use by: %s%n",
                        module, String.join(" ", KernelModules.users(module, server.modules())));
                rc = 1;
            } else {
                server.unload(module);
            }
        }
        return rc;
    }

    /** Removes a module, everything where none is named, after all that needs it. */
    private static int lustreRmmod(Call call, Options options) throws IOException, InterruptedException {
        SimServer server = call.server();
        List<String> wanted =
                options.operands().isEmpty() ? List.of("libcfs", "ldiskfs", "quota_tree") : options.operands();
        if (!server.targetMounts().isEmpty()) {
            call.errf("rmmod: ERROR: Module %s is in use%n", server.loaded("ofd") ? "ofd" : "osd_ldiskfs");
            return 1;
        }
        call.pauseMillis(3_000);
        if (!server.targetMounts().isEmpty()) {
            call.err("rmmod: ERROR: Module osd_ldiskfs is in use\n");
            return 1;
        }
        List<String> order = new ArrayList<>(server.modules());
        Collections.reverse(order);
        for (String root : wanted) {
            unloadWithUsers(server, root);
        }
        return 0;
    }

    private static void unloadWithUsers(SimServer server, String module) {
        if (!server.loaded(module)) {
            return;
        }
        for (String user : KernelModules.users(module, List.copyOf(server.modules()))) {
            unloadWithUsers(server, user);
        }
        server.unload(module);
    }

    private static int lsmod(Call call) throws IOException {
        call.out("Module                  Size  Used by\n");
        for (String line : call.files().read("/proc/modules").lines().toList()) {
            String[] f = line.split(" ", -1);
            String users = f[3].equals("-") ? "" : " " + f[3].substring(0, f[3].length() - 1);
            call.outf("%-19s %8s  %s%s%n", f[0], f[1], f[2], users);
        }
        return 0;
    }

    private static int modinfo(Call call, Options options) {
        String module = options.operands().isEmpty() ? "" : options.operands().get(0);
        if (!KernelModules.isLustre(module)) {
            call.errf("modinfo: ERROR: Module %s not found.%n", module);
            return 1;
        }
        String[][] fields = {
            {"filename", KernelModules.file(module)},
            {"license", "GPL"},
            {"version", Parameters.VERSION},
            {"name", module},
        };
        String wanted = options.value("field");
        for (String[] field : fields) {
            if (wanted == null) {
                call.outf("%-15s %s%n", field[0] + ":", field[1]);
            } else if (wanted.equals(field[0])) {
                call.out(field[1] + "\n");
            }
        }
        return 0;
    }
}
