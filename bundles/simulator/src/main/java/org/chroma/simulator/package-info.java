/** Control of a simulated Lustre cluster: what its servers do, and how to break them. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
@org.jspecify.annotations.NullMarked
package org.chroma.simulator;
