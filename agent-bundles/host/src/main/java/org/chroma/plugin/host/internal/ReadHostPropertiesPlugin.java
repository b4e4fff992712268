package org.chroma.plugin.host.internal;

import java.io.IOException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import org.chroma.model.action.HostProperties;
import org.chroma.model.action.ReadHostProperties;
import org.chroma.spi.ActionContext;
import org.chroma.spi.ActionPlugin;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Tells who the server is and what its agent offers. */
@Component
public final class ReadHostPropertiesPlugin implements ActionPlugin<ReadHostProperties, HostProperties> {
    private final String agentVersion;
    private final Clock clock;

    @Reference(service = ActionPlugin.class)
    private volatile Collection<ComponentServiceObjects<ActionPlugin<?, ?>>> actions = List.of();

    @Activate
    public ReadHostPropertiesPlugin(BundleContext context) {
        this(context.getBundle().getVersion().toString(), Clock.systemUTC());
    }

    ReadHostPropertiesPlugin(String agentVersion, Clock clock) {
        this.agentVersion = agentVersion;
        this.clock = clock;
    }

    @Override
    public Class<ReadHostProperties> action() {
        return ReadHostProperties.class;
    }

    @Override
    public HostProperties run(ReadHostProperties action, ActionContext context)
            throws IOException, InterruptedException {
        HostIdentity identity = HostIdentity.of(context.machine());
        return new HostProperties(
                clock.instant(),
                identity.bootTime(),
                identity.nodename(),
                identity.fqdn(),
                agentVersion,
                OfferedActions.of(actions).names(),
                LustrePrograms.missing(context.machine()));
    }
}
