package org.chroma.model.action;

import java.time.Duration;
import org.chroma.spi.Action;

/** Moves a target to its primary server. */
public record FailbackTarget(String haLabel) implements Action<Void> {
    @Override
    public Duration timeLimit() {
        return Duration.ofMinutes(10);
    }
}
