/**
 * What the core needs of the world: stores, servers, statistics and time. Others implement it; nobody else calls it.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
@org.jspecify.annotations.NullMarked
package org.chroma.core.port;
