package org.chroma.model;

/** What a target holds. */
public enum TargetKind {
    /** The management target: configuration of filesystems. */
    MGT,
    /** A metadata target: names, directories, attributes. */
    MDT,
    /** An object storage target: file contents. */
    OST;

    /** The role of a server that runs such a target: MGS, MDS or OSS. */
    public String serverRole() {
        return name().substring(0, 2) + "S";
    }
}
