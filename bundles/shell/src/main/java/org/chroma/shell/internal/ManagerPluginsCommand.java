package org.chroma.shell.internal;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.chroma.core.ClusterView;
import org.jspecify.annotations.Nullable;

/** {@code chroma:manager-plugins}: lists the plugins that the manager uses, and their problems. */
@Service
@Command(
        scope = "chroma",
        name = "manager-plugins",
        description = "lists the plugins that the manager uses, and their problems")
public final class ManagerPluginsCommand implements Action {
    @Reference
    ClusterView view;

    @Override
    public @Nullable Object execute() {
        ConsoleList list = new ConsoleList("No plugins", "plugin", "kind", "bundle", "problem");
        for (ClusterView.PluginStatus plugin : view.plugins()) {
            list.add(plugin.name(), plugin.kind(), plugin.bundle(), plugin.problem());
        }
        list.print();
        return null;
    }
}
