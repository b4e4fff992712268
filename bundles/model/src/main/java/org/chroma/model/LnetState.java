package org.chroma.model;

/** Whether the network identifiers of a server are known. */
public enum LnetState {
    /** LNet never ran here as far as we know. */
    NIDS_UNKNOWN,
    /** The server's NIDs were learnt. */
    NIDS_KNOWN
}
