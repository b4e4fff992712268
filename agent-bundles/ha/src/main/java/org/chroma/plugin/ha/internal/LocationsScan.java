package org.chroma.plugin.ha.internal;

import java.util.Map;

/**
 * Where Chroma's targets run.
 *
 * @param cluster whether Pacemaker runs on this server
 * @param locations what the cluster runs: label to node name; an empty node name where the target does not run
 * @param standalone what this server runs itself: label to whether it runs here
 */
public record LocationsScan(boolean cluster, Map<String, String> locations, Map<String, Boolean> standalone) {
    public LocationsScan {
        locations = Map.copyOf(locations);
        standalone = Map.copyOf(standalone);
    }
}
