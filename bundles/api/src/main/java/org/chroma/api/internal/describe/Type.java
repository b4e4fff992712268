package org.chroma.api.internal.describe;

import java.util.Locale;

/** What a field holds. */
public enum Type {
    STRING,
    INTEGER,
    BOOLEAN,
    /** UTC, ISO 8601. */
    DATETIME,
    /** The address of another resource, or the resource itself. */
    RELATED,
    LIST,
    DICT,
    /** Text, a number or a boolean, as a plugin gives it. */
    ANY;

    /** As in schemas. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
