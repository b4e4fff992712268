/** The store beside rrdtool itself. */
@org.jspecify.annotations.NullMarked
package org.chroma.statistics.internal.rrdtool;
