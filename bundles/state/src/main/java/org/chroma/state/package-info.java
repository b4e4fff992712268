/**
 * The scheduler's algebra: objects with states, transition tables, requirements and plans; it knows nothing of Lustre.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
@org.jspecify.annotations.NullMarked
package org.chroma.state;
