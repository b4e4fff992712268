package org.chroma.agent.shell.internal;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.chroma.spi.ActionPlugin;
import org.chroma.spi.DeviceDataHandler;
import org.chroma.spi.DevicePlugin;
import org.chroma.spi.JobPlugin;
import org.chroma.spi.StoragePlugin;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;

/** {@code chroma:plugins}: lists everything that plugins publish in this framework. */
@Service
@Command(scope = "chroma", name = "plugins", description = "lists everything that plugins publish here")
public final class PluginsCommand implements Action {
    @Reference
    private BundleContext context;

    @Override
    public @Nullable Object execute() {
        ShellTable table = new ShellTable();
        table.column("kind");
        table.column("name");
        table.column("bundle");
        table.emptyTableText("No plugins");
        Whiteboard whiteboard = new Whiteboard(context);
        add(table, whiteboard, "device", DevicePlugin.class);
        add(table, whiteboard, "device data", DeviceDataHandler.class);
        add(table, whiteboard, "action", ActionPlugin.class);
        add(table, whiteboard, "job", JobPlugin.class);
        add(table, whiteboard, "storage", StoragePlugin.class);
        table.print(System.out);
        return null;
    }

    private <T> void add(ShellTable table, Whiteboard whiteboard, String kind, Class<T> type) {
        for (Whiteboard.Published<T> published : whiteboard.all(type)) {
            table.addRow().addContent(kind, name(published), published.bundle());
        }
    }

    private <T> String name(Whiteboard.Published<T> published) {
        if (!published.name().isEmpty()) {
            return published.name();
        }
        T service = context.getService(published.reference());
        try {
            if (service instanceof ActionPlugin<?, ?> plugin) {
                return org.chroma.spi.Action.nameOf(plugin.action());
            }
            if (service instanceof JobPlugin<?> plugin) {
                return plugin.name();
            }
            return service == null ? "" : service.getClass().getSimpleName();
        } finally {
            context.ungetService(published.reference());
        }
    }
}
