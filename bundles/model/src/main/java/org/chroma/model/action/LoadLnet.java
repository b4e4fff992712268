package org.chroma.model.action;

import java.time.Duration;
import org.chroma.spi.Action;

/** Loads LNet's kernel modules, and Lustre's with them. */
public record LoadLnet() implements Action<Void> {
    @Override
    public Duration timeLimit() {
        return Duration.ofMinutes(5);
    }
}
