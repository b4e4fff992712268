package org.chroma.model.action;

/** Whether LNet's modules are loaded, and whether it is up. */
public record LnetStatus(boolean loaded, boolean up) {}
