package org.chroma.simulator.internal.files;

import java.util.NavigableMap;
import org.chroma.simulator.internal.cluster.BlockDevice;
import org.chroma.simulator.internal.cluster.SimServer;
import org.chroma.simulator.internal.files.FileTree.Entry;
import org.chroma.simulator.internal.kernel.Parameters;

/** /sys: what tools and people look at to see devices, interfaces and Lustre. */
final class Sys {

    private Sys() {}

    static void add(SimServer server, NavigableMap<String, Entry> entries) {
        for (BlockDevice d : server.devices()) {
            String base = "/sys/block/" + d.kname();
            FileTree.text(entries, base + "/size", () -> d.disk().bytes() / 512 + "\n");
            FileTree.text(entries, base + "/dev", () -> d.majorMinor() + "\n");
            FileTree.text(entries, base + "/ro", () -> "0\n");
            FileTree.text(entries, base + "/removable", () -> "0\n");
            if (d.mapped()) {
                FileTree.text(entries, base + "/dm/name", () -> d.name() + "\n");
                FileTree.text(entries, base + "/dm/uuid", () -> d.dmUuid() + "\n");
                d.parents().forEach(p -> entries.put(base + "/slaves/" + p, new FileTree.Link("/sys/block/" + p)));
            }
        }
        for (String network : new String[] {"lo", "eth0", "eth1"}) {
            String base = "/sys/class/net/" + network;
            FileTree.text(entries, base + "/operstate", () -> network.equals("lo") ? "unknown\n" : "up\n");
            FileTree.text(entries, base + "/carrier", () -> "1\n");
            FileTree.text(entries, base + "/mtu", () -> network.equals("lo") ? "65536\n" : "1500\n");
        }
        for (String module : server.modules()) {
            FileTree.directories(entries, "/sys/module/" + module + "/parameters");
        }
        if (server.loaded("lnet")) {
            FileTree.text(entries, "/sys/module/lnet/parameters/networks", () -> "tcp(eth1)\n");
            for (String name : new String[] {"stats", "nis", "peers"}) {
                FileTree.text(entries, "/sys/kernel/debug/lnet/" + name, () -> new Parameters(server).value(name));
            }
        }
        if (server.loaded("obdclass")) {
            FileTree.text(entries, "/sys/fs/lustre/version", () -> Parameters.VERSION + "\n");
            FileTree.text(entries, "/sys/fs/lustre/health_check", () -> "healthy\n");
        }
    }
}
