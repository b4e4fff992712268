package org.chroma.model.action;

import java.time.Duration;
import java.util.List;
import org.chroma.spi.Action;

/**
 * Rewrites the NIDs in an unmounted target and makes it register again.
 *
 * @param mgsNids as in {@link FormatTarget}
 * @param failoverNids as in {@link FormatTarget}
 */
public record WriteconfTarget(String device, List<List<String>> mgsNids, List<List<String>> failoverNids)
        implements Action<Void> {
    @Override
    public Duration timeLimit() {
        return Duration.ofMinutes(10);
    }
}
