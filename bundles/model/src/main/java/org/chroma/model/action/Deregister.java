package org.chroma.model.action;

import org.chroma.spi.Action;

/** Makes the agent forget its manager: configuration and certificate are deleted. */
public record Deregister() implements Action<Void> {}
