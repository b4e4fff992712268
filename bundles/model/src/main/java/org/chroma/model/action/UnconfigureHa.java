package org.chroma.model.action;

import java.time.Duration;
import org.chroma.spi.Action;

/** Undoes {@link ConfigureHa} on this server. Refuses while the target runs. */
public record UnconfigureHa(String haLabel, String uuid, boolean primary) implements Action<Void> {
    @Override
    public Duration timeLimit() {
        return Duration.ofMinutes(5);
    }
}
