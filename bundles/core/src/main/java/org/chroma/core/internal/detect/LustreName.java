package org.chroma.core.internal.detect;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chroma.model.TargetKind;

/**
 * What the name says that Lustre gave to an MDT or OST, for example {@code lfs-OST000a}.
 *
 * @param fsname which may hold hyphens itself
 */
record LustreName(String fsname, TargetKind kind, int index) {
    private static final Pattern FORM = Pattern.compile("(?<fsname>.+)-(?<kind>MDT|OST)(?<index>[0-9a-f]{4})");

    /** @throws IllegalArgumentException for what is no such name, and for that of an MGS */
    static LustreName of(String name) {
        Matcher matcher = FORM.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not the name of an MDT or OST: " + name);
        }
        return new LustreName(
                matcher.group("fsname"),
                TargetKind.valueOf(matcher.group("kind")),
                Integer.parseInt(matcher.group("index"), 16));
    }
}
