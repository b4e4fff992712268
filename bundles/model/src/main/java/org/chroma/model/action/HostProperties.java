package org.chroma.model.action;

import java.time.Instant;
import java.util.List;

/**
 * Who a server is.
 *
 * @param time its clock
 * @param capabilities names of the actions that it offers, sorted; without those that change Lustre it is only
 *     monitored
 * @param missing programs that Lustre needs and that are not installed
 */
public record HostProperties(
        Instant time,
        Instant bootTime,
        String nodename,
        String fqdn,
        String agentVersion,
        List<String> capabilities,
        List<String> missing) {}
