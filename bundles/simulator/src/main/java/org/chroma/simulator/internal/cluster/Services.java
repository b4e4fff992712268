package org.chroma.simulator.internal.cluster;

import java.util.Set;

/** The systemd units that simulated servers have. */
public final class Services {
    private static final Set<String> RUNNING = Set.of(
            "corosync", "pacemaker", "chrony", "chronyd", "rsyslog", "ssh", "sshd", "multipathd", "chroma-agent");
    private static final Set<String> KNOWN = Set.of("pcsd", "firewalld", "ntp", "ntpd", "lnet", "lustre");

    private Services() {}

    /** The unit's name without {@code .service}. */
    public static String name(String unit) {
        return unit.endsWith(".service") ? unit.substring(0, unit.length() - ".service".length()) : unit;
    }

    public static boolean exists(String unit) {
        return RUNNING.contains(unit) || (KNOWN.contains(unit) && !unit.startsWith("ntp"));
    }

    static boolean runsByDefault(String unit) {
        return RUNNING.contains(unit);
    }
}
