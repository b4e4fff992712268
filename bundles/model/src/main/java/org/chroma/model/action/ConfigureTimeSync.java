package org.chroma.model.action;

import java.time.Duration;
import org.chroma.spi.Action;

/** Points the server's time service at the given server and waits until the clock is in step. */
public record ConfigureTimeSync(String server) implements Action<Void> {
    @Override
    public Duration timeLimit() {
        return Duration.ofMinutes(10);
    }
}
