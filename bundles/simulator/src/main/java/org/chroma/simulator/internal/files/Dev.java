package org.chroma.simulator.internal.files;

import java.util.NavigableMap;
import org.chroma.simulator.internal.cluster.BlockDevice;
import org.chroma.simulator.internal.cluster.SimServer;
import org.chroma.simulator.internal.files.FileTree.Entry;

/** /dev: device nodes and the links that udev makes. */
final class Dev {

    private Dev() {}

    static void add(SimServer server, NavigableMap<String, Entry> entries) {
        for (String node : new String[] {"/dev/null", "/dev/zero", "/dev/urandom", "/dev/mapper/control"}) {
            entries.put(node, new FileTree.Device());
        }
        for (BlockDevice device : server.devices()) {
            entries.put(device.node(), new FileTree.Device());
            for (String link : device.links()) {
                entries.put("/dev/" + link, new FileTree.Link(device.node()));
            }
        }
    }
}
