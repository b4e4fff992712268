package org.chroma.example.locator;

/** What the plugin sees on a server: whether its locator light blinks. */
public record LocatorScan(boolean blinking) {}
