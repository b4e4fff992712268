/** What the manager knows and does: the cluster as a snapshot, commands and jobs, and the services that change them. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
@org.jspecify.annotations.NullMarked
package org.chroma.core;
