package org.chroma.simulator.internal.files;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.UUID;
import org.chroma.simulator.internal.cluster.Disk;
import org.chroma.simulator.internal.cluster.DiskContent;
import org.chroma.simulator.internal.cluster.ServerSpec;
import org.chroma.simulator.internal.cluster.SimServer;
import org.chroma.simulator.internal.files.FileTree.Entry;

/** The files that a server comes with. */
final class Etc {

    private Etc() {}

    static void add(SimServer server, NavigableMap<String, Entry> entries) {
        ServerSpec spec = server.spec();
        FileTree.directories(
                entries,
                "/mnt",
                "/tmp",
                "/root",
                "/home",
                "/opt",
                "/srv",
                "/usr/sbin",
                "/usr/bin",
                "/var/lib",
                "/var/log",
                "/usr/lib/ocf/resource.d/heartbeat",
                "/usr/lib/ocf/resource.d/lustre",
                "/etc/rsyslog.d",
                "/etc/chrony",
                "/etc/modprobe.d",
                "/run",
                "/boot",
                "/var/lib/pacemaker");
        if (spec.localStorage()) {
            FileTree.directories(entries, "/srv/local");
        }
        FileTree.text(entries, "/etc/hostname", () -> spec.name() + "\n");
        FileTree.text(entries, "/etc/machine-id", () -> id(spec, "machine") + "\n");
        FileTree.text(
                entries,
                "/etc/hosts",
                () -> "127.0.0.1\tlocalhost\n%s\t%s %s\n".formatted(spec.storageAddress(), spec.fqdn(), spec.name()));
        FileTree.text(entries, "/etc/os-release", () -> """
                PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
                NAME="Debian GNU/Linux"
                VERSION_ID="12"
                VERSION="12 (bookworm)"
                VERSION_CODENAME=bookworm
                ID=debian
                """);
        FileTree.text(entries, "/etc/fstab", () -> fstab(server));
        FileTree.text(entries, "/etc/rsyslog.conf", () -> """
                module(load="imuxsock")
                module(load="imklog")
                $IncludeConfig /etc/rsyslog.d/*.conf
                *.*;auth,authpriv.none\t-/var/log/syslog
                """);
        FileTree.text(entries, "/etc/chrony/chrony.conf", () -> """
                pool time.cluster.example iburst
                driftfile /var/lib/chrony/chrony.drift
                makestep 1 3
                rtcsync
                """);
        FileTree.text(entries, "/etc/modprobe.d/lustre.conf", () -> "options lnet networks=tcp(eth1)\n");
    }

    private static String fstab(SimServer server) {
        StringBuilder text = new StringBuilder("/dev/vda / ext4 defaults,noatime 0 1\n");
        if (server.spec().localStorage()) {
            text.append("/dev/mapper/vg--local-home /home ext4 defaults 0 2\n");
            server.disk(server.name().toUpperCase(Locale.ROOT) + "-LOCAL")
                    .map(Disk::content)
                    .map(DiskContent::uuid)
                    .ifPresent(uuid -> text.append("UUID=").append(uuid).append(" /srv/local ext4 defaults 0 2\n"));
        }
        return text.toString();
    }

    static String id(ServerSpec spec, String what) {
        return UUID.nameUUIDFromBytes((spec.fqdn() + what).getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "");
    }
}
