package org.chroma.model;

/** How far a server is set up, and what its LNet does. */
public enum HostState {
    /** Known by address only; nothing was done there yet. */
    UNCONFIGURED,
    /** Set up: the agent reports, clock and logs are in order. What LNet does is not known yet. */
    CONFIGURED,
    /** LNet's kernel modules are not loaded. */
    LNET_UNLOADED,
    /** LNet is loaded and has no network. */
    LNET_DOWN,
    /** LNet is running. */
    LNET_UP,
    /** No longer managed. */
    REMOVED;

    /** What LNet does on a server that is set up, from what its kernel says. */
    public static HostState ofLnet(boolean loaded, boolean up) {
        if (!loaded) {
            return LNET_UNLOADED;
        }
        return up ? LNET_UP : LNET_DOWN;
    }
}
