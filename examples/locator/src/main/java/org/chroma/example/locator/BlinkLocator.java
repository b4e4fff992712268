package org.chroma.example.locator;

import java.time.Instant;
import org.chroma.spi.Action;

/**
 * Makes the server's locator light blink.
 *
 * @param seconds for how long, 1 to 3600
 */
public record BlinkLocator(int seconds) implements Action<BlinkLocator.Blinking> {

    /** Until when it blinks, on the server's clock. */
    public record Blinking(Instant until) {}
}
