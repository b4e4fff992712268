package org.chroma.plugin.host.internal;

import java.util.List;
import java.util.Map;
import org.chroma.model.fact.HostFact;
import org.chroma.spi.Condition;
import org.chroma.spi.DeviceDataHandler;
import org.chroma.spi.Fact;
import org.chroma.spi.Observation;
import org.chroma.spi.PluginName;
import org.chroma.spi.Server;
import org.chroma.spi.StorageResource;
import org.osgi.service.component.annotations.Component;

/** Turns a look at a server's identity into a fact; while programs of Lustre's are missing, an alert names them. */
@Component
@PluginName("host")
public final class HostHandler implements DeviceDataHandler<HostScan> {
    @Override
    public Class<HostScan> scanType() {
        return HostScan.class;
    }

    @Override
    public Observation observe(Server server, HostScan scan) {
        Fact fact = new HostFact(scan.fqdn(), scan.nodename(), scan.bootTime(), scan.agentVersion(), scan.managed());
        if (scan.missing().isEmpty()) {
            return Observation.ofFacts(List.of(fact));
        }
        String missing = String.join(", ", scan.missing());
        StorageResource programs = new StorageResource(
                "LustrePrograms",
                List.of("programs"),
                StorageResource.Scope.SOURCE,
                StorageResource.Role.OTHER,
                "Lustre programs of " + server.nodename(),
                Map.of("missing", missing),
                List.of());
        Condition condition = new Condition(
                "lustre-programs-missing",
                Condition.Severity.WARNING,
                programs.reference(),
                "%s cannot run Lustre targets: it does not have %s".formatted(server.nodename(), missing));
        return new Observation(List.of(programs), List.of(fact), List.of(), List.of(condition));
    }
}
