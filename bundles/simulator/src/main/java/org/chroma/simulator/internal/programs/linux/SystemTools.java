package org.chroma.simulator.internal.programs.linux;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.chroma.simulator.internal.cluster.SimServer;
import org.chroma.simulator.internal.programs.call.Call;
import org.chroma.simulator.internal.programs.call.Program;

/** uname, sync, chmod, mkdir, rmdir, rm, cat, true, nproc, and what turns the power off. */
public final class SystemTools implements Program {

    @Override
    public Set<String> names() {
        return Set.of(
                "uname",
                "sync",
                "chmod",
                "mkdir",
                "rmdir",
                "rm",
                "cat",
                "true",
                "nproc",
                "shutdown",
                "poweroff",
                "reboot",
                "init");
    }

    @Override
    public int run(Call call) throws IOException, InterruptedException {
        List<String> arguments = call.arguments();
        List<String> operands =
                arguments.stream().filter(a -> !a.startsWith("-")).toList();
        switch (call.program()) {
            case "uname" -> uname(call);
            case "nproc" -> call.out("8\n");
            case "mkdir" -> operands.forEach(call.server()::makeDirectory);
            case "rmdir" -> operands.forEach(call.server()::removeDirectory);
            case "rm" -> operands.forEach(path -> call.server().write(path, null));
            case "poweroff", "reboot", "shutdown" ->
                powerOff(call, call.program().equals("reboot") || arguments.contains("-r"));
            case "init" -> {
                if (operands.contains("0") || operands.contains("6")) {
                    powerOff(call, operands.contains("6"));
                }
            }
            case "chmod" -> {
                String file = operands.isEmpty() ? "" : operands.get(operands.size() - 1);
                if (!call.files().exists(file)) {
                    call.errf("chmod: cannot access '%s': No such file or directory%n", file);
                    return 1;
                }
            }
            case "cat" -> {
                for (String file : operands) {
                    if (!call.files().exists(file)) {
                        call.errf("cat: %s: No such file or directory%n", file);
                        return 1;
                    }
                    call.out(call.files().read(file));
                }
            }
            default -> {}
        }
        return 0;
    }

    private static void uname(Call call) {
        String name = call.server().name();
        String release = "6.12.95+deb12-amd64";
        String option = call.arguments().isEmpty() ? "-s" : call.arguments().get(0);
        switch (option) {
            case "-r" -> call.out(release + "\n");
            case "-n" -> call.out(name + "\n");
            case "-m" -> call.out("x86_64\n");
            case "-a" ->
                call.outf(
                        "Linux %s %s #1 SMP PREEMPT_DYNAMIC Debian 6.12.95-1~bpo12+1 (2026-07-05) x86_64 GNU/Linux%n",
                        name, release);
            default -> call.out("Linux\n");
        }
    }

    /** The server ends in the middle of what asked for it, as real ones do a moment later. */
    static void powerOff(Call call, boolean again) throws IOException, InterruptedException {
        SimServer server = call.server();
        call.cluster().schedule(() -> {
            server.cluster().powerOff(server);
            if (again) {
                server.cluster().powerOn(server);
            }
        });
    }
}
