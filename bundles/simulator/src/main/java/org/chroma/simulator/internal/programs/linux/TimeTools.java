package org.chroma.simulator.internal.programs.linux;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import org.chroma.simulator.internal.programs.call.Call;
import org.chroma.simulator.internal.programs.call.Options;
import org.chroma.simulator.internal.programs.call.Program;

/** timedatectl, chronyc and date. */
public final class TimeTools implements Program {
    private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern(
                    "EEE yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    @Override
    public Set<String> names() {
        return Set.of("timedatectl", "chronyc", "date");
    }

    @Override
    public int run(Call call) throws IOException, InterruptedException {
        return switch (call.program()) {
            case "timedatectl" -> timedatectl(call);
            case "chronyc" -> chronyc(call);
            default -> date(call);
        };
    }

    private static boolean synchronised(Call call) {
        return call.server().running("chrony");
    }

    private static int timedatectl(Call call) {
        String verb = call.arguments().isEmpty() ? "status" : call.arguments().get(0);
        if (verb.equals("timesync-status")) {
            call.err(
                    "Failed to query server: The name org.freedesktop.timesync1 was not provided by any .service files\n");
            return 1;
        }
        if (!verb.equals("show") && !verb.equals("status")) {
            call.errf("Unknown command verb %s.%n", verb);
            return 1;
        }
        String now = SHOWN.format(Instant.ofEpochSecond(call.now()));
        String on = synchronised(call) ? "yes" : "no";
        call.outf(
                "Timezone=Etc/UTC%nLocalRTC=no%nCanNTP=yes%nNTP=%2$s%nNTPSynchronized=%2$s%nTimeUSec=%1$s%nRTCTimeUSec=%1$s%n",
                now, on);
        return 0;
    }

    private static int chronyc(Call call) throws IOException, InterruptedException {
        Options options;
        try {
            options = Options.parse(call.arguments(), "n a h: c");
        } catch (Options.BadOptionException e) {
            call.errf("chronyc: %s%n", String.valueOf(e.getMessage()));
            return 1;
        }
        if (!synchronised(call)) {
            call.err("506 Cannot talk to daemon\n");
            return 1;
        }
        String verb = options.operands().isEmpty() ? "" : options.operands().get(0);
        switch (verb) {
            case "waitsync" -> {
                call.pauseMillis(2_000);
                call.out("try: 1, refid: 0A4D0001, correction: 0.000012343, skew: 0.021\n");
            }
            case "tracking" ->
                call.outf(
                        "Reference ID    : 0A4D0001 (10.77.0.1)%nStratum         : 3%nSystem time     : 0.000012343 seconds fast of NTP time%nLeap status     : Normal%n");
            case "makestep", "burst", "online" -> call.out("200 OK\n");
            case "sources" -> call.out("MS Name/IP address         Stratum Poll Reach LastRx Last sample\n");
            default -> {
                call.err("Unrecognized command\n");
                return 1;
            }
        }
        return 0;
    }

    private static int date(Call call) {
        String format = call.arguments().isEmpty()
                ? ""
                : call.arguments().get(call.arguments().size() - 1);
        call.out((format.equals("+%s") ? String.valueOf(call.now()) : SHOWN.format(Instant.ofEpochSecond(call.now())))
                + "\n");
        return 0;
    }
}
