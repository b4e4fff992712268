package org.chroma.api.internal.access;

import java.util.Locale;

/** What users may do. */
public enum Group {
    /** Everything. */
    SUPERUSERS(1),
    /** Everything about servers and filesystems. */
    FILESYSTEM_ADMINISTRATORS(2),
    /** Reading, and their own account. */
    FILESYSTEM_USERS(3);

    private final long id;

    Group(long id) {
        this.id = id;
    }

    public long id() {
        return id;
    }

    /** As in REST. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
