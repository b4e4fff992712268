package org.chroma.api.internal.describe;

import java.util.Locale;

/** How the value of a query parameter is compared with that of a field. */
public enum Lookup {
    EXACT,
    /** One of several values: repeated, or separated by commas. */
    IN,
    IEXACT,
    STARTSWITH,
    ENDSWITH,
    CONTAINS,
    ICONTAINS,
    GTE,
    LTE;

    /** The name of the parameter: {@code fqdn}, or {@code fqdn__startswith}. */
    String parameter(String field) {
        return this == EXACT ? field : field + "__" + word();
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
