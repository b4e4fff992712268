package org.chroma.shell.internal;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.chroma.core.ClusterView;
import org.jspecify.annotations.Nullable;

/** {@code chroma:manager-plugins}: lists the plugins that the manager uses, and what is wrong with them. */
@Service
@Command(
        scope = "chroma",
        name = "manager-plugins",
        description = "lists the plugins that the manager uses, and what is wrong with them")
public final class ManagerPluginsCommand implements Action {
    @Reference
    private ClusterView view;

    @Override
    public @Nullable Object execute() {
        ShellTable table = new ShellTable();
        table.column("plugin");
        table.column("kind");
        table.column("bundle");
        table.column("problem");
        table.emptyTableText("No plugins");
        for (ClusterView.PluginStatus plugin : view.plugins()) {
            table.addRow().addContent(plugin.name(), plugin.kind(), plugin.bundle(), plugin.problem());
        }
        table.print(System.out);
        return null;
    }
}
