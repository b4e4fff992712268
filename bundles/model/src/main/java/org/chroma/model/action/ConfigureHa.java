package org.chroma.model.action;

import java.time.Duration;
import org.chroma.spi.Action;

/**
 * Makes a target startable on this server: stores where it is, makes its mount point, and adds the failover cluster's
 * resource and location. Doing it again with the same arguments changes nothing; other arguments are an error.
 *
 * @param primary whether this is the server on which the target normally runs
 */
public record ConfigureHa(String device, String haLabel, String uuid, boolean primary, String mountPoint)
        implements Action<Void> {
    @Override
    public Duration timeLimit() {
        return Duration.ofMinutes(5);
    }
}
