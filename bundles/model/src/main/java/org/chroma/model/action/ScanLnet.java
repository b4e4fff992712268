package org.chroma.model.action;

import org.chroma.spi.Action;

/** Asks for the active network identifiers. Fails where LNet is not loaded or down. */
public record ScanLnet() implements Action<LnetNids> {}
