package org.chroma.model.action;

import java.time.Duration;
import org.chroma.spi.Action;

/** Stops a target wherever it runs. */
public record StopTarget(String haLabel) implements Action<Void> {
    @Override
    public Duration timeLimit() {
        return Duration.ofMinutes(10);
    }
}
