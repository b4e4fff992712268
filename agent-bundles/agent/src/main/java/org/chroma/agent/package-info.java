/** How a server's agent is told who its manager is, and how its own machine asks it to do something. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
@org.jspecify.annotations.NullMarked
package org.chroma.agent;
