package org.chroma.model.action;

import org.chroma.spi.Action;

/** Forwards the server's system log over TCP. */
public record ConfigureLogForwarding(String server, int port) implements Action<Void> {}
