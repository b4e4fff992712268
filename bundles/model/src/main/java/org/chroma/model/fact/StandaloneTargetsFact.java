package org.chroma.model.fact;

import java.util.Map;
import org.chroma.spi.Fact;
import org.chroma.spi.FactSink;

/**
 * The targets that the reporting server runs itself, without a failover cluster. What it does not run, another server
 * may.
 *
 * @param running failover label to whether the target runs here
 */
public record StandaloneTargetsFact(Map<String, Boolean> running) implements Fact {
    public StandaloneTargetsFact {
        running = Map.copyOf(running);
    }

    @Override
    public void applyTo(FactSink sink) {
        running.forEach(sink::runsHere);
    }
}
