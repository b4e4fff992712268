package org.chroma.model.action;

import java.time.Duration;
import org.chroma.spi.Action;
import org.jspecify.annotations.Nullable;

/**
 * Sets a persistent parameter on the MGS, or clears it. Run on the server of a mounted MGT.
 *
 * @param key with its filesystem's or target's name in front, for example {@code lfs-OST0000.osc.max_dirty_mb}
 * @param value null clears
 */
public record SetConfParam(String key, @Nullable String value) implements Action<Void> {
    @Override
    public Duration timeLimit() {
        return Duration.ofMinutes(5);
    }
}
