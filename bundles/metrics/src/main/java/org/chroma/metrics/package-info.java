/** What is measured: what its metrics and their labels are called outside, and the text in which they are shown. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
@org.jspecify.annotations.NullMarked
package org.chroma.metrics;
