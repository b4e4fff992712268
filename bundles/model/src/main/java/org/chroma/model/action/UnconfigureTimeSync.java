package org.chroma.model.action;

import org.chroma.spi.Action;

/** Restores the time service's configuration as it was before. */
public record UnconfigureTimeSync() implements Action<Void> {}
