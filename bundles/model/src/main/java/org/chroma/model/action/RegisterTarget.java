package org.chroma.model.action;

import java.time.Duration;
import org.chroma.spi.Action;

/** Mounts a formatted target once so that the MGS names it, and unmounts it again. */
public record RegisterTarget(String device, String mountPoint) implements Action<RegisteredTarget> {
    @Override
    public Duration timeLimit() {
        return Duration.ofMinutes(10);
    }
}
