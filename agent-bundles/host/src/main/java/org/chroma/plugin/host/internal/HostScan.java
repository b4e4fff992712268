package org.chroma.plugin.host.internal;

import java.time.Instant;
import java.util.List;

/**
 * Who a server is.
 *
 * @param managed whether the agent offers the actions that change Lustre
 * @param missing programs that Lustre needs and that are not installed, sorted
 */
public record HostScan(
        String fqdn, String nodename, Instant bootTime, String agentVersion, boolean managed, List<String> missing) {
    public HostScan {
        missing = List.copyOf(missing);
    }
}
