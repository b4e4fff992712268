package org.chroma.model.action;

import java.time.Duration;
import org.chroma.spi.Action;

/** Brings LNet up. */
public record StartLnet() implements Action<Void> {
    @Override
    public Duration timeLimit() {
        return Duration.ofMinutes(5);
    }
}
