/** The way of the core's readings into the statistics. */
@org.jspecify.annotations.NullMarked
package org.chroma.metrics.internal;
