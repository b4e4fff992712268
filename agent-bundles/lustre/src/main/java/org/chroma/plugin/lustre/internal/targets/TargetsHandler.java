package org.chroma.plugin.lustre.internal.targets;

import java.util.List;
import org.chroma.model.fact.MountedTargetsFact;
import org.chroma.spi.DeviceDataHandler;
import org.chroma.spi.Observation;
import org.chroma.spi.PluginName;
import org.chroma.spi.Server;
import org.osgi.service.component.annotations.Component;

/** Turns the mounted targets into a fact. */
@Component
@PluginName("lustre-targets")
public final class TargetsHandler implements DeviceDataHandler<TargetsScan> {
    @Override
    public Class<TargetsScan> scanType() {
        return TargetsScan.class;
    }

    @Override
    public Observation observe(Server server, TargetsScan scan) {
        return Observation.ofFacts(List.of(new MountedTargetsFact(scan.targets().stream()
                .map(target -> new MountedTargetsFact.MountedTarget(
                        target.uuid(), target.name(), target.device(), target.mountPoint(), target.recovery()))
                .toList())));
    }
}
