package org.chroma.agent.shell.internal;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.chroma.spi.ActionPlugin;
import org.chroma.spi.DeviceDataHandler;
import org.chroma.spi.DevicePlugin;
import org.chroma.spi.JobPlugin;
import org.chroma.spi.PluginProblems;
import org.chroma.spi.StoragePlugin;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;

/** {@code chroma:plugins}: lists everything that plugins publish in this framework, and what is wrong with plugins. */
@Service
@Command(
        scope = "chroma",
        name = "plugins",
        description = "lists everything that plugins publish here, and their problems")
public final class PluginsCommand implements Action {
    @Reference
    BundleContext context;

    @Override
    public @Nullable Object execute() {
        ShellTable table = new ShellTable();
        table.column("kind");
        table.column("name");
        table.column("bundle");
        table.column("problem");
        table.emptyTableText("No plugins");
        Whiteboard whiteboard = new Whiteboard(context);
        Map<String, String> problems = problems(whiteboard);
        Set<String> named = new HashSet<>();
        add(table, whiteboard, "device", DevicePlugin.class, problems, named);
        add(table, whiteboard, "device data", DeviceDataHandler.class, problems, named);
        add(table, whiteboard, "action", ActionPlugin.class, problems, named);
        add(table, whiteboard, "job", JobPlugin.class, problems, named);
        add(table, whiteboard, "storage", StoragePlugin.class, problems, named);
        problems.forEach((name, problem) -> {
            if (!named.contains(name)) {
                table.addRow().addContent("not here", name, "", problem);
            }
        });
        table.print(System.out);
        return null;
    }

    private static Map<String, String> problems(Whiteboard whiteboard) {
        Map<String, String> problems = new TreeMap<>();
        whiteboard.map(PluginProblems.class, PluginProblems::current).forEach(problems::putAll);
        return problems;
    }

    private <T> void add(
            ShellTable table,
            Whiteboard whiteboard,
            String kind,
            Class<T> type,
            Map<String, String> problems,
            Set<String> named) {
        for (Whiteboard.Published<T> published : whiteboard.all(type)) {
            String name = name(published);
            named.add(name);
            table.addRow().addContent(kind, name, published.bundle(), problems.getOrDefault(name, ""));
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
