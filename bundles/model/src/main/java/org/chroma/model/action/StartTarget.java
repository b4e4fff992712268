package org.chroma.model.action;

import java.time.Duration;
import org.chroma.spi.Action;

/** Starts a target somewhere in its failover cluster. */
public record StartTarget(String haLabel) implements Action<TargetLocation> {
    @Override
    public Duration timeLimit() {
        return Duration.ofMinutes(10);
    }
}
