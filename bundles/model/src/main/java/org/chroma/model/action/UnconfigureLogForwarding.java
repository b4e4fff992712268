package org.chroma.model.action;

import org.chroma.spi.Action;

/** Ends log forwarding. */
public record UnconfigureLogForwarding() implements Action<Void> {}
