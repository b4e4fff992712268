package org.chroma.plugin.host.internal;

import java.util.regex.Pattern;

/** A host name or address that goes into another program's configuration. */
final class ServerName {
    private static final Pattern FORM = Pattern.compile("[0-9A-Za-z]([0-9A-Za-z.:-]{0,253}[0-9A-Za-z])?");

    private ServerName() {}

    /** The name, if it can be nothing but a name. */
    static String checked(String name) {
        if (!FORM.matcher(name).matches()) {
            throw new IllegalArgumentException("not a host name or address: " + name);
        }
        return name;
    }
}
