package org.chroma.model;

/** Whether a filesystem can be used. */
public enum FilesystemState {
    /** Some of its targets are not running. */
    UNAVAILABLE,
    /** All its MDTs and OSTs are stopped. */
    STOPPED,
    /** Every MDT and OST is serving. */
    AVAILABLE,
    /** Purged from its MGS and no longer managed. */
    REMOVED,
    /** No longer managed; nothing was changed on its servers. */
    FORGOTTEN
}
