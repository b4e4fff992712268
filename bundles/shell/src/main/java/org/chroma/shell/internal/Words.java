package org.chroma.shell.internal;

import java.util.Locale;
import org.chroma.core.Cluster;
import org.chroma.model.Filesystem;
import org.chroma.model.Host;
import org.chroma.model.LnetConfiguration;
import org.chroma.model.Target;
import org.chroma.state.Kind;
import org.chroma.state.ObjectId;
import org.chroma.state.StatefulObject;
import org.jspecify.annotations.Nullable;

/** How objects and states are written on the console, which is how REST writes them. */
final class Words {
    private Words() {}

    static String of(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    static String label(Cluster cluster, @Nullable ObjectId<?> id) {
        return id == null
                ? "---"
                : cluster.object(id).map(StatefulObject::label).orElseGet(id::toString);
    }

    /**
     * The object that {@code kind/number} names, for example {@code target/4}.
     *
     * @throws IllegalArgumentException where it is not of that form
     */
    static ObjectId<?> object(String typed) {
        String[] parts = typed.split("/", -1);
        if (parts.length != 2 || !parts[1].matches("[1-9]\\d{0,17}")) {
            throw new IllegalArgumentException(typed + " is not of the form kind/number, for example target/4");
        }
        for (Kind<?> kind : new Kind<?>[] {Host.KIND, LnetConfiguration.KIND, Target.KIND, Filesystem.KIND}) {
            if (kind.name().equals(parts[0])) {
                return kind.id(Long.parseLong(parts[1]));
            }
        }
        throw new IllegalArgumentException(parts[0] + " is not one of host, lnet_configuration, target, filesystem");
    }
}
