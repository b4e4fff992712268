package org.chroma.model.fact;

import java.util.Map;
import java.util.Optional;
import org.chroma.spi.Fact;
import org.chroma.spi.FactSink;

/**
 * Where the failover cluster runs targets, as the reporting server sees it.
 *
 * @param locations failover label to node name; empty where the target does not run
 */
public record ResourceLocationsFact(Map<String, Optional<String>> locations) implements Fact {
    public ResourceLocationsFact {
        locations = Map.copyOf(locations);
    }

    @Override
    public void applyTo(FactSink sink) {
        locations.forEach(sink::runsOn);
    }
}
