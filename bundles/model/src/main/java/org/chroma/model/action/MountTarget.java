package org.chroma.model.action;

import java.time.Duration;
import org.chroma.spi.Action;

/** Mounts a configured target on this very server; used by the failover cluster's resource agent. */
public record MountTarget(String uuid) implements Action<Void> {
    @Override
    public Duration timeLimit() {
        return Duration.ofMinutes(5);
    }
}
