package org.chroma.model.action;

import java.time.Duration;
import org.chroma.spi.Action;

/** Takes LNet down after unloading what uses it. */
public record StopLnet() implements Action<Void> {
    @Override
    public Duration timeLimit() {
        return Duration.ofMinutes(5);
    }
}
