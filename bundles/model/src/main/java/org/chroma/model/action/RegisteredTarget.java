package org.chroma.model.action;

/** The name that the MGS gave, for example {@code lfs-OST0003}. */
public record RegisteredTarget(String name) {}
