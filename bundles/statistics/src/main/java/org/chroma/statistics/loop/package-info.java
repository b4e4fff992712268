/** Threads that go on whatever happens: of the store, and of what stands above it. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
@org.jspecify.annotations.NullMarked
package org.chroma.statistics.loop;
