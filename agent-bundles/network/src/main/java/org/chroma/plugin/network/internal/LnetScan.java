package org.chroma.plugin.network.internal;

import java.util.List;

/**
 * What LNet does.
 *
 * @param nids the active ones without loopback; empty while it is not up
 */
public record LnetScan(boolean loaded, boolean up, List<String> nids) {
    static final LnetScan UNLOADED = new LnetScan(false, false, List.of());

    public LnetScan {
        nids = List.copyOf(nids);
    }
}
