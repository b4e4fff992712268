package org.chroma.model.action;

import java.time.Duration;
import org.chroma.spi.Action;

/** Deletes a filesystem's configuration from an unmounted MGT. */
public record PurgeConfiguration(String device, String fsname) implements Action<Void> {
    @Override
    public Duration timeLimit() {
        return Duration.ofMinutes(10);
    }
}
