package org.chroma.comms.internal;

import org.chroma.spi.Action;

/** An action for tests. */
record Blink(String device, int times) implements Action<Blink.Blinked> {
    record Blinked(String device) {}
}
