package org.chroma.plugin.host.internal;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.chroma.spi.Action;
import org.chroma.spi.ActionPlugin;
import org.osgi.service.component.ComponentServiceObjects;

/** The names of the actions that are published in this framework. */
final class OfferedActions {
    /** Without these a server is only monitored. */
    private static final Set<String> MANAGING = Set.of("format-target", "start-target");

    private final List<String> names;

    private OfferedActions(List<String> names) {
        this.names = names;
    }

    /**
     * Asks each plugin for its action.
     *
     * @param plugins not yet instantiated, because one of them is who asks
     */
    static OfferedActions of(Collection<? extends ComponentServiceObjects<? extends ActionPlugin<?, ?>>> plugins) {
        TreeSet<String> names = new TreeSet<>();
        plugins.forEach(each -> add(each, names));
        return new OfferedActions(List.copyOf(names));
    }

    private static <P extends ActionPlugin<?, ?>> void add(ComponentServiceObjects<P> objects, Set<String> names) {
        // The framework does not count who holds what it handed out: of two at once, the second could not give it back.
        synchronized (objects) {
            P plugin = objects.getService();
            // Null when the plugin was removed meanwhile.
            if (plugin != null) {
                try {
                    names.add(Action.nameOf(plugin.action()));
                } finally {
                    objects.ungetService(plugin);
                }
            }
        }
    }

    /** Sorted, as on the wire, for example {@code format-target}. */
    List<String> names() {
        return names;
    }

    /** Whether this server can be changed, not only looked at. */
    boolean manage() {
        return names.containsAll(MANAGING);
    }
}
