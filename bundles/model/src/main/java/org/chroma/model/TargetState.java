package org.chroma.model;

/** The life of an MGT, MDT or OST. */
public enum TargetState {
    /** Planned on a volume; nothing was written yet. */
    UNFORMATTED,
    /** Lustre's on-disk format is there; the MGS does not know the target. */
    FORMATTED,
    /** The MGS gave the target its name. */
    REGISTERED,
    /** Its mount points and failover resources are configured; it is not running. */
    UNMOUNTED,
    /** It is serving. */
    MOUNTED,
    /** Unconfigured on its servers and no longer managed. */
    REMOVED,
    /** No longer managed; nothing was changed on its servers. */
    FORGOTTEN
}
