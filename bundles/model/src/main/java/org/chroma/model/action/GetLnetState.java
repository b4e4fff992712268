package org.chroma.model.action;

import org.chroma.spi.Action;

/** Asks whether LNet is loaded and up. */
public record GetLnetState() implements Action<LnetStatus> {}
