package org.chroma.simulator.internal.programs.linux;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.chroma.simulator.internal.cluster.Services;
import org.chroma.simulator.internal.cluster.SimServer;
import org.chroma.simulator.internal.programs.call.Call;
import org.chroma.simulator.internal.programs.call.Options;
import org.chroma.simulator.internal.programs.call.Program;

/** systemctl. */
public final class Systemctl implements Program {

    @Override
    public Set<String> names() {
        return Set.of("systemctl", "service");
    }

    @Override
    public int run(Call call) throws IOException, InterruptedException {
        Options options;
        try {
            options = Options.parse(call.arguments(), "q|quiet now no-block no-pager p|property: value f|force");
        } catch (Options.BadOptionException e) {
            call.errf("systemctl: %s%n", String.valueOf(e.getMessage()));
            return 1;
        }
        List<String> words = options.operands();
        if (words.isEmpty()) {
            call.err("systemctl: listing units is not simulated\n");
            return 1;
        }
        boolean service = call.program().equals("service");
        String verb = service ? words.get(words.size() - 1) : words.get(0);
        List<String> units = service ? words.subList(0, 1) : words.subList(1, words.size());
        if (verb.equals("daemon-reload")) {
            return 0;
        }
        if (verb.equals("poweroff") || verb.equals("reboot")) {
            SystemTools.powerOff(call, verb.equals("reboot"));
            return 0;
        }
        int rc = 0;
        for (String unit : units) {
            rc = Math.max(rc, one(call, verb, Services.name(unit), options));
        }
        return rc;
    }

    private static int one(Call call, String verb, String unit, Options options)
            throws IOException, InterruptedException {
        SimServer server = call.server();
        boolean exists = Services.exists(unit);
        switch (verb) {
            case "is-active" -> {
                boolean active = exists && server.running(unit);
                if (!options.has("quiet")) {
                    call.out(active ? "active\n" : "inactive\n");
                }
                return active ? 0 : 3;
            }
            case "is-enabled" -> {
                if (!exists) {
                    call.errf("Failed to get unit file state for %s.service: No such file or directory%n", unit);
                    return 1;
                }
                call.out(server.enabled(unit) ? "enabled\n" : "disabled\n");
                return server.enabled(unit) ? 0 : 1;
            }
            case "start", "stop", "restart", "reload", "try-restart", "reload-or-restart" -> {
                if (!exists) {
                    call.errf("Failed to %s %s.service: Unit %s.service not found.%n", verb, unit, unit);
                    return 5;
                }
                call.pauseMillis(500);
                server.run(unit, !verb.equals("stop"));
                server.pair().pacemaker().wake();
                return 0;
            }
            case "enable", "disable", "mask", "unmask" -> {
                if (!exists) {
                    call.errf("Failed to %s unit: Unit file %s.service does not exist.%n", verb, unit);
                    return 1;
                }
                server.enable(unit, verb.equals("enable"));
                if (options.has("now")) {
                    server.run(unit, verb.equals("enable"));
                }
                return 0;
            }
            case "show" -> {
                call.outf("ActiveState=%s%n", exists && server.running(unit) ? "active" : "inactive");
                return 0;
            }
            case "status" -> {
                if (!exists) {
                    call.errf("Unit %s.service could not be found.%n", unit);
                    return 4;
                }
                call.outf(
                        "%s.service%n     Active: %s%n",
                        unit, server.running(unit) ? "active (running)" : "inactive (dead)");
                return server.running(unit) ? 0 : 3;
            }
            default -> {
                call.errf("Unknown command verb %s.%n", verb);
                return 1;
            }
        }
    }
}
