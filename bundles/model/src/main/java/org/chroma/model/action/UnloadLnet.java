package org.chroma.model.action;

import java.time.Duration;
import org.chroma.spi.Action;

/** Unloads LNet's kernel modules after everything that uses them. */
public record UnloadLnet() implements Action<Void> {
    @Override
    public Duration timeLimit() {
        return Duration.ofMinutes(5);
    }
}
