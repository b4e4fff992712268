/** Lustre's vocabulary: servers, volumes, targets, filesystems and their states, as immutable values. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
@org.jspecify.annotations.NullMarked
package org.chroma.model;
