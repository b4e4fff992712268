package org.chroma.model.action;

/**
 * What formatting left on the device.
 *
 * @param uuid of the backing filesystem
 * @param inodeSize bytes; 0 where the back end has no fixed one
 * @param inodeCount 0 where the back end has no fixed one
 */
public record FormattedTarget(String uuid, int inodeSize, long inodeCount) {}
