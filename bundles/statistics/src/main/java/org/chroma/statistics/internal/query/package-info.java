/** The way out: rows, newest readings, sums and rankings, read from blocks and from what is open. */
@org.jspecify.annotations.NullMarked
package org.chroma.statistics.internal.query;
