package org.chroma.itests.unruly;

/** What nobody ever sees. */
public record UnrulyScan() {}
