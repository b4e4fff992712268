/** What scans say about servers and targets; the core reconciles it with what it knows. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
@org.jspecify.annotations.NullMarked
package org.chroma.model.fact;
