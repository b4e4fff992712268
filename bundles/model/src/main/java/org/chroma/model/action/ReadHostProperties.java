package org.chroma.model.action;

import org.chroma.spi.Action;

/** Asks who the server is. */
public record ReadHostProperties() implements Action<HostProperties> {}
