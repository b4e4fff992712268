/** Time series of every measured object: write batches of samples, read ranges, latest readings and aggregates. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
@org.jspecify.annotations.NullMarked
package org.chroma.statistics;
