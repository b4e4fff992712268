package org.chroma.plugin.network.internal;

import java.util.List;

/** The network interfaces of a server, loopback left out, sorted by name. */
public record InterfacesScan(List<Interface> interfaces) {
    public InterfacesScan {
        interfaces = List.copyOf(interfaces);
    }

    /**
     * One of them.
     *
     * @param receivedBytes since it came up
     * @param sentBytes since it came up
     */
    public record Interface(String name, long receivedBytes, long sentBytes) {}
}
