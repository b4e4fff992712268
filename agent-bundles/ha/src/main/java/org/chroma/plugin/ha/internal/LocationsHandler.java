package org.chroma.plugin.ha.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.chroma.model.fact.ResourceLocationsFact;
import org.chroma.model.fact.StandaloneTargetsFact;
import org.chroma.spi.DeviceDataHandler;
import org.chroma.spi.Fact;
import org.chroma.spi.Observation;
import org.chroma.spi.PluginName;
import org.chroma.spi.Server;
import org.osgi.service.component.annotations.Component;

/** Turns what the failover cluster says, and what a server runs without one, into facts. */
@Component
@PluginName("ha-locations")
public final class LocationsHandler implements DeviceDataHandler<LocationsScan> {
    @Override
    public Class<LocationsScan> scanType() {
        return LocationsScan.class;
    }

    @Override
    public Observation observe(Server server, LocationsScan scan) {
        List<Fact> facts = new ArrayList<>();
        if (scan.cluster()) {
            facts.add(new ResourceLocationsFact(scan.locations().entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey,
                            each -> Optional.of(each.getValue()).filter(node -> !node.isEmpty())))));
        }
        if (!scan.standalone().isEmpty()) {
            facts.add(new StandaloneTargetsFact(scan.standalone()));
        }
        return Observation.ofFacts(facts);
    }
}
