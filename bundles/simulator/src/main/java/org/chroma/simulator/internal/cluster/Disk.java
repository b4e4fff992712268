package org.chroma.simulator.internal.cluster;

import org.chroma.simulator.internal.lustre.LustreTarget;
import org.jspecify.annotations.Nullable;

/** A disk that survives its servers: one that both servers of a pair reach, or one inside a server. */
public final class Disk {
    public static final String VENDOR = "CHROMA";
    public static final String MODEL = "SIMULATED";

    private final String serial;
    private final String wwn;
    private final long bytes;
    private @Nullable DiskContent content;
    private long usedBytes;
    private long usedObjects;

    /**
     * @param serial the unit serial number, for example {@code P1-OST3}
     * @param wwn NAA identifier, 16 hexadecimal digits
     */
    public Disk(String serial, String wwn, long bytes) {
        this.serial = serial;
        this.wwn = wwn;
        this.bytes = bytes;
    }

    public String serial() {
        return serial;
    }

    public String wwn() {
        return wwn;
    }

    public long bytes() {
        return bytes;
    }

    public @Nullable DiskContent content() {
        return content;
    }

    public @Nullable LustreTarget target() {
        return content == null ? null : content.target();
    }

    /** Writes a filesystem, or with null wipes the disk; what was on it is gone. */
    public void format(@Nullable DiskContent newContent) {
        content = newContent;
        usedBytes = 0;
        usedObjects = 0;
    }

    /** Replaces the target's identity, and leaves its data. */
    public void retarget(LustreTarget target) {
        if (content != null) {
            content = new DiskContent(content.type(), content.label(), content.uuid(), target);
        }
    }

    public long usedBytes() {
        return usedBytes;
    }

    public long usedObjects() {
        return usedObjects;
    }

    public void use(long bytesInUse, long objectsInUse) {
        usedBytes = bytesInUse;
        usedObjects = objectsInUse;
    }
}
