package org.chroma.itests.stuck;

/** What nobody ever sees. */
public record StuckScan() {}
