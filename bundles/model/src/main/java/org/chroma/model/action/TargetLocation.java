package org.chroma.model.action;

/** The node name of the server where a target runs. */
public record TargetLocation(String nodename) {}
