package org.chroma.simulator;

import java.util.List;

/**
 * A simulated server now.
 *
 * @param address under which its sshd answers, as an administrator types it: {@code user@host:port}
 * @param pair the name of its failover pair
 * @param waiting whether it is one of those that wait for somebody to add them
 * @param powered whether it has power
 * @param network whether the manager reaches it
 * @param targets the names of the Lustre targets that it serves
 * @param disks the shared disks, each with its label where it is formatted
 * @param faults the commands that were told to fail or hang
 */
public record SimulatedServer(
        String name,
        String fqdn,
        String address,
        String nid,
        String pair,
        boolean waiting,
        boolean powered,
        boolean network,
        List<String> targets,
        List<String> disks,
        List<String> faults) {

    public SimulatedServer {
        targets = List.copyOf(targets);
        disks = List.copyOf(disks);
        faults = List.copyOf(faults);
    }
}
