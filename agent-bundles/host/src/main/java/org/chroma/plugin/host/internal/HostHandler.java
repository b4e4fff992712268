package org.chroma.plugin.host.internal;

import java.util.List;
import org.chroma.model.fact.HostFact;
import org.chroma.spi.DeviceDataHandler;
import org.chroma.spi.Observation;
import org.chroma.spi.PluginName;
import org.chroma.spi.Server;
import org.osgi.service.component.annotations.Component;

/** Turns a look at a server's identity into a fact. */
@Component
@PluginName("host")
public final class HostHandler implements DeviceDataHandler<HostScan> {
    @Override
    public Class<HostScan> scanType() {
        return HostScan.class;
    }

    @Override
    public Observation observe(Server server, HostScan scan) {
        return Observation.ofFacts(List.of(
                new HostFact(scan.fqdn(), scan.nodename(), scan.bootTime(), scan.agentVersion(), scan.managed())));
    }
}
