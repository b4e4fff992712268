package org.chroma.agent.shell.internal;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.chroma.protocol.RecordType;
import org.chroma.spi.DevicePlugin;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;

/** {@code chroma:scan}: runs a device plugin now and shows what it finds. */
@Service
@Command(scope = "chroma", name = "scan", description = "runs a device plugin now and shows what it finds")
public final class ScanCommand implements Action {
    @Reference
    BundleContext context;

    @Argument(name = "plugin", required = true, description = "its name, as chroma:plugins shows it")
    @Completion(DevicePluginCompleter.class)
    String plugin;

    @Option(name = "--machine", description = "node name, if there are several machines here")
    @Nullable
    String machine;

    @Override
    @SuppressWarnings("rawtypes") // services are looked up by their class
    public @Nullable Object execute() throws Exception {
        Whiteboard whiteboard = new Whiteboard(context);
        for (Whiteboard.Published<DevicePlugin> published : whiteboard.all(DevicePlugin.class)) {
            if (published.name().equals(plugin)) {
                DevicePlugin<?> service = context.getService(published.reference());
                if (service != null) {
                    Record scan = whiteboard.withMachine(machine, service::scan);
                    System.out.println(json(scan));
                    context.ungetService(published.reference());
                    return null;
                }
            }
        }
        throw new IllegalArgumentException("There is no device plugin " + plugin);
    }

    @SuppressWarnings("unchecked") // a record's class is the type of the record
    private static String json(Record scan) throws Exception {
        return RecordType.tolerant("The scan", (Class<Record>) scan.getClass())
                .write(scan)
                .toPrettyString();
    }
}
