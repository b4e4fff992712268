package org.chroma.plugin.host.internal;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.chroma.spi.ActionPlugin;
import org.chroma.spi.DevicePlugin;
import org.chroma.spi.Machine;
import org.chroma.spi.PluginName;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Looks who the server is. */
@Component
@PluginName("host")
public final class HostPlugin implements DevicePlugin<HostScan> {
    private final String agentVersion;

    @Reference(service = ActionPlugin.class)
    private volatile Collection<ComponentServiceObjects<ActionPlugin<?, ?>>> actions = List.of();

    @Activate
    public HostPlugin(BundleContext context) {
        this(context.getBundle().getVersion().toString());
    }

    HostPlugin(String agentVersion) {
        this.agentVersion = agentVersion;
    }

    @Override
    public HostScan scan(Machine machine) throws IOException, InterruptedException {
        HostIdentity identity = HostIdentity.of(machine);
        return new HostScan(
                identity.fqdn(),
                identity.nodename(),
                identity.bootTime(),
                agentVersion,
                OfferedActions.of(actions).manage(),
                LustrePrograms.missing(machine));
    }
}
