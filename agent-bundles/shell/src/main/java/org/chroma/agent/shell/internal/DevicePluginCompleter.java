package org.chroma.agent.shell.internal;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.chroma.spi.DevicePlugin;
import org.osgi.framework.BundleContext;

/** Offers the names of device plugins. */
@Service
public final class DevicePluginCompleter implements Completer {
    @Reference
    private BundleContext context;

    @Override
    public int complete(Session session, CommandLine commandLine, List<String> candidates) {
        return new StringsCompleter(new Whiteboard(context)
                        .all(DevicePlugin.class).stream()
                                .map(Whiteboard.Published::name)
                                .toList())
                .complete(session, commandLine, candidates);
    }
}
