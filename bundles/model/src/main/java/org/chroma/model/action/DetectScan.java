package org.chroma.model.action;

import java.time.Duration;
import org.chroma.spi.Action;

/**
 * Looks for Lustre on all disks of a server, and for what the MGS has recorded where it runs there. Changes nothing.
 */
public record DetectScan() implements Action<DetectedTargets> {
    @Override
    public Duration timeLimit() {
        return Duration.ofMinutes(15);
    }
}
